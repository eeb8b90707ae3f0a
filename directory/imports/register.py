"""The extract of the register, streamed to staging tables, then to people and practices."""

import codecs
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from directory.imports.decoding import OTHER_FORMATS
from directory.imports.report import Report
from directory.imports.rpps import Activity, Columns, Wanted, columns_of
from directory.imports.staging import copy_rows, execute
from directory.refusals import NotRegister, TooManyLeave
from portal.territories.models import Territory

BATCH = 4_000
FEWEST_GUARDED, MOST_VANISHED = 200, 0.20
LONGEST_LINE = 16_384
TABLES = """
CREATE TEMPORARY TABLE rpps_line (
    rpps text, family_name text, given_name text, profession text, profession_label text,
    place_key text, place_name text, mode text, know_how text, street text, postal_code text,
    commune_id bigint, phone text, finess text, siret text, function_code text,
    function_label text, kind_code text, kind_label text
) ON COMMIT DROP
"""
PROFESSIONS = """
INSERT INTO directory_profession (code, label, plural, in_register, rank)
SELECT profession, coalesce(nullif(max(profession_label), ''), 'Profession ' || profession), '',
       true, 100
  FROM rpps_line GROUP BY profession ON CONFLICT (code) DO NOTHING
"""
PEOPLE = """
INSERT INTO directory_professional (rpps, family_name, given_name, profession_id, department,
                                    source_on)
SELECT DISTINCT ON (rpps) rpps, family_name, given_name, profession, %(department)s,
       %(day)s::date FROM rpps_line
 ORDER BY rpps, profession
ON CONFLICT (rpps) DO UPDATE
   SET family_name = excluded.family_name, given_name = excluded.given_name,
       profession_id = excluded.profession_id, source_on = excluded.source_on,
       department = excluded.department, absent_on = NULL
 WHERE (directory_professional.family_name, directory_professional.given_name,
        directory_professional.profession_id, directory_professional.source_on)
       IS DISTINCT FROM (excluded.family_name, excluded.given_name, excluded.profession_id,
                         excluded.source_on) OR directory_professional.absent_on IS NOT NULL
"""
# Several know-how of one person at one place are one practice.
PRACTICES = """
CREATE TEMPORARY TABLE rpps_practice ON COMMIT DROP AS
SELECT person.id AS professional_id, line.place_key, line.mode,
       max(line.place_name) AS place_name,
       left(string_agg(DISTINCT nullif(line.know_how, ''), ', '), 120) AS know_how,
       max(line.street) AS street, max(line.postal_code) AS postal_code,
       max(line.commune_id) AS commune_id, max(line.phone) AS phone, max(site.id) AS structure_id,
       (max(ARRAY[line.function_code, line.function_label])) AS function,
       (max(ARRAY[line.kind_code, line.kind_label])) AS kind
  FROM rpps_line line
  JOIN directory_professional person USING (rpps)
  LEFT JOIN directory_structure site ON site.finess = line.finess AND line.finess <> ''
 WHERE line.place_key <> '' AND (%(liberal)s OR line.mode <> 'L')
 GROUP BY person.id, line.place_key, line.mode
"""
LEFT = """
DELETE FROM directory_practice known USING directory_professional person, rpps_line line
 WHERE person.id = known.professional_id AND person.rpps = line.rpps
   AND NOT EXISTS (SELECT 1 FROM rpps_practice told
                    WHERE told.professional_id = known.professional_id
                      AND told.place_key = known.place_key AND told.mode = known.mode)
"""
SETTLED = """
INSERT INTO directory_practice (professional_id, place_key, mode, place_name, know_how, street,
                                postal_code, commune_id, phone, structure_id, function_code,
                                function_label, kind_code, kind_label)
SELECT professional_id, place_key, mode, place_name, coalesce(know_how, ''), street, postal_code,
       commune_id, phone, structure_id, function[1], function[2], kind[1], kind[2]
  FROM rpps_practice
ON CONFLICT (professional_id, place_key, mode) DO UPDATE
   SET place_name = excluded.place_name, know_how = excluded.know_how, street = excluded.street,
       postal_code = excluded.postal_code, commune_id = excluded.commune_id,
       phone = excluded.phone, structure_id = excluded.structure_id,
       function_code = excluded.function_code, function_label = excluded.function_label,
       kind_code = excluded.kind_code, kind_label = excluded.kind_label
"""
ASKED = """
 WHERE absent_on IS NULL AND department = %(department)s
   AND (%(professions)s::text[] = '{}' OR profession_id = ANY(%(professions)s))
"""
PEOPLE_KNOWN = "SELECT 1 FROM directory_professional"
GONE = """
UPDATE directory_professional known SET absent_on = coalesce(%(day)s::date, current_date)
{asked} AND NOT EXISTS (SELECT 1 FROM rpps_line line WHERE line.rpps = known.rpps)
"""
FORGOTTEN = "DELETE FROM directory_registerchange"
BEFORE = """
INSERT INTO directory_registerchange (run_id, rpps, before)
SELECT %(run)s, told.rpps, CASE WHEN known.id IS NOT NULL THEN jsonb_build_object(
         'person', to_jsonb(known), 'practices', coalesce(
           (SELECT jsonb_agg(to_jsonb(place)) FROM directory_practice place
             WHERE place.professional_id = known.id), '[]')) END
  FROM (SELECT rpps FROM rpps_line UNION SELECT rpps FROM directory_professional {asked}) AS told
  LEFT JOIN directory_professional known USING (rpps)
"""
# Places are told apart by what they say: the same one keeps its row.
CAME = """
DELETE FROM directory_practice place USING directory_professional known,
       directory_registerchange change
 WHERE change.run_id = %(run)s AND known.rpps = change.rpps
   AND place.professional_id = known.id AND NOT EXISTS (
     SELECT 1 FROM jsonb_populate_recordset(NULL::directory_practice,
                                            change.before->'practices') was
      WHERE was.id = place.id)
"""
NEWCOMERS = """
DELETE FROM directory_professional known USING directory_registerchange change
 WHERE change.run_id = %(run)s AND known.rpps = change.rpps AND change.before IS NULL
"""
PEOPLE_BACK = """
UPDATE directory_professional known
   SET family_name = was.family_name, given_name = was.given_name,
       profession_id = was.profession_id, department = was.department,
       source_on = was.source_on, absent_on = was.absent_on
  FROM directory_registerchange change
 CROSS JOIN LATERAL jsonb_populate_record(NULL::directory_professional, change.before->'person') was
 WHERE change.run_id = %(run)s AND change.before IS NOT NULL AND known.rpps = change.rpps
"""
PRACTICES_BACK = """
INSERT INTO directory_practice (id, professional_id, place_key, mode, place_name, know_how, street,
                                postal_code, commune_id, phone, structure_id, function_code,
                                function_label, kind_code, kind_label)
SELECT was.id, was.professional_id, was.place_key, was.mode, was.place_name, was.know_how,
       was.street, was.postal_code, was.commune_id, was.phone, site.id,
       coalesce(was.function_code, ''), coalesce(was.function_label, ''),
       coalesce(was.kind_code, ''), coalesce(was.kind_label, '')
  FROM directory_registerchange change
 CROSS JOIN LATERAL jsonb_populate_recordset(NULL::directory_practice,
                                             change.before->'practices') was
  LEFT JOIN directory_structure site ON site.id = was.structure_id
 WHERE change.run_id = %(run)s
ON CONFLICT (id) DO UPDATE
   SET place_name = excluded.place_name, know_how = excluded.know_how, street = excluded.street,
       postal_code = excluded.postal_code, commune_id = excluded.commune_id,
       phone = excluded.phone, structure_id = excluded.structure_id,
       function_code = excluded.function_code, function_label = excluded.function_label,
       kind_code = excluded.kind_code, kind_label = excluded.kind_label
"""


