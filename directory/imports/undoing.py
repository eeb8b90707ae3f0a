"""Takes back the last run: rows as they were, new ones gone unless somebody relies on them."""

from typing import Any

from django.utils import timezone
from psycopg.sql import SQL, Identifier

from directory.imports.applying import COLUMNS, LOCKABLE
from directory.imports.derived import derive
from directory.imports.staging import execute
from directory.models import ImportRun, RunChange, Structure

# What an import itself creates around a structure; anything else is the work of people.
OWN = ("identifier", "contactpoint", "parentage", "membership", "alias", "signal", "runchange")
RESTORED = (*COLUMNS, "category_id", "source", "source_on", "absent_on", "alias_key")
RESTORE = SQL("""
UPDATE directory_structure known SET ({columns}) = ROW ({values})
  FROM directory_runchange change
 CROSS JOIN LATERAL jsonb_populate_record(NULL::directory_structure, change.before) AS was
 WHERE change.run_id = %(run)s AND change.act = 'updated' AND known.id = change.structure_id
""")
HELD = SQL("""
CASE WHEN EXISTS (SELECT 1 FROM directory_fieldsource own
                   WHERE own.structure_id = known.id AND own.is_locked AND own.field = {name})
     THEN known.{column} ELSE was.{column} END
""")
BACK = """
UPDATE directory_structure SET absent_on = NULL WHERE id IN (
  SELECT structure_id FROM directory_runchange WHERE run_id = %(run)s AND act = 'absent')
"""
NEW = """
CREATE TEMPORARY TABLE directory_leaving ON COMMIT DROP AS
SELECT structure_id AS id FROM directory_runchange WHERE run_id = %(run)s AND act = 'created'
"""
USED = SQL("""
DELETE FROM directory_leaving WHERE id IN (SELECT {column} FROM {table} WHERE {column} IS NOT NULL)
""")
# A line that people wrote is work that an import did not do.
COMPLETED = """
DELETE FROM directory_leaving WHERE id IN (
  SELECT structure_id FROM directory_contactpoint WHERE source <> 'FINESS')
"""
LEAVE = SQL("DELETE FROM {table} WHERE {column} IN (SELECT id FROM directory_leaving)")


def undo(run: ImportRun) -> int:
    """Everything is as before `run`; how many structures it created had to stay."""
    told: dict[str, object] = {"run": run.pk}
    values = SQL(", ").join(
        HELD.format(name=SQL("'" + one + "'"), column=Identifier(one))
        if one in LOCKABLE
        else Identifier("was", one)
        for one in RESTORED
    )
    columns = SQL(", ").join(map(Identifier, RESTORED))
    updated = RunChange.objects.filter(run=run, act=RunChange.Act.UPDATED)
    ids = list(updated.values_list("structure", flat=True))
    execute(RESTORE.format(columns=columns, values=values), told)
    execute(BACK, told)
    kept = _remove_created(told)
    execute("DELETE FROM directory_runchange WHERE run_id = %(run)s", told)
    derive(ids=ids, on=timezone.localdate())
    return kept


def _remove_created(told: dict[str, object]) -> int:
    """The structures that `run` created are gone, but for those that are in use; how many."""
    created = execute(NEW, told)
    ours, others = _pointing_here()
    for place in others:
        execute(USED.format(**place))
    execute(COMPLETED)
    for place in ours:
        execute(LEAVE.format(**place))
    removed = execute(
        LEAVE.format(table=Identifier("directory_structure"), column=Identifier("id"))
    )
    execute("DROP TABLE directory_leaving")
    return created - removed


def _pointing_here() -> tuple[list[dict[str, Identifier]], list[dict[str, Identifier]]]:
    """Table and column of each link to a structure: those of an import, those of people."""
    ours: list[dict[str, Identifier]] = []
    others: list[dict[str, Identifier]] = []
    for link in Structure._meta.related_objects:
        field: Any = link.field
        if link.many_to_many or not field.db_constraint:
            continue
        model = field.model._meta
        place = {"table": Identifier(model.db_table), "column": Identifier(field.column)}
        is_ours = model.app_label == "directory" and model.model_name in OWN
        (ours if is_ours else others).append(place)
    return ours, others
