"""What is planned for some sectors between two instants, ready for the resolver."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from coordination.oncall.clock import minus
from coordination.oncall.models import (
    ContactMethod,
    Override,
    Roster,
    RotationPlace,
)
from coordination.oncall.resolver import Change, Claim, Fragment, resolve
from coordination.oncall.rotation import ALL_WEEK, Place, Turns, turns_between
from portal.lib.time import Period, local_instant

# Shifts of a published roster stand above every layer of the rotations.
SHIFT_LEVEL = 10_000
# Every answer asks this: by hand, because Django is longer to write it than PostgreSQL to run it.
# Sector by sector (OFFSET 0 keeps it so): an index of ranges (GiST) cannot use `= ANY`, and the
# planner, which knows little of ranges, would else read every shift there is.
PLANNED = """
SELECT 'shift', shift.id, '', shift.sector_id, shift.role_id, role.label, role.rank,
       shift.person_id, person.first_name, person.last_name, shift.period, {contacts}
  FROM unnest(%(sectors)s::bigint[]) AS wanted (id)
 CROSS JOIN LATERAL (
       SELECT * FROM oncall_shift
        WHERE sector_id = wanted.id AND holds AND period && tstzrange(%(start)s, %(end)s)
       OFFSET 0) AS shift
  JOIN oncall_linerole role ON role.id = shift.role_id
  JOIN oncall_person person ON person.id = shift.person_id
UNION ALL
SELECT touched.side, override.id, override.kind, override.sector_id, override.role_id,
       role.label, role.rank, touched.person_id, person.first_name, person.last_name,
       override.period, {contacts}
  FROM unnest(%(sectors)s::bigint[]) AS wanted (id)
 CROSS JOIN LATERAL (
       SELECT * FROM oncall_override
        WHERE sector_id = wanted.id AND cancelled_at IS NULL
          AND period && tstzrange(%(start)s, %(end)s)
       OFFSET 0) AS override
  JOIN oncall_overrideperson touched ON touched.override_id = override.id
  JOIN oncall_linerole role ON role.id = override.role_id
  JOIN oncall_person person ON person.id = touched.person_id
