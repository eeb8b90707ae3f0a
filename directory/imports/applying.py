"""The statements by which staged rows become structures, and by which they are undone.

`before` keeps the whole row of what changes, so that the last run can be taken back. A column
that the source does not tell (null) keeps what is known; a locked one too, and a signal says
what the source would have written.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from psycopg.sql import SQL, Composable, Identifier

from directory.imports.derived import TOUCHED, derive
from directory.imports.staging import execute
from directory.models import Alias, ImportRun, RunChange, Structure

LOCKABLE = ("name", "other_name", "street", "postal_line", "phone", "email")
TEXTS = ("legal_finess", "siret", "short_name", "other_name", "postal_line", "phone", "email")
PLAIN = (
    *("name", "level", "commune_id", "closed_on", "latitude", "longitude", "position_source"),
    *("content_hash", "name_key", "search_key"),
)
COLUMNS = (*PLAIN, *TEXTS, "street", "opened_on")


def _joined(values: list[Composable]) -> Composable:
    return SQL(", ").join(values)


_NAMES = _joined([Identifier(one) for one in COLUMNS])
# Some labels of streets lost their « TH » between two extractions: the whole one is kept.
_STREET = SQL(
    "CASE WHEN upper(final.street) = replace(upper(known.street), 'TH', 'E')"
    " THEN known.street ELSE final.street END"
)
KEEP = SQL("""
INSERT INTO directory_runchange (run_id, structure_id, act, before)
SELECT %(run)s, known.id, 'updated', to_jsonb(known) - 'words'
  FROM directory_structure known JOIN finess_final final ON final.known_id = known.id
 WHERE final.known_hash <> final.content_hash
""")
LOCKS = """
CREATE TEMPORARY TABLE finess_lock ON COMMIT DROP AS
SELECT structure_id, field FROM directory_fieldsource WHERE is_locked
"""
CONTRADICTED = SQL("""
INSERT INTO directory_signal (structure_id, rule, field, ours, theirs, raised_at)
SELECT known.id, 'locked', {name}, known.{column}, final.{column}, now()
  FROM finess_final final JOIN directory_structure known ON known.id = final.known_id
  JOIN finess_lock lock ON lock.structure_id = known.id AND lock.field = {name}
 WHERE final.known_hash <> final.content_hash AND final.{column} <> known.{column}
   AND NOT EXISTS (SELECT 1 FROM directory_signal past
                    WHERE past.structure_id = known.id AND past.rule = 'locked'
                      AND past.field = {name} AND past.state = 'dropped'
                      AND past.ours = known.{column} AND past.theirs = final.{column})
ON CONFLICT (structure_id, rule, field) WHERE state = 'new' DO UPDATE
   SET theirs = excluded.theirs, raised_at = excluded.raised_at
""")
HOLD = SQL("""
UPDATE finess_final final SET {column} = known.{column}
  FROM directory_structure known, finess_lock lock
 WHERE known.id = final.known_id AND lock.structure_id = known.id AND lock.field = {name}
""")
# The words by which one is found follow a locked name.
HOLD_WORDS = """
UPDATE finess_final final SET name_key = known.name_key, search_key = known.search_key
  FROM directory_structure known, finess_lock lock
 WHERE known.id = final.known_id AND lock.structure_id = known.id AND lock.field = 'name'
"""
RENAMED = """
INSERT INTO directory_alias (structure_id, kind, name, until, source)
SELECT known.id, 'former', known.name, %(day)s, known.source
  FROM finess_final final JOIN directory_structure known ON known.id = final.known_id
 WHERE final.known_hash <> final.content_hash AND known.name_key <> final.name_key
ON CONFLICT DO NOTHING
"""
UPDATE = SQL("""
UPDATE directory_structure known
   SET (category_id, source, source_on, absent_on, {columns}) = ROW
       (final.category, 'FINESS', %(day)s::date, NULL::date, {values})
  FROM finess_final final
 WHERE known.id = final.known_id AND final.known_hash <> final.content_hash