def load_register(
    path: Path, wanted: Wanted, report: Report, *, run: int, lists_liberal: bool,
    is_accepted: bool = False,
) -> tuple[int, int]:  # fmt: skip
    """People and practices are those of the extract, for what is wanted; how many new, changed.

    `lists_liberal`: liberal practices too. Whoever is no longer there is absent, not deleted.
    What was known before is kept under `run`, the earlier one forgotten. In a transaction.
    Raises NotRegister, and TooManyLeave unless `is_accepted`.
    """
    execute(TABLES)
    report.tell("Étape 1 sur 2 : lecture du fichier")
    _stage(path, wanted, report)
    day = {
        "day": report.extracted_on,
        "liberal": lists_liberal,
        "department": wanted.department,
        "professions": sorted(wanted.professions),
        "run": run,
    }
    report.tell("Étape 2 sur 2 : écriture de ce qui change")
    execute(PROFESSIONS)
    execute(FORGOTTEN)
    execute(BEFORE.replace("{asked}", ASKED), day)
    known = execute(f"{PEOPLE_KNOWN}{ASKED}", day)
    before = _known()
    touched = execute(PEOPLE, day)
    created = _known() - before
    execute(PRACTICES, day)
    execute(LEFT, day)
    execute(SETTLED, day)
    report.absent = execute(GONE.replace("{asked}", ASKED), day)
    is_guarded = known >= FEWEST_GUARDED or not report.read
    if is_guarded and report.absent > MOST_VANISHED * known and not is_accepted:
        raise TooManyLeave(
            path=path.name, known=known, vanishing=report.absent, department=wanted.department,
            changing=0, examples=(),
        )  # fmt: skip
    execute("DROP TABLE rpps_line, rpps_practice")
    return created, touched - created


