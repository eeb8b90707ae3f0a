"""Takes back the last run: rows as they were, new ones gone unless somebody relies on them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from directory.imports.applying import COLUMNS, LOCKABLE
from directory.imports.derived import derive
from directory.imports.examples import MOST_SHOWN, Example
from directory.imports.staging import execute
from directory.models import ImportRun, RunChange, Structure

# What an import itself creates around a structure; anything else is the work of people.
OWN = (
    *("identifier", "contactpoint", "parentage", "membership", "alias", "signal", "runchange"),
    "heldchange",
)
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
LOCKED = """
SELECT known.id, own.field, to_jsonb(known) ->> own.field, change.before ->> own.field
  FROM directory_runchange change
  JOIN directory_structure known ON known.id = change.structure_id
  JOIN directory_fieldsource own ON own.structure_id = known.id
 WHERE change.run_id = %(run)s AND change.act = 'updated' AND own.is_locked
   AND own.field = ANY(%(fields)s)
   AND to_jsonb(known) ->> own.field IS DISTINCT FROM change.before ->> own.field
 ORDER BY known.id, own.field LIMIT %(most)s
"""
RETURNING = """
SELECT known.id, told.field, to_jsonb(known) ->> told.field, change.before ->> told.field
  FROM (SELECT * FROM directory_runchange WHERE run_id = %(run)s AND act = 'updated'
         ORDER BY structure_id LIMIT %(most)s) AS change
  JOIN directory_structure known ON known.id = change.structure_id
 CROSS JOIN unnest(%(fields)s::text[]) AS told (field)
 WHERE coalesce(to_jsonb(known) ->> told.field, '') <> coalesce(change.before ->> told.field, '')
   AND NOT EXISTS (SELECT 1 FROM directory_fieldsource own
                    WHERE own.structure_id = known.id AND own.is_locked
                      AND own.field = told.field)
 ORDER BY known.id, told.field
"""
LEAVE = SQL("DELETE FROM {table} WHERE {column} IN (SELECT id FROM directory_leaving)")


def undo(run: ImportRun, tell: Callable[[str], None]) -> int:
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
    tell("Étape 1 sur 3 : valeurs d’avant")
    execute(RESTORE.format(columns=columns, values=values), told)
    execute(BACK, told)
    tell("Étape 2 sur 3 : structures que ce fichier a créées")
    kept = _remove_created(told)
    execute("DELETE FROM directory_runchange WHERE run_id = %(run)s", told)
    derive(ids=ids, on=timezone.localdate())
    return kept


@dataclass(frozen=True)
class Foreseen:
    """What undoing a run would do: counts, then examples with the value now and that of before."""

    restored: int
    returned: int
    removed: int
    staying: int
    returning: list[Example]
    locked: list[Example]


def foresee(run: ImportRun) -> Foreseen:
    """What `undo` would do now. Nothing is changed: only a temporary table is made and dropped."""
    acts = dict(
        RunChange.objects.filter(run=run).values_list("act").annotate(Count("pk")).order_by()
    )
    with transaction.atomic():
        staying = _leaving({"run": run.pk})
        execute("DROP TABLE directory_leaving")
    told = {"run": run.pk, "fields": list(LOCKABLE), "most": MOST_SHOWN}
    return Foreseen(
        restored=acts.get(RunChange.Act.UPDATED, 0),
        returned=acts.get(RunChange.Act.ABSENT, 0),
        removed=acts.get(RunChange.Act.CREATED, 0) - staying,
        staying=staying,
        returning=_examples(RETURNING, told),
        locked=_examples(LOCKED, told),
    )


def _examples(statement: str, told: dict[str, Any]) -> list[Example]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return [Example(pk, field, ours or "", was or "") for pk, field, ours, was in cursor]


def _remove_created(told: dict[str, object]) -> int:
    """The structures that `run` created are gone, but for those that are in use; how many."""
    staying = _leaving(told)
    for place in _pointing_here()[0]:
        execute(LEAVE.format(**place))
    execute(LEAVE.format(table=Identifier("directory_structure"), column=Identifier("id")))
    execute("DROP TABLE directory_leaving")
    return staying


def _leaving(told: dict[str, object]) -> int:
    """`directory_leaving` holds what `run` created and nobody uses; how many somebody uses."""
    execute(NEW, told)
    staying = sum(execute(USED.format(**place)) for place in _pointing_here()[1])
    return staying + execute(COMPLETED)


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
