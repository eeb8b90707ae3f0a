"""What leaves the register leaves a trace, and a page says its networks: kept by triggers."""

import django.contrib.postgres.functions
from django.db import migrations, models

PAST = """
CREATE FUNCTION directory_practice_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO directory_pastpractice (id, rpps, place_key, mode)
  SELECT gone.id, person.rpps, gone.place_key, gone.mode FROM gone
    JOIN directory_professional person ON person.id = gone.professional_id
  ON CONFLICT (id) DO UPDATE SET changed_at = now();
  RETURN NULL;
END $$;
CREATE FUNCTION directory_practice_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM directory_pastpractice past USING arrived WHERE past.id = arrived.id;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_practice_left AFTER DELETE ON directory_practice
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION directory_practice_left();
CREATE TRIGGER directory_practice_came AFTER INSERT ON directory_practice
  REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION directory_practice_came()
"""
# As migration 0006 does: the page of a structure says to which networks it belongs.
TELL = """
CREATE TRIGGER directory_tell_structure_{act} AFTER {act} ON directory_membership
  REFERENCING {seen} FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION directory_tell_change('directory_structure', 'id', 'structure_id',
    'network_id, structure_id, part, starts_on, ends_on', 'true')
"""
SEEN = {
    "INSERT": "NEW TABLE AS arrived",
    "DELETE": "OLD TABLE AS gone",
    "UPDATE": "OLD TABLE AS gone NEW TABLE AS arrived",
}
UNTELL = "DROP TRIGGER directory_tell_structure_{act} ON directory_membership"


class Migration(migrations.Migration):
    dependencies = [("directory", "0013_signals_taken_and_rpps_keys")]

    operations = [
        migrations.CreateModel(
            name="PastPractice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rpps", models.CharField(max_length=11, verbose_name="numéro RPPS")),
                (
                    "place_key",
                    models.CharField(max_length=40, verbose_name="identifiant technique du lieu"),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("L", "libéral"),
                            ("S", "salarié"),
                            ("B", "bénévole"),
                            ("", "non précisé"),
                        ],
                        max_length=1,
                        verbose_name="mode",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.contrib.postgres.functions.TransactionNow(),
                        editable=False,
                        verbose_name="modifiée le",
                    ),
                ),
            ],
            options={
                "verbose_name": "exercice disparu",
                "verbose_name_plural": "exercices disparus",
                "indexes": [
                    models.Index(fields=["changed_at", "id"], name="past_practice_changed")
                ],
            },
        ),
        migrations.RunSQL(
            PAST, "DROP FUNCTION directory_practice_left, directory_practice_came CASCADE"
        ),
        *(
            migrations.RunSQL(TELL.format(act=act, seen=seen), UNTELL.format(act=act))
            for act, seen in SEEN.items()
        ),
    ]
