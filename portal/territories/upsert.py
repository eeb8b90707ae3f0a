"""Writes many territories and who holds whom at once, by COPY, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from portal.lib.text import search_key
from portal.territories.cog import Place

STAGE = """
CREATE TEMPORARY TABLE incoming_territory (
    kind text, code text, name text, search_key text, latitude float8, longitude float8,
    population int, postal_codes varchar(5)[], timezone text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE incoming_holder (
    holder_kind text, holder_code text, kind text, code text
) ON COMMIT DROP;
"""
UPSERT = """
INSERT INTO territories_territory AS known (
    kind, code, name, search_key, latitude, longitude, population, postal_codes, timezone)
SELECT * FROM incoming_territory
ON CONFLICT (kind, code) DO UPDATE SET
    name = excluded.name, search_key = excluded.search_key, latitude = excluded.latitude,
    longitude = excluded.longitude, population = excluded.population,
    postal_codes = excluded.postal_codes, timezone = excluded.timezone
WHERE (known.name, known.search_key, known.latitude, known.longitude, known.population,
       known.postal_codes, known.timezone)
   IS DISTINCT FROM
      (excluded.name, excluded.search_key, excluded.latitude, excluded.longitude,
       excluded.population, excluded.postal_codes, excluded.timezone)
RETURNING (xmax = 0)
"""
RESOLVE = """
CREATE TEMPORARY TABLE incoming_link ON COMMIT DROP AS
SELECT holder.id AS ancestor_id, held.id AS descendant_id
  FROM incoming_holder
  JOIN territories_territory holder ON (holder.kind, holder.code) = (holder_kind, holder_code)
  JOIN territories_territory held
    ON (held.kind, held.code) = (incoming_holder.kind, incoming_holder.code)
"""
FORGET = """
DELETE FROM territories_containment old
 USING territories_territory holder, incoming_link self
 WHERE holder.id = old.ancestor_id AND holder.kind NOT IN ('cpts', 'perimeter')
   AND self.ancestor_id = self.descendant_id AND old.descendant_id = self.descendant_id
   AND NOT EXISTS (SELECT 1 FROM incoming_link new
                    WHERE (new.ancestor_id, new.descendant_id)
                        = (old.ancestor_id, old.descendant_id))
"""
LINK = """
INSERT INTO territories_containment (ancestor_id, descendant_id)
SELECT ancestor_id, descendant_id FROM incoming_link
ON CONFLICT (ancestor_id, descendant_id) DO NOTHING
"""
DROP = "DROP TABLE incoming_link, incoming_holder, incoming_territory"


@dataclass(frozen=True)
class Counts:
    """What an import did to the rows it read."""

    read: int
    created: int
    updated: int

    @property
    def unchanged(self) -> int:
        return self.read - self.created - self.updated


def upsert(places: Iterable[Place]) -> Counts:
    """The places are known, with exactly the holders they name; perimeters keep theirs.

    Every holder is among `places` or known already.
    """
    rows = list(places)
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY incoming_territory FROM STDIN") as copy:
            for place in rows:
                copy.write_row(_columns(place))
        with cursor.copy("COPY incoming_holder FROM STDIN") as copy:
            for place in rows:
                for holder in (*place.holders, (place.kind, place.code)):
                    copy.write_row((*holder, place.kind, place.code))
        cursor.execute(UPSERT)
        written = [created for (created,) in cursor.fetchall()]
        # Without statistics the planner would nest loops over 140,000 links.
        cursor.execute("ANALYZE incoming_holder; ANALYZE territories_territory")
        cursor.execute(RESOLVE)
        cursor.execute("ANALYZE incoming_link")
        cursor.execute(FORGET)
        cursor.execute(LINK)
        cursor.execute(DROP)
    return Counts(read=len(rows), created=sum(written), updated=len(written) - sum(written))


def _columns(place: Place) -> tuple[object, ...]:
    return (
        *(place.kind, place.code, place.name, search_key(place.name)),
        *(place.latitude, place.longitude, place.population),
        *(list(place.postal_codes), place.timezone),
    )
