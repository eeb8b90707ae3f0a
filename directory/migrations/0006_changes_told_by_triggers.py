"""When a row last changed for other systems: kept by the database, whoever writes."""

from django.db import migrations

# What other systems read of each row. The date of an extraction that changed nothing else is
# not a change, nor is what is computed for the search.
ROWS = {
    "directory_structure": "level, merged_into_id, finess, siret, name, short_name, other_name,"
    " category_id, street, postal_line, commune_id, latitude, longitude, position_source,"
    " opened_on, closed_on, source",
    "directory_service": "structure_id, activity_id, name, conditions, starts_on, ends_on, source,"
    " as_of",
    "directory_network": "kind, code, name, territory_id, source, closed_on",
    "directory_membership": "network_id, structure_id, part, starts_on, ends_on",
    "directory_professional": "rpps, family_name, given_name, profession_id, absent_on",
    "directory_practice": "professional_id, structure_id, place_key, place_name, mode, know_how,"
    " street, postal_code, commune_id, phone",
}
LINE = "function, channel, value, usage, note, rank, starts_on, ends_on, service_id"
# (table, target, column of the target, column of the table, what counts, which rows)
TOLD = [
    ("identifier", "structure", "id", "structure_id", "system, value, starts_on, ends_on", "true"),
    ("alias", "structure", "id", "structure_id", "kind, name", "true"),
    ("parentage", "structure", "id", "child_id", "parent_id, starts_on, ends_on", "true"),
    ("contactpoint", "structure", "id", "structure_id", LINE, "audience = 'public'"),
    ("contactpoint", "service", "id", "service_id", LINE, "audience = 'public'"),
    ("service", "structure", "id", "structure_id", ROWS["directory_service"], "true"),
    ("openinghours", "service", "id", "service_id", "regime, weekday, opens, closes", "true"),
    (
        "hoursexception",
        "service",
        "id",
        "service_id",
        "first_day, last_day, opens, closes, reason",
        "true",
    ),
    ("service_zones", "service", "id", "service_id", "territory_id", "true"),
    ("structure", "service", "structure_id", "id", "closed_on, merged_into_id", "true"),
    ("practice", "professional", "id", "professional_id", ROWS["directory_practice"], "true"),
]
# Strictly later than the version before, even if the transaction began before that one ended.
LATER = "greatest(now(), {0}changed_at + interval '1 microsecond')"
FUNCTIONS = """
CREATE FUNCTION directory_mark_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := CASE WHEN OLD.changed_at = now() THEN now() ELSE {later_than_old} END;
  RETURN NEW;
END $$;
CREATE FUNCTION directory_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  arrived text := format('SELECT id, %s AS ref, ROW(%s)::text FROM arrived WHERE %s',
                         TG_ARGV[2], TG_ARGV[3], TG_ARGV[4]);
  gone text := format('SELECT id, %s AS ref, ROW(%s)::text FROM gone WHERE %s',
                      TG_ARGV[2], TG_ARGV[3], TG_ARGV[4]);
  touched text := CASE TG_OP WHEN 'INSERT' THEN arrived WHEN 'DELETE' THEN gone
    ELSE format('((%1$s) EXCEPT (%2$s)) UNION ALL ((%2$s) EXCEPT (%1$s))', arrived, gone) END;
BEGIN
  EXECUTE format('UPDATE %1$I SET changed_at = {later_quoted}'
                 ' WHERE %2$I IN (SELECT ref FROM (%3$s) AS touched) AND changed_at <> now()',
                 TG_ARGV[0], TG_ARGV[1], touched);
  RETURN NULL;
END $$
"""
MARK = """
CREATE TRIGGER directory_mark_change BEFORE UPDATE ON {table} FOR EACH ROW
  WHEN (ROW({old}) IS DISTINCT FROM ROW({new}) OR NEW.changed_at < OLD.changed_at)
  EXECUTE FUNCTION directory_mark_change()
"""
# Telling a change tells nothing new: one that a trigger wrote is not told again.
TELL = """
CREATE TRIGGER directory_tell_{target}_{act} AFTER {act} ON directory_{table} REFERENCING {seen}
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION
  directory_tell_change('directory_{target}', '{key}', '{ref}', '{told}', '{only}')
"""
SEEN = {
    "INSERT": "NEW TABLE AS arrived",
    "DELETE": "OLD TABLE AS gone",
    "UPDATE": "OLD TABLE AS gone NEW TABLE AS arrived",
}


def _columns(names, row):
    return ", ".join(f"{row}.{name.strip()}" for name in names.split(","))


def _statements():
    yield FUNCTIONS.replace("{later_than_old}", LATER.format("OLD.")).replace(
        "{later_quoted}", LATER.format("").replace("'", "''")
    )
    for table, names in ROWS.items():
        yield MARK.format(table=table, old=_columns(names, "OLD"), new=_columns(names, "NEW"))
    for table, target, key, ref, told, only in TOLD:
        # What arrives with its row, or leaves with it, needs no telling.
        acts = ["UPDATE"] if table == "structure" else list(SEEN)
        for act in acts:
            yield TELL.format(
                table=table, target=target, key=key, ref=ref, told=told,
                only=only.replace("'", "''"), act=act, seen=SEEN[act],
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_last_changes")]

    operations = [
        migrations.RunSQL(
            list(_statements()),
            "DROP FUNCTION directory_mark_change, directory_tell_change CASCADE",
        )
    ]