def undo_register(run: int, tell: Callable[[str], None]) -> int:
    """People and places are those of before `run`; nobody who came with it has to stay (0).

    In a transaction.
    """
    tell("Étape 1 sur 3 : personnes arrivées avec ce fichier")
    for statement in (CAME, NEWCOMERS):
        execute(statement, {"run": run})
    tell("Étape 2 sur 3 : personnes et lieux d’avant")
    for statement in (PEOPLE_BACK, PRACTICES_BACK):
        execute(statement, {"run": run})
    execute(FORGOTTEN)
    return 0


def _known() -> int:
    return execute(PEOPLE_KNOWN)


def _stage(path: Path, wanted: Wanted, report: Report) -> None:
    """Only what is wanted is kept: of a million lines, a department's few thousands."""
    communes = dict(Territory.objects.communes().values_list("code", "pk").iterator())
    batch: list[tuple[object, ...]] = []
    for one in _activities(path, wanted, report):
        report.read += 1
        batch.append(_columns(one, communes))
        if len(batch) >= BATCH:
            copy_rows("rpps_line", batch)
            batch = []
    copy_rows("rpps_line", batch)
    execute("CREATE INDEX ON rpps_line (rpps)")
    execute("ANALYZE rpps_line")


def _columns(one: Activity, communes: dict[str, int]) -> tuple[object, ...]:
    return (
        *(one.rpps, one.family_name, one.given_name, one.profession, one.profession_label),
        *(one.place_key, one.place_name, one.mode, one.know_how, one.street, one.postal_code),
        *(communes.get(one.commune), one.phone, one.finess, one.siret),
        *(one.function_code, one.function_label, one.kind_code, one.kind_label),
    )


def _activities(path: Path, wanted: Wanted, report: Report) -> Iterator[Activity]:
    try:
        with path.open("rb") as file:
            columns = _header(path, file.readline(LONGEST_LINE))
            number = 1
            while raw := file.readline(LONGEST_LINE):
                number += 1
                try:
                    one = columns.read(raw.decode("utf-8").rstrip("\r\n"), wanted)
                except UnicodeDecodeError:
                    report.rejected.add(number, "", "La ligne n’est pas encodée en UTF-8.")
                except ValueError as error:
                    report.rejected.add(number, "", str(error))
                else:
                    if one is not None:
                        yield one
        if number == 1:
            raise NotRegister(path=path, why="aucune ligne ne suit celle des titres.")
    except OSError as error:
        raise NotRegister(path=path, why=f"{error.strerror}.") from error


def _header(path: Path, raw: bytes) -> Columns:
    for signature, why in OTHER_FORMATS.items():
        if raw.startswith(signature):
            raise NotRegister(path=path, why=why)
    try:
        return columns_of(raw.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except ValueError as error:
        why = "il n’est pas encodé en UTF-8." if isinstance(error, UnicodeError) else str(error)
        raise NotRegister(path=path, why=why) from error


def day_of(path: Path) -> date | None:
    """The day that the name of the extract says: …_202603090835.txt."""
    digits = "".join(char if char.isdigit() else " " for char in path.stem).split()
    for one in reversed(digits):
        if len(one) >= 8:
            try:
                return date.fromisoformat(f"{one[:4]}-{one[4:6]}-{one[6:8]}")
            except ValueError:
                continue
    return None
