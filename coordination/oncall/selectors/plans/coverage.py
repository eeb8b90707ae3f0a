"""What sectors owe, who is there, and the holes: for a roster, a line, or a preview."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.coverage import Gap, Held, Owed, Share, coverage, gaps
from coordination.oncall.models import Requirement, Roster, Sector, Shift, Slot
from coordination.oncall.resolver import Fragment
from coordination.oncall.selectors.plans.plan import Seat
from portal.lib.time import Period


@dataclass(frozen=True)
class SectorCoverage:
    """The holes of a sector, what is covered, and the slots whose need nobody defined."""

    sector: int
    gaps: list[Gap]
    share: Share
    undefined: int


def coverage_of_roster(roster: Roster) -> dict[int, SectorCoverage]:
    """Each sector of the roster, with the shifts that stand in it, in four statements."""
    slots = list(Slot.objects.filter(roster=roster).order_by("pk"))
    shifts = Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
    by_slot: dict[int, list[Held]] = defaultdict(list)
    for shift in shifts:
        one = Held((shift.period.lower, shift.period.upper), shift.role_id, shift.person_id)
        by_slot[shift.slot_id].append(one)
    owed, undefined = owed_for(slots)
    return {
        sector: _of_sector(sector, mine, by_slot, undefined[sector])
        for sector, mine in sorted(owed.items())
    }


def gaps_of_sectors(
    sectors: Iterable[int], window: Period, resolved: dict[Seat, list[Fragment]]
) -> dict[int, list[Gap]]:
    """The holes of these sectors within the window, with who is really on call."""
    slots = Slot.objects.filter(
        sector__in=list(sectors),
        roster__state__in=Roster.PUBLIC,
        period__overlap=DateTimeTZRange(*window),
    )
    owed, _undefined = owed_for(list(slots))
    held: dict[int, list[Held]] = defaultdict(list)
    for (sector, role), fragments in resolved.items():
        held[sector] += [Held(one.period, role, one.person) for one in fragments]
    return {sector: gaps(mine, held[sector]) for sector, mine in owed.items()}


def owed_for(slots: list[Any]) -> tuple[dict[int, list[Owed]], dict[int, int]]:
    """What the slots owe by sector, and how many have no requirement at all."""
    sectors = {slot.sector_id for slot in slots}
    rows = Requirement.objects.filter(sector__in=sectors)
    by_class: dict[tuple[int, str], list[Requirement]] = defaultdict(list)
    for row in rows:
        by_class[row.sector_id, row.slot_class].append(row)
    owed: dict[int, list[Owed]] = {sector: [] for sector in sectors}
    undefined: dict[int, int] = dict.fromkeys(sectors, 0)
    for slot in slots:
        mine = [
            row
            for row in by_class[slot.sector_id, slot.slot_class]
            if _applies(row, slot.local_day)
        ]
        undefined[slot.sector_id] += not mine
        owed[slot.sector_id] += [_owed(slot, row) for row in mine]
    return owed, undefined


def sectors_of(line_id: int) -> list[Sector]:
    """The open sectors of a line, by name."""
    return list(Sector.objects.open().filter(line=line_id))


def _applies(row: Requirement, day: date) -> bool:
    upper = row.validity.upper
    return bool(row.validity.lower <= day and (upper is None or day < upper))


def _owed(slot: Slot, row: Requirement) -> Owed:
    return Owed(
        period=(slot.period.lower, slot.period.upper),
        role=row.role_id,
        minimum=row.minimum,
        target=row.target,
        maximum=row.maximum,
        slot=slot.pk,
        by_decision=row.is_uncovered,
    )


def _of_sector(
    sector: int, owed: list[Owed], by_slot: dict[int, list[Held]], undefined: int
) -> SectorCoverage:
    """Slot by slot: only the shifts of a slot may fill it, and few are compared."""
    found: list[Gap] = []
    shares = []
    for one in owed:
        there = by_slot.get(one.slot or 0, [])
        found += gaps([one], there)
        shares.append(coverage([one], there))
    return SectorCoverage(sector, found, Share.sum_of(shares), undefined)
