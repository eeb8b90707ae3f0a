"""Lines over departments, their sectors, people, and a year of nights: for the measures of rosters.

Parents are written by Django, the nights by PostgreSQL itself. Each night of a sector is a slot
and a shift, 20 h to 8 h by the clock of Paris, the nights of the clock changes included.
"""

from datetime import UTC, date, datetime

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from coordination.oncall.models import (
    ContactMethod,
    Line,
    LineRole,
    Member,
    Person,
    Requirement,
    Roster,
    Sector,
    SectorCommune,
)
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Containment, Territory

FIRST, END = date(2026, 1, 1), date(2027, 1, 1)
YEAR = DateRange(FIRST, END)
PEOPLE = 20
LINES_PER_DEPARTMENT = 5
# The references are right by construction; checking them one by one would double the time, and
# the history of a roster says nothing of how fast it is read.
QUIET, HEARD = "SET session_replication_role = replica", "SET session_replication_role = origin"
SLOTS = """
INSERT INTO oncall_slot (id, roster_id, sector_id, period, local_day, label, slot_class, holiday,
                         points)
SELECT kind.rank * 10000000 + (sector.id - 1) * 366 + (day::date - %(first)s::date) + 1,
       roster.id, sector.id,
       tstzrange((day + kind.starts) AT TIME ZONE 'Europe/Paris',
                 (day + kind.ends) AT TIME ZONE 'Europe/Paris'),
       day::date, kind.label, kind.class, '', 1
  FROM oncall_sector sector
  JOIN oncall_roster roster ON roster.line_id = sector.line_id
 CROSS JOIN generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') AS day
  JOIN unnest(%(ranks)s::int[], %(labels)s::text[], %(classes)s::text[], %(starts)s::interval[],
              %(ends)s::interval[], %(weekends)s::bool[])
       AS kind (rank, label, class, starts, ends, weekend)
    ON NOT kind.weekend OR extract(isodow FROM day) > 5
"""
SHIFTS = """
INSERT INTO oncall_shift (uuid, slot_id, roster_id, line_id, sector_id, role_id, person_id, period,
                          status, origin, holds, is_exclusive, is_locked, forced_reason,
                          refusal_reason, sequence, created_at, changed_at)
SELECT gen_random_uuid(), slot.id, slot.roster_id, sector.line_id, sector.id, role.id,
       (sector.line_id - %(base)s) * %(people)s + %(person)s
       + (sector.id * 2 + (slot.local_day - %(first)s::date)) %% %(people)s,
       slot.period, 'accepted', 'generator', true, true, false, '', '', 0, now(), now()
  FROM oncall_slot slot
  JOIN oncall_sector sector ON sector.id = slot.sector_id
  JOIN oncall_linerole role ON role.line_id = sector.line_id
"""
NIGHT = [(0, "nuit", "night", "20:00", "32:00", False)]
THREE = [
    (0, "nuit profonde", "deep_night", "00:00", "08:00", False),
    (1, "soirée", "evening", "20:00", "24:00", False),
    (2, "journée", "sunday", "08:00", "20:00", True),
]


def open_lines(count: int, sectors: int, communes: int) -> User:
    """`count` lines of `sectors` sectors, five lines a department of `communes` communes; an
    agent of the first department."""
    departments = max(1, count // LINES_PER_DEPARTMENT)
    towns = _territories(departments, communes)
    lines = Line.objects.bulk_create(
        Line(slug=f"ligne-{n}", name=f"Ligne {n}", territory=towns[n % departments][0])
        for n in range(count)
    )
    LineRole.objects.bulk_create(LineRole(line=one, code="x", label="effecteur") for one in lines)
    cut = Sector.objects.bulk_create(
        Sector(line=one, name=f"Secteur {rank}", code=f"s{rank}")
        for one in lines
        for rank in range(sectors)
    )
    Requirement.objects.bulk_create(
        Requirement(sector=one, slot_class=kind, validity=DateRange(FIRST, None))
        for one in cut
        for kind in ("night", "evening", "deep_night", "sunday")
    )
    SectorCommune.objects.bulk_create(
        (
            SectorCommune(
                line=line, sector=cut[n * sectors + rank % sectors], commune=town, validity=YEAR
            )
            for n, line in enumerate(lines)
            for rank, town in enumerate(towns[n % departments][1])
        ),
        batch_size=5000,
    )
    _people(lines)
    agent = User.objects.create_user("mesure@exemple.test")
    Grant.objects.create(
        user=agent, role=Role.ARS, territory=towns[0][0], state=Grant.State.APPROVED
    )
    return agent


def write_year(slots: list[tuple], *, state: str = Roster.State.PUBLISHED) -> int:
    """Every sector holds these slots each day of the year, somebody on each; how many shifts."""
    Roster.objects.bulk_create(
        Roster(line=line, name="Tableau 2026", days=YEAR, state=state)
        for line in Line.objects.order_by("pk")
    )
    ranks, labels, classes, starts, ends, weekends = (list(one) for one in zip(*slots, strict=True))
    values = {
        "first": FIRST, "last": date(2026, 12, 31), "ranks": ranks, "labels": labels,
        "classes": classes, "starts": starts, "ends": ends, "weekends": weekends,
        "people": PEOPLE, "base": Line.objects.earliest("pk").pk,
        "person": Person.objects.earliest("pk").pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(QUIET)
        cursor.execute(SLOTS, values)
        cursor.execute(SHIFTS, values)
        written = cursor.rowcount
        cursor.execute(HEARD)
        cursor.execute("ANALYZE")
    return written


def _territories(departments: int, communes: int) -> list[tuple[Territory, list[Territory]]]:
    found = []
    for rank in range(departments):
        place = Territory.objects.create(
            kind="department", code=f"D{rank}", name=f"Département {rank}"
        )
        towns = Territory.objects.bulk_create(
            Territory(kind="commune", code=f"{rank * 1000 + n:05d}", name=f"Commune {rank}-{n}")
            for n in range(communes)
        )
        links = [Containment(ancestor=place, descendant=one) for one in [place, *towns]]
        Containment.objects.bulk_create(
            [*links, *(Containment(ancestor=one, descendant=one) for one in towns)]
        )
        found.append((place, towns))
    return found


def _people(lines: list[Line]) -> None:
    """Twenty people a line, each with a verified number."""
    people = Person.objects.bulk_create(
        (
            Person(first_name="Dominique", last_name=f"Garde{n}", territory=line.territory)
            for line in lines
            for n in range(PEOPLE)
        ),
        batch_size=5000,
    )
    known = datetime(2026, 1, 1, tzinfo=UTC)
    ContactMethod.objects.bulk_create(
        (
            ContactMethod(
                person=one, kind="mobile", value=f"+336{one.pk:08d}", state="verified",
                verified_at=known,
            )
            for one in people
        ),
        batch_size=5000,
    )  # fmt: skip
    Member.objects.bulk_create(
        Member(
            line=lines[rank // PEOPLE], person=one, regime="liberal",
            membership=DateRange(FIRST, None),
        )
        for rank, one in enumerate(people)
    )  # fmt: skip