"""
CONTACTS = """(
    SELECT json_agg(json_build_object('pk', contact.id, 'kind', contact.kind,
                                      'value', contact.value, 'audience', contact.audience)
                    ORDER BY contact.rank, contact.id)
      FROM oncall_contactmethod contact
     WHERE contact.person_id = person.id AND contact.state <> 'disabled')"""
# A sector and a role: people of another role never replace one another.
Seat = tuple[int, int]


@dataclass(frozen=True)
class Person:
    """Somebody planned, and how to reach them when that was asked."""

    pk: int
    name: str
    contacts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Role:
    """A role of the line, in its order."""

    pk: int
    label: str
    rank: int


class PlannedRow(NamedTuple):
    """A row of PLANNED: a shift, or somebody that an override adds or removes."""

    what: str
    ref: int
    change: str
    sector: int
    role: int
    label: str
    rank: int
    person: int
    first_name: str
    last_name: str
    period: Any
    contacts: list[dict[str, Any]] | None


@dataclass
class Plan:
    """Claims and changes by sector and role, and the people and roles they name."""

    claims: dict[Seat, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[Seat, list[Change]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, Person] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)

    def resolved(self, window: Period) -> dict[Seat, list[Fragment]]:
        """Who is on call in each sector and role within the window."""
        seats = {*self.claims, *self.changes}
        return {
            seat: resolve(self.claims.get(seat, ()), self.changes.get(seat, ()), window=window)
            for seat in sorted(seats)
        }


def planned(sectors: Iterable[int], window: Period, *, contacts: bool = False) -> Plan:
    """Shifts and overrides of these sectors that touch the window: one statement."""
    plan = Plan()
    ids = list(sectors)
    if not ids:
        return plan
    with connection.cursor() as cursor:
        query = PLANNED.format(contacts=CONTACTS if contacts else "NULL::json")
        cursor.execute(query, {"sectors": ids, "start": window[0], "end": window[1]})
        rows = [PlannedRow(*row) for row in cursor.fetchall()]
    changes: dict[tuple[Seat, int], list[PlannedRow]] = defaultdict(list)
    for row in rows:
        seat = _note(plan, row)
        if row.what == "shift":
            claim = Claim(row.person, _pair(row.period), SHIFT_LEVEL, "shift", row.ref)
            plan.claims[seat].append(claim)
        else:
            changes[seat, row.ref].append(row)
    for (seat, _), touched in changes.items():
        plan.changes[seat].append(_change(touched))
    return plan


def add_rotations(
    plan: Plan, sectors: Iterable[int], window: Period, *, contacts: bool = False
) -> None:
    """The turns of the rotations join the plan, outside of published rosters: one statement."""
    first, last = window[0].date() - timedelta(days=1), window[1].date() + timedelta(days=1)
    places = RotationPlace.objects.filter(
        Q(rotation__ends_on__isnull=True) | Q(rotation__ends_on__gte=first),
        rotation__layer__sector__in=list(sectors),
        rotation__starts_on__lte=last,
    )
    rosters = Roster.objects.public().filter(
        line=OuterRef("rotation__layer__sector__line"),
        days__overlap=(first, last),
    )
    places = places.annotate(published=ArraySubquery(rosters.values("days")))
    if contacts:
        places = places.annotate(contacts=contacts_of_row())
    found = places.select_related("person", "rotation__layer__role", "rotation__layer__sector")
    by_rotation = defaultdict(list)
    for place in found.order_by("rotation", "rank", "pk"):
        by_rotation[place.rotation].append(place)
    for rotation, members in by_rotation.items():
        _add_turns(plan, rotation, members, window)


def contacts_of_row() -> ArraySubquery:
    """The usable contacts of the person of a row, in the order of the calls."""
    usable = ContactMethod.objects.exclude(state=ContactMethod.State.DISABLED)
    mine = usable.filter(person=OuterRef("person")).order_by("rank", "pk")
    return ArraySubquery(
        mine.values(one=JSONObject(pk="pk", kind="kind", value="value", audience="audience"))
    )


def _note(plan: Plan, row: PlannedRow) -> Seat:
    """The person and role of a row are known to the plan; its seat."""
    if row.person not in plan.people:
        name = f"{row.first_name} {row.last_name}".strip()
        plan.people[row.person] = Person(row.person, name, tuple(row.contacts or ()))
    if row.role not in plan.roles:
        plan.roles[row.role] = Role(row.role, row.label, row.rank)
    return row.sector, row.role


def _change(rows: list[PlannedRow]) -> Change:
    """A replacement that names nobody to take out takes everybody out."""
    removed = frozenset(row.person for row in rows if row.what == "removed")
    return Change(
        period=_pair(rows[0].period),
        added=frozenset(row.person for row in rows if row.what == "added"),
        removed=removed,
        everyone=rows[0].change == Override.Kind.REPLACE and not removed,
        ref=rows[0].ref,
    )


def _add_turns(plan: Plan, rotation: Any, members: list[Any], window: Period) -> None:
    layer, zone = rotation.layer, ZoneInfo(rotation.layer.sector.zone)
    seat = (layer.sector_id, layer.role_id)
    plan.roles[layer.role_id] = Role(layer.role_id, layer.role.label, layer.role.rank)
    for place in members:
        contacts = tuple(getattr(place, "contacts", ()))
        plan.people[place.person_id] = Person(place.person_id, str(place.person), contacts)
    published = [
        (local_instant(days.lower, time(0), zone), local_instant(days.upper, time(0), zone))
        for days in members[0].published
    ]
    for turn in turns_between(turns_of(rotation, members, zone), *window):
        plan.claims[seat] += [
            Claim(turn.person, period, layer.priority, "rotation", rotation.pk)
            for period in minus(turn.period, published)
        ]


def turns_of(rotation: Any, members: Iterable[Any], zone: ZoneInfo) -> Turns:
    """The rotation as plain values."""
    return Turns(
        cadence=rotation.cadence,
        starts_on=rotation.starts_on,
        places=tuple(
            Place(
                place.rank,
                place.person_id,
                place.joins_on or date.min,
                place.leaves_on or date.max,
            )
            for place in members
        ),
        zone=zone,
        every=rotation.every,
        handover_at=rotation.handover_at,
        daily_ends_at=rotation.daily_ends_at,
        weekdays=frozenset(rotation.weekdays) or ALL_WEEK,
        ends_on=rotation.ends_on or date.max,
    )


def _pair(period: Any) -> tuple[datetime, datetime]:
    return period.lower, period.upper