""").format(
    columns=_NAMES,
    values=_joined(
        [
            *(Identifier("final", one) for one in PLAIN),
            *(SQL("coalesce(final.{0}, known.{0})").format(Identifier(one)) for one in TEXTS),
            _STREET,
            SQL("coalesce(final.opened_on, known.opened_on)"),
        ]
    ),
)
CONFIRM = """
UPDATE directory_structure known SET source_on = %(day)s, absent_on = NULL
  FROM finess_final final
 WHERE known.id = final.known_id AND final.known_hash = final.content_hash
   AND (known.source_on IS DISTINCT FROM %(day)s OR known.absent_on IS NOT NULL)
"""
INSERT = SQL("""
WITH arrived AS (
  INSERT INTO directory_structure (uuid, finess, category_id, source, source_on, {columns})
  SELECT gen_random_uuid(), finess, category, 'FINESS', %(day)s::date, {values}
    FROM finess_final WHERE known_id IS NULL ORDER BY finess
  RETURNING id)
INSERT INTO directory_runchange (run_id, structure_id, act) SELECT %(run)s, id, 'created'
  FROM arrived
""").format(
    columns=_NAMES,
    values=_joined(
        [
            *(Identifier(one) for one in PLAIN),
            *(SQL("coalesce({}, '')").format(Identifier(one)) for one in TEXTS),
            Identifier("street"),
            Identifier("opened_on"),
        ]
    ),
)
ABSENT = """
INSERT INTO directory_runchange (run_id, structure_id, act)
SELECT %(run)s, id, 'absent' FROM finess_absent JOIN directory_structure USING (id)
 WHERE absent_on IS NULL;
UPDATE directory_structure known SET absent_on = %(day)s
  FROM finess_absent gone WHERE gone.id = known.id AND known.absent_on IS NULL
"""
ABSENT_SIGNALS = """
INSERT INTO directory_signal (structure_id, rule, theirs, raised_at)
SELECT structure_id, 'absent', to_char(%(day)s::date, 'DD/MM/YYYY'), now()
  FROM directory_runchange WHERE run_id = %(run)s AND act = 'absent'
ON CONFLICT DO NOTHING
"""
# The internal numbers and SIREN that FINESS+ tells.
NUMBERS = """
INSERT INTO directory_identifier (structure_id, system, value, key, is_primary)
SELECT DISTINCT ON (told.system, told.value) one.id, told.system, told.value,
       directory_key_of(told.system, told.value), false
  FROM finess_number told JOIN directory_structure one ON one.finess = told.finess
ON CONFLICT DO NOTHING
"""
NETWORKS = """
INSERT INTO directory_network (uuid, kind, code, name, source, source_on)
SELECT gen_random_uuid(), told.kind, told.code,
       coalesce(nullif(max(told.name), ''), max(body.name), 'Groupement ' || told.code),
       'FINESS', %(day)s
  FROM finess_member told
  LEFT JOIN directory_identifier held ON held.system = 'smsse'
        AND told.kind = 'cooperation' AND held.value = 'pmej-' || told.code
  LEFT JOIN directory_structure body ON body.id = held.structure_id
 GROUP BY told.kind, told.code
ON CONFLICT (source, kind, code) WHERE NOT (code = '') DO UPDATE
   SET name = excluded.name, source_on = excluded.source_on;
CREATE TEMPORARY TABLE finess_belonging ON COMMIT DROP AS
SELECT network.id AS network_id, held.structure_id, min(told.part) AS part
  FROM finess_member told
  JOIN directory_network network ON network.source = 'FINESS' AND network.kind = told.kind
                                AND network.code = told.code
  JOIN directory_identifier held ON held.system = 'smsse' AND held.value = told.number
 GROUP BY network.id, held.structure_id;
