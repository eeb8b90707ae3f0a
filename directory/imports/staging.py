"""The temporary tables of an import, and the statements that turn them into structures.

Everything that compares millions of values is done by PostgreSQL: Python only holds a batch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from psycopg.sql import Composable

TABLES = """
CREATE TEMPORARY TABLE finess_site (
    line int, finess text, legal_finess text, siret text, name text, short_name text,
    other_name text, category text, category_label text, street text, postal_line text,
    commune_id bigint, phone text, opened_on date, name_key text, search_key text,
    level text, closed_on date, email text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE finess_point (
    line int, finess text, latitude float8, longitude float8, remark text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE finess_remark (
    line int, finess text, rejected bool, reason text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE finess_number (finess text, system text, value text) ON COMMIT DROP;
CREATE TEMPORARY TABLE finess_member (
    kind text, code text, name text, number text, part text
) ON COMMIT DROP;
"""
# One number, one line: the first is kept, as the others may be the tail of a bad copy.
FIND_DUPLICATES = """
CREATE TEMPORARY TABLE finess_first ON COMMIT DROP AS
SELECT finess, min(line) AS line FROM finess_site GROUP BY finess HAVING count(*) > 1;
INSERT INTO finess_remark
SELECT site.line, finess, true,
       'Ce numéro figure déjà ligne ' || first.line || ' : la première est gardée.'
  FROM finess_site site JOIN finess_first first USING (finess) WHERE site.line > first.line;
DELETE FROM finess_site site USING finess_first first
 WHERE site.finess = first.finess AND site.line > first.line;
CREATE INDEX ON finess_site (finess);
ANALYZE finess_site;
"""
FIND_POINTS = """
CREATE TEMPORARY TABLE finess_located ON COMMIT DROP AS
SELECT DISTINCT ON (finess) * FROM finess_point ORDER BY finess, line;
CREATE INDEX ON finess_located (finess);
ANALYZE finess_located;
INSERT INTO finess_remark
SELECT line, finess, false, 'Cette position ne correspond à aucun établissement du fichier.'
  FROM finess_located point
 WHERE NOT EXISTS (SELECT 1 FROM finess_site site WHERE site.finess = point.finess)
   AND NOT EXISTS (SELECT 1 FROM finess_remark remark
                    WHERE remark.finess = point.finess AND remark.rejected);
"""
ADD_CATEGORIES = """
INSERT INTO directory_category (code, label, short_label)
SELECT category, coalesce(nullif(max(category_label), ''), 'Catégorie ' || category), ''
  FROM finess_site GROUP BY category
ON CONFLICT (code) DO NOTHING;
"""
# A point is believed inside the box of its commune (a few kilometres of margin: outlines are
# simplified), or, without outline, at a distance of its centre that only the largest communes
# reach (Arles 35 km; in Guyane, Maripasoula 150 km).
PLACE = """
CREATE TEMPORARY TABLE finess_placed ON COMMIT DROP AS
SELECT site.*, point.line AS point_line, point.remark,
       commune.latitude AS centre_latitude, commune.longitude AS centre_longitude,
       point.latitude AS point_latitude, point.longitude AS point_longitude,
       CASE WHEN point.latitude IS NULL THEN false
            WHEN outline.territory_id IS NOT NULL THEN
                 point.latitude BETWEEN outline.south - 0.03 AND outline.north + 0.03
             AND point.longitude BETWEEN outline.west - 0.04 AND outline.east + 0.04
            WHEN commune.latitude IS NULL THEN true
            ELSE (111.2 * (point.latitude - commune.latitude)) ^ 2
               + (111.2 * (point.longitude - commune.longitude)
                        * cos(radians(commune.latitude))) ^ 2
               < CASE WHEN commune.code LIKE '973%' THEN 160.0 ^ 2 ELSE 35.0 ^ 2 END
       END AS is_inside
  FROM finess_site site
  JOIN territories_territory commune ON commune.id = site.commune_id
  LEFT JOIN territories_outline outline ON outline.territory_id = site.commune_id
  LEFT JOIN finess_located point ON point.finess = site.finess;
"""
# A file without the position keeps the one that an earlier file gave, if the site did not move;
# a position typed by someone is never overwritten.
SETTLE = """
CREATE TEMPORARY TABLE finess_final ON COMMIT DROP AS
SELECT *, md5(concat_ws('|', legal_finess, siret, name, short_name, other_name, category, street,
                        postal_line, commune_id, phone, opened_on, latitude, longitude,
                        position_source, search_key, level, closed_on, email)) AS content_hash
  FROM (SELECT placed.*, known.id AS known_id, known.content_hash AS known_hash,
               known.source_on AS known_on,
               CASE WHEN kept THEN known.latitude WHEN is_inside THEN point_latitude
                    ELSE centre_latitude END AS latitude,
               CASE WHEN kept THEN known.longitude WHEN is_inside THEN point_longitude
                    ELSE centre_longitude END AS longitude,
               CASE WHEN kept THEN known.position_source WHEN is_inside THEN 'finess'
                    WHEN centre_latitude IS NULL THEN '' ELSE 'commune' END AS position_source,
               kept
          FROM finess_placed placed
          LEFT JOIN directory_structure known ON known.finess = placed.finess
          CROSS JOIN LATERAL (SELECT coalesce(
                 known.position_source = 'manual'
              OR (known.position_source = 'finess' AND placed.point_line IS NULL
                  AND known.commune_id = placed.commune_id), false) AS kept) AS choice
       ) AS settled;
CREATE INDEX ON finess_final (finess);
ANALYZE finess_final;
"""
REMARK_POSITIONS = """
INSERT INTO finess_remark
SELECT line, finess, false, CASE
         WHEN point_line IS NULL THEN 'Les coordonnées sont absentes'
         WHEN point_latitude IS NULL THEN rtrim(remark, '.')
         ELSE 'Les coordonnées tombent loin de la commune' END
       || CASE position_source WHEN 'commune' THEN ' : position au centre de la commune.'
                               ELSE ' : site sans position.' END
  FROM finess_final WHERE position_source IN ('commune', '') AND NOT kept
   AND EXISTS (SELECT 1 FROM finess_point)
UNION ALL
SELECT point_line, finess, false, remark FROM finess_final
 WHERE position_source = 'finess' AND remark <> '';
"""
# What the guard rails look at: a line rejected is a line seen.
EXPECTED = """
CREATE TEMPORARY TABLE finess_absent ON COMMIT DROP AS
SELECT id FROM directory_structure known
 WHERE source = 'FINESS' AND closed_on IS NULL AND merged_into_id IS NULL AND finess <> ''
   AND level = ANY(%(levels)s)
   AND NOT EXISTS (SELECT 1 FROM finess_site site WHERE site.finess = known.finess)
   AND NOT EXISTS (SELECT 1 FROM finess_remark remark WHERE remark.finess = known.finess)
"""
COUNTS = """
SELECT (SELECT count(*) FROM directory_structure
         WHERE source = 'FINESS' AND closed_on IS NULL AND merged_into_id IS NULL
           AND absent_on IS NULL AND level = ANY(%(levels)s)),
       (SELECT count(*) FROM finess_absent JOIN directory_structure USING (id)
         WHERE absent_on IS NULL),
       count(*) FILTER (WHERE known_hash <> final.content_hash),
       count(*) FILTER (WHERE known_hash <> final.content_hash AND known.closed_on IS NULL
                          AND final.closed_on IS NOT NULL)
  FROM finess_final final LEFT JOIN directory_structure known ON known.id = known_id
"""
KEEP_NEWER = """
INSERT INTO finess_remark
SELECT line, finess, false,
       'Une extraction plus récente (' || to_char(known_on, 'DD/MM/YYYY') || ') est déjà connue.'
  FROM finess_final WHERE known_on > %(day)s;
DELETE FROM finess_final WHERE known_on > %(day)s;
"""
POSITIONS = "SELECT position_source, count(*) FROM finess_final GROUP BY 1"
DROP = """
DROP TABLE finess_site, finess_point, finess_remark, finess_first, finess_located,
           finess_placed, finess_final, finess_number, finess_member, finess_absent
"""
REMARKS = """
SELECT rejected, line, finess, reason FROM finess_remark ORDER BY line, finess, reason
"""


@dataclass(frozen=True)
class Expected:
    """How many were known, and of these how many would vanish, change, close."""

    known: int
    vanishing: int
    changing: int
    closing: int


def create_tables() -> None:
    """The temporary tables exist until the end of the transaction."""
    execute(TABLES)


def copy_rows(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """The rows stand in the temporary table `table`."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def settle(extracted_on: date | None) -> None:
    """What each site will become is known, with the remarks it calls for."""
    for statement in (FIND_DUPLICATES, FIND_POINTS, ADD_CATEGORIES, PLACE, SETTLE):
        execute(statement)
    execute(REMARK_POSITIONS)
    if extracted_on is not None:
        for statement in filter(str.strip, KEEP_NEWER.split(";")):
            execute(statement, {"day": extracted_on})


def expect(levels: list[str], *, is_partial: bool) -> "Expected":
    """What the file no longer names, and what it would change; nothing is absent of a part."""
    execute(EXPECTED, {"levels": [] if is_partial else levels})
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"levels": levels})
        return Expected(*cursor.fetchone())


def drop_tables() -> None:
    """The temporary tables are gone, so that another import may follow in this transaction."""
    execute(DROP)


def position_counts() -> dict[str, int]:
    """How many sites stand where FINESS says, at the centre of their commune, or nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS)
        return dict(cursor.fetchall())


def execute(statement: str | Composable, parameters: dict[str, Any] | None = None) -> int:
    """The statement is done; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
