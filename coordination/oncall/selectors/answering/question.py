"""The first statement of « who is on call? »: lines seen by the reader, and the commune's rows.

Written by hand because it is asked at every answer, and Django takes ten times longer to write
it than PostgreSQL to run it. The rule of who sees and who runs a line is the querysets' own
(`Line.objects.visible_to`, `managed_by`): a test holds both against one another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from coordination.oncall.models import COORDINATORS, Line, Sector
from portal.accounts.models import Role, User
from portal.territories.models import Territory

ROWS = """
WITH place AS (
    SELECT id, code, name, kind FROM territories_territory
     WHERE code = %(commune)s AND kind IN ('commune', 'arrondissement')
),
row AS (
    SELECT cut.*, place.code AS place_code, place.name AS place_name, place.kind AS place_kind
      FROM oncall_sectorcommune cut JOIN place ON place.id = cut.commune_id
     WHERE cut.validity && daterange(%(first)s, %(last)s)
),
seen AS (
    SELECT line.*,
           line.structure_id IS NOT NULL AND line.structure_id = ANY(%(managed)s)
           OR EXISTS (SELECT FROM territories_containment own
                       WHERE own.descendant_id = line.territory_id
                         AND own.ancestor_id = ANY(%(runs)s)) AS managed
      FROM oncall_line line
     WHERE line.id IN (SELECT line_id FROM row)
       AND (line.slug = ANY(%(slugs)s) OR (%(every)s AND line.closed_on IS NULL))
       AND (EXISTS (SELECT FROM territories_containment own
                     WHERE own.descendant_id = line.territory_id
                       AND own.ancestor_id = ANY(%(held)s))
         OR EXISTS (SELECT FROM territories_containment above
                     WHERE above.ancestor_id = line.territory_id
                       AND above.descendant_id = ANY(%(held)s))
         OR EXISTS (SELECT FROM directory_structure site
                      JOIN territories_containment above ON above.descendant_id = site.commune_id
                     WHERE site.id = ANY(%(structures)s)
                       AND above.ancestor_id = line.territory_id)
         OR line.structure_id = ANY(%(structures)s)
         OR EXISTS (SELECT FROM oncall_member member
                      JOIN oncall_person person ON person.id = member.person_id
                     WHERE member.line_id = line.id AND person.user_id = %(user)s))
)
SELECT seen.id, seen.slug, seen.name, seen.kind, seen.territory_id, seen.zone, seen.phone,
       seen.instructions, seen.managed,
       sector.id, sector.uuid, sector.name, sector.code, sector.zone, sector.phone,
       row.commune_id, row.place_code, row.place_name, row.place_kind,
       row.band, row.validity, row.reason, row.reference,
       clock.recorded_since, clock.recorded_until,
       ARRAY(SELECT roster.days FROM oncall_roster roster
              WHERE roster.line_id = seen.id AND roster.days && daterange(%(first)s, %(last)s)
                AND roster.state NOT IN ('draft', 'simulated', 'abandoned'))
  FROM seen
  JOIN row ON row.line_id = seen.id
  LEFT JOIN oncall_sector sector ON sector.id = row.sector_id
  LEFT JOIN oncall_dutyclock clock ON clock.line_id = seen.id
 ORDER BY row.id
"""


@dataclass(frozen=True)
class CommuneRow:
    """A commune in a sector of a line, or left out by a decision, and what goes with it."""

    line: Line
    managed: bool
    sector: Sector | None
    commune: Territory
    band: Any
    validity: Any
    reason: str
    reference: str
    recorded_since: datetime | None
    recorded_until: datetime | None
    published: list[Any]

    @property
    def sector_id(self) -> int | None:
        return self.sector.pk if self.sector else None


def commune_rows(
    user: User, *, commune: str, window: tuple[datetime, datetime], lines: list[str] | None
) -> list[CommuneRow]:
    """The rows of the commune (its code) on the lines that `user` sees: one statement.

    `lines`: their slugs; None for every open one.
    """
    grants = user.grants_in_force
    values: dict[str, Any] = {
        "commune": commune,
        "first": window[0].date() - timedelta(days=1),
        "last": window[1].date() + timedelta(days=2),
        "slugs": lines or [],
        "every": lines is None,
        "held": [grant.territory_id for grant in grants if grant.territory_id],
        "runs": [
            grant.territory_id
            for grant in grants
            if grant.role in COORDINATORS and grant.territory_id
        ],
        "managed": [
            grant.structure_id
            for grant in grants
            if grant.role == Role.MANAGER and grant.structure_id
        ],
        "structures": [grant.structure_id for grant in grants if grant.structure_id],
        "user": user.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS, values)
        return [_row(one) for one in cursor.fetchall()]


def _row(one: tuple[Any, ...]) -> CommuneRow:
    line = Line(
        pk=one[0],
        slug=one[1],
        name=one[2],
        kind=one[3],
        territory_id=one[4],
        zone=one[5],
        phone=one[6],
        instructions=one[7],
    )
    sector = None
    if one[9] is not None:
        sector = Sector(
            pk=one[9], uuid=one[10], name=one[11], code=one[12], zone=one[13], phone=one[14]
        )
        sector.line = line
    return CommuneRow(
        line=line,
        managed=one[8],
        sector=sector,
        commune=Territory(pk=one[15], code=one[16], name=one[17], kind=one[18]),
        band=one[19],
        validity=one[20],
        reason=one[21],
        reference=one[22],
        recorded_since=one[23],
        recorded_until=one[24],
        published=one[25],
    )
