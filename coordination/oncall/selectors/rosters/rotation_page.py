"""Rotations of a line, and what a rotation would change, seen before a row is written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.clock import common, elapsed, minus
from coordination.oncall.models import (
    Line,
    LineRole,
    Person,
    PointWeight,
    Roster,
    Rotation,
    RotationPlace,
    Sector,
)
from coordination.oncall.resolver import Claim
from coordination.oncall.rest import Finding
from coordination.oncall.rotation import turns_between
from coordination.oncall.selectors.holders.eligibility import Candidate, report
from coordination.oncall.selectors.plans.plan import (
    Person as Planned,
)
from coordination.oncall.selectors.plans.plan import (
    Plan,
    Role,
    add_rotations,
    planned,
    turns_of,
)
from coordination.oncall.selectors.plans.slots import slots_of_line
from coordination.oncall.selectors.rosters.preview import PersonChange
from portal.lib.time import Period, local_instant

# What a preview shows, from the day of the change: a whole turn of seven weekly places.
AHEAD = timedelta(weeks=8)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Asked:
    """A rotation as it is asked for: nothing is written yet."""

    sector: Sector
    role: LineRole
    priority: int
    rotation: Rotation
    places: list[RotationPlace]
    replaces: Rotation | None = None


@dataclass(frozen=True)
class RotationPreview:
    """The difference that a rotation would make over the weeks that follow its first day."""

    people: list[PersonChange]
    before: dict[int, Decimal]
    after: dict[int, Decimal]
    findings: dict[str, list[Finding]]
    first_turns: list[tuple[str, Period]]
    window: Period

    @property
    def rows(self) -> list[tuple[PersonChange, Decimal, Decimal]]:
        """Each person touched, with their points before and after."""
        return [
            (one, self.before.get(one.person, Decimal(0)), self.after.get(one.person, Decimal(0)))
            for one in self.people
        ]


def rotations_of(line: Line) -> list[Rotation]:
    """The rotations of today or later, by sector, role and layer."""
    today = timezone.localdate()
    found = Rotation.objects.filter(layer__sector__line=line).exclude(ends_on__lte=today)
    related = found.select_related("layer__sector", "layer__role")
    ordered = related.order_by(
        "layer__sector__name", "layer__role__rank", "-layer__priority", "starts_on"
    )
    return list(ordered.prefetch_related("places__person"))


def preview_rotation(asked: Asked) -> RotationPreview:
    """Who gains and loses what, the rules in the way, the points; nothing is written."""
    window = _window(asked)
    plan = planned([asked.sector.pk], window)
    add_rotations(plan, [asked.sector.pk], window)
    seat = (asked.sector.pk, asked.role.pk)
    plan.roles[asked.role.pk] = Role(asked.role.pk, asked.role.label, asked.role.rank)
    was = _periods(plan, seat, window)
    turns = _join(plan, asked, window)
    becomes = _periods(plan, seat, window)
    worth = _worth(asked.sector, window)
    people = [
        change
        for person in sorted({*was, *becomes})
        if (change := _change(plan, person, was[person], becomes[person], worth))
    ]
    return RotationPreview(
        people=people,
        before={person: _points(periods, worth) for person, periods in was.items()},
        after={person: _points(periods, worth) for person, periods in becomes.items()},
        findings=_findings(asked, people),
        first_turns=[(plan.people[turn.person].name, turn.period) for turn in turns[:8]],
        window=window,
    )


def _window(asked: Asked) -> Period:
    zone = ZoneInfo(asked.sector.zone)
    first = max(asked.rotation.starts_on, timezone.localdate())
    start = local_instant(first, time(0), zone)
    return start, local_instant(first + AHEAD, time(0), zone)


def _join(plan: Plan, asked: Asked, window: Period) -> list[Any]:
    """The turns that are asked for are in the plan, in place of the rotation they replace."""
    seat, zone = (asked.sector.pk, asked.role.pk), ZoneInfo(asked.sector.zone)
    opens = local_instant(asked.rotation.starts_on, asked.rotation.handover_at, zone)
    if asked.replaces is not None:
        plan.claims[seat] = _cut(plan.claims[seat], asked.replaces.pk, opens)
    for place in asked.places:
        plan.people.setdefault(place.person_id, Planned(place.person_id, str(place.person)))
    turns = turns_between(turns_of(asked.rotation, asked.places, zone), *window)
    taken = _published(asked.sector, window, zone)
    plan.claims[seat] += [
        Claim(turn.person, period, asked.priority, "rotation", None)
        for turn in turns
        for period in minus(turn.period, taken)
    ]
    return turns


def _published(sector: Sector, window: Period, zone: ZoneInfo) -> list[Period]:
    """Where a published roster answers, and rotations do not."""
    first, end = (one.astimezone(zone).date() for one in window)
    days = (first - timedelta(days=1), end + timedelta(days=1))
    rosters = Roster.objects.public().filter(line=sector.line_id, days__overlap=days)
    return [
        (local_instant(one.lower, time(0), zone), local_instant(one.upper, time(0), zone))
        for one in rosters.values_list("days", flat=True)
    ]


def _cut(claims: list[Claim], rotation: int, opens: datetime) -> list[Claim]:
    """What the replaced rotation keeps: its turns until the other one begins."""
    kept = []
    for claim in claims:
        if claim.source != "rotation" or claim.ref != rotation:
            kept.append(claim)
        elif claim.period[0] < opens:
            period = (claim.period[0], min(claim.period[1], opens))
            kept.append(Claim(claim.person, period, claim.level, claim.source, claim.ref))
    return kept


def _periods(plan: Plan, seat: tuple[int, int], window: Period) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for one in plan.resolved(window).get(seat, []):
        found[one.person].append(one.period)
    return found


def _change(
    plan: Plan,
    person: int,
    was: list[Period],
    becomes: list[Period],
    worth: list[tuple[Period, Decimal]],
) -> PersonChange | None:
    gained = [part for one in becomes for part in minus(one, was)]
    lost = [part for one in was for part in minus(one, becomes)]
    if not gained and not lost:
        return None
    points = _points(gained, worth) - _points(lost, worth)
    return PersonChange(person, plan.people[person].name, gained, lost, points)


def _worth(sector: Sector, window: Period) -> list[tuple[Period, Decimal]]:
    """The slots of the sector to come, with what each is worth; one point each without weights."""
    zone = ZoneInfo(sector.zone)
    first, end = (one.astimezone(zone).date() for one in window)
    weights: dict[str, Decimal] = dict(
        PointWeight.objects.filter(line=sector.line, validity__contains=first).values_list(
            "slot_class", "points"
        )
    )
    return [
        (slot.period, weights.get(slot.slot_class, Decimal(1)))
        for one, slot in slots_of_line(sector.line, first - timedelta(days=1), end)
        if one.pk == sector.pk
    ]


def _points(periods: Iterable[Period], worth: list[tuple[Period, Decimal]]) -> Decimal:
    """Each slot gives its points in proportion to the part of it that is held."""
    total, held = Decimal(0), list(periods)
    for slot, points in worth:
        inside = [part for one in held if (part := common(one, slot))]
        if inside:
            total += points * Decimal(str(elapsed(inside) / elapsed([slot])))
    return total.quantize(CENT)


def _findings(asked: Asked, people: list[PersonChange]) -> dict[str, list[Finding]]:
    """The rules that the duties gained would break, once each, by person.

    One seat over eight weeks: some sixty turns at most, whoever holds them.
    """
    known = Person.objects.in_bulk([one.person for one in people])
    found: dict[str, list[Finding]] = {}
    for one in people:
        said: dict[str, Finding] = {}
        for period in one.gained:
            candidate = Candidate(
                known[one.person],
                asked.sector.line,
                asked.sector,
                asked.role,
                DateTimeTZRange(*period),
            )
            for finding in report(candidate):
                said.setdefault(finding.code, finding)
        if said:
            found[one.name] = list(said.values())
    return found
