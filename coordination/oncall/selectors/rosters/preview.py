"""What an override would change, seen before a single row is written.

The same resolver, on input that exists nowhere: who gains and loses what, which holes open
or close, which rules break, what it does to the points.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import common, elapsed, minus
from coordination.oncall.coverage import Gap
from coordination.oncall.models import LineRole, Person, Roster, Sector, Slot
from coordination.oncall.resolver import Change, Fragment
from coordination.oncall.rest import Finding
from coordination.oncall.selectors.holders.eligibility import Candidate, report
from coordination.oncall.selectors.plans.coverage import gaps_of_sectors
from coordination.oncall.selectors.plans.plan import Person as Planned
from coordination.oncall.selectors.plans.plan import Seat, add_rotations, planned
from portal.lib.time import Period

CENT = Decimal("0.01")


@dataclass(frozen=True)
class PersonChange:
    """What one person gains and loses."""

    person: int
    name: str
    gained: list[Period]
    lost: list[Period]
    points: Decimal

    @property
    def hours(self) -> timedelta:
        return elapsed(self.gained) - elapsed(self.lost)


@dataclass(frozen=True)
class Preview:
    """The difference that an override would make."""

    before: list[Fragment]
    after: list[Fragment]
    people: list[PersonChange]
    gaps_before: list[Gap]
    gaps_after: list[Gap]
    findings: dict[int, list[Finding]]


def preview_override(
    *,
    sector: Sector,
    role: LineRole,
    period: Any,
    added: Collection[Person] = (),
    removed: Collection[Person] = (),
    everyone: bool = False,
) -> Preview:
    """What is true of the period with and without the override; nothing is written."""
    window = (period.lower, period.upper)
    plan = planned([sector.pk], window)
    if not _published(sector, window):
        add_rotations(plan, [sector.pk], window)
    seat = (sector.pk, role.pk)
    before = plan.resolved(window)
    change = Change(
        period=window,
        added=frozenset(one.pk for one in added),
        removed=frozenset(one.pk for one in removed),
        everyone=everyone,
    )
    plan.changes[seat].append(change)
    after = plan.resolved(window)
    for one in (*added, *removed):
        plan.people.setdefault(one.pk, Planned(one.pk, str(one)))
    return Preview(
        before=before.get(seat, []),
        after=after.get(seat, []),
        people=_people(before, after, seat, plan.people, _slots(sector, window)),
        gaps_before=_gaps(sector, window, before),
        gaps_after=_gaps(sector, window, after),
        findings={
            one.pk: report(Candidate(one, sector.line, sector, role, period)) for one in added
        },
    )


def _published(sector: Sector, window: Period) -> bool:
    days = (window[0].date(), window[1].date() + timedelta(days=1))
    return Roster.objects.public().filter(line=sector.line_id, days__contains=days).exists()


def _slots(sector: Sector, window: Period) -> list[Slot]:
    found = Slot.objects.filter(
        sector=sector, roster__state__in=Roster.PUBLIC, period__overlap=DateTimeTZRange(*window)
    )
    return list(found.order_by("pk"))


def _gaps(sector: Sector, window: Period, resolved: dict[Seat, list[Fragment]]) -> list[Gap]:
    found = gaps_of_sectors([sector.pk], window, resolved).get(sector.pk, [])
    inside = [(gap, common(gap.period, window)) for gap in found]
    return [Gap(part, gap.role, gap.missing, gap.present, gap.slot) for gap, part in inside if part]


def _people(
    before: dict[Seat, list[Fragment]],
    after: dict[Seat, list[Fragment]],
    seat: Seat,
    names: dict[int, Planned],
    slots: list[Slot],
) -> list[PersonChange]:
    was, becomes = _periods(before.get(seat, ())), _periods(after.get(seat, ()))
    found = []
    for person in sorted({*was, *becomes}):
        gained = [part for one in becomes[person] for part in minus(one, was[person])]
        lost = [part for one in was[person] for part in minus(one, becomes[person])]
        if gained or lost:
            points = _points(gained, slots) - _points(lost, slots)
            found.append(PersonChange(person, names[person].name, gained, lost, points))
    return found


def _periods(fragments: Iterable[Fragment]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for one in fragments:
        found[one.person].append(one.period)
    return found


def _points(periods: list[Period], slots: list[Slot]) -> Decimal:
    """Each slot gives its points in proportion to the part of it that is held."""
    total = Decimal(0)
    for slot in slots:
        whole = (slot.period.lower, slot.period.upper)
        inside = [part for one in periods if (part := common(one, whole))]
        share = elapsed(inside) / elapsed([whole])
        total += slot.points * Decimal(str(share))
    return total.quantize(CENT)
