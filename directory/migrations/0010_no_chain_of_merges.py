"""A structure that was merged survives nothing: no chain, no cycle, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION directory_no_chain_of_merges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM directory_structure
    WHERE id = NEW.merged_into_id AND merged_into_id IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'structure % was merged: it cannot survive', NEW.merged_into_id
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM directory_structure WHERE merged_into_id = NEW.id AND id <> NEW.merged_into_id;
  IF FOUND THEN
    RAISE EXCEPTION 'structure % survives others: move them first', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER structure_no_chain_of_merges
  AFTER INSERT OR UPDATE OF merged_into_id ON directory_structure
  FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
  EXECUTE FUNCTION directory_no_chain_of_merges();
"""
BACK = """
DROP TRIGGER structure_no_chain_of_merges ON directory_structure;
DROP FUNCTION directory_no_chain_of_merges();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_quality_and_merges")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
