"""Some of what an import would do, both values, so that a person can judge it."""

from dataclasses import dataclass

from django.db import connection
from psycopg.sql import SQL, Identifier

from directory.imports.applying import LOCKABLE

MOST_SHOWN = 20
COMPARED = (*LOCKABLE, "siret")
# A column that the source does not tell (null) would not change.
CHANGING = SQL("""
SELECT known.id, told.field, coalesce(told.ours, ''), told.theirs
  FROM (SELECT finess FROM finess_final JOIN directory_structure USING (finess)
         WHERE known_hash <> finess_final.content_hash
         ORDER BY 1 LIMIT {most}) AS first
  JOIN finess_final final USING (finess)
  JOIN directory_structure known ON known.id = final.known_id
 CROSS JOIN LATERAL (VALUES {pairs}) AS told (field, ours, theirs)
 WHERE told.theirs IS NOT NULL AND told.theirs IS DISTINCT FROM told.ours
 ORDER BY first.finess, told.field
""")
PAIR = SQL("({name}, known.{column}::text, final.{column}::text)")
VANISHING = """
SELECT known.id, '', known.name, '' FROM finess_absent JOIN directory_structure known USING (id)
 WHERE known.absent_on IS NULL ORDER BY known.finess LIMIT %(most)s
"""


@dataclass(frozen=True)
class Example:
    """One value that would change; without a field, the structure would vanish."""

    structure_id: int
    field: str
    ours: str
    theirs: str


def examples() -> list[Example]:
    """Of the staged import, some structures that would vanish, then some that would change."""
    pairs = SQL(", ").join(
        PAIR.format(name=SQL("'" + one + "'"), column=Identifier(one)) for one in COMPARED
    )
    with connection.cursor() as cursor:
        cursor.execute(VANISHING, {"most": MOST_SHOWN})
        rows = cursor.fetchall()
        cursor.execute(CHANGING.format(most=SQL(str(MOST_SHOWN)), pairs=pairs))
        rows += cursor.fetchall()
    return [Example(*row) for row in rows]