CREATE TEMPORARY TABLE finess_told ON COMMIT DROP AS
SELECT DISTINCT network.id FROM finess_member told
  JOIN directory_network network ON network.source = 'FINESS' AND network.kind = told.kind
                                AND network.code = told.code;
DELETE FROM directory_membership known
 WHERE source = 'FINESS' AND ends_on IS NULL AND starts_on >= %(day)s
   AND network_id IN (SELECT id FROM finess_told)
   AND (network_id, structure_id) NOT IN (SELECT network_id, structure_id
                                            FROM finess_belonging);
UPDATE directory_membership known SET ends_on = %(day)s::date - 1
 WHERE source = 'FINESS' AND ends_on IS NULL AND network_id IN (SELECT id FROM finess_told)
   AND (network_id, structure_id) NOT IN (SELECT network_id, structure_id
                                            FROM finess_belonging);
INSERT INTO directory_membership (network_id, structure_id, part, starts_on, source)
SELECT network_id, structure_id, part,
       (SELECT max(ends_on) + 1 FROM directory_membership past
         WHERE past.network_id = told.network_id AND past.structure_id = told.structure_id),
       'FINESS'
  FROM finess_belonging told
 WHERE NOT EXISTS (SELECT 1 FROM directory_membership known
                    WHERE known.network_id = told.network_id AND known.ends_on IS NULL
                      AND known.structure_id = told.structure_id);
DROP TABLE finess_belonging, finess_told
"""


@dataclass(frozen=True)
class Applied:
    created: int
    updated: int
    absent: int


def apply(run: ImportRun, *, has_groups: bool) -> Applied:
    """The directory says what the file says; the last run of the source can no longer be undone.

    A run that is a baseline (first, or first of its format) raises no signal, keeps no name.
    """
    day = run.extracted_on or timezone.localdate()
    told = {"day": day, "run": run.pk}
    execute("DELETE FROM directory_runchange")
    execute(KEEP, told)
    _hold_locked(raises=not run.is_baseline)
    if not run.is_baseline:
        execute(RENAMED, told)
    given = {**told, "day": run.extracted_on}
    updated = execute(UPDATE, given)
    execute(CONFIRM, given)
    created = execute(INSERT, given)
    keep, mark = ABSENT.split(";")
    absent = execute(keep, told)
    execute(mark, told)
    if not run.is_baseline:
        execute(ABSENT_SIGNALS, told)
    _follow(run, told, day=day, has_groups=has_groups)
    return Applied(created, updated, absent)


def _follow(run: ImportRun, told: dict[str, object], *, day: date, has_groups: bool) -> None:
    """What depends on the rows: numbers, lines, parents, groups, the words of former names."""
    execute(TOUCHED)
    execute(
        "INSERT INTO directory_touched SELECT structure_id FROM directory_runchange"
        " WHERE run_id = %(run)s AND act <> 'absent'",
        told,
    )
    execute("ANALYZE directory_touched")
    derive(on=day)
    if has_groups:
        execute(NUMBERS)
        for statement in NETWORKS.split(";"):
            execute(statement, told)
    renamed = Alias.objects.filter(until=day, structure__in=_touched(run)).values("structure")
    named = Structure.objects.filter(pk__in=renamed)
    for one in named.prefetch_related("aliases", "services__activity"):
        one.alias_key = " ".join(one.other_words())
        one.save(update_fields=["alias_key"])


def _touched(run: ImportRun) -> "QuerySet[RunChange, Any]":
    return RunChange.objects.filter(run=run, act=RunChange.Act.UPDATED).values("structure")


def _hold_locked(*, raises: bool) -> None:
    """What an owner locked stays; when `raises`, a signal holds both values."""
    if execute(LOCKS):
        for column in LOCKABLE:
            names = {"column": Identifier(column), "name": SQL("'" + column + "'")}
            if raises:
                execute(CONTRADICTED.format(**names))
            execute(HOLD.format(**names))
        execute(HOLD_WORDS)
    execute("DROP TABLE finess_lock")
