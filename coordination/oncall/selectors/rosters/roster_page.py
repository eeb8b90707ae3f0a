"""What the pages of a roster show: the days asked for, its months, one slot and who may hold it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coordination.oncall.clock import add_months
from coordination.oncall.models import Member, Person, Roster, Shift, Slot
from coordination.oncall.selectors.plans.roster_grid import grid_of, post_of
from coordination.oncall.selectors.swaps.takeover import is_soon
from portal.ui.moments import MONTHS

WHOLE = "tout"
# Which way the grid lies: days in rows, or sectors in rows and the days of a month in columns.
BY_SECTOR = "secteurs"


@dataclass(frozen=True)
class Month:
    """A month of the roster, and its address."""

    key: str
    words: str
    current: bool


def roster_page(roster: Roster, asked: str, *, today: date, lies: str = "") -> dict[str, Any]:
    """The month asked for, or the whole roster; this month or the first one by default."""
    starts = _months(roster)
    by_sector = lies == BY_SECTOR
    if by_sector and asked == WHOLE:
        asked = ""
    chosen = next((day for day in starts if _key(day) == asked), None)
    if chosen is None:
        chosen = next((day for day in starts if _key(day) == _key(today)), starts[0])
    first, end = roster.days.lower, roster.days.upper
    if asked != WHOLE:
        first, end = max(first, chosen), min(end, add_months(chosen, 1))
    months = [Month(_key(day), _words(day), asked != WHOLE and day == chosen) for day in starts]
    return {
        "roster": roster,
        "grid": grid_of(roster, first, end),
        "by_sector": by_sector,
        "months": months,
        "whole": asked == WHOLE,
        "last": roster.last_day,
        "zone": ZoneInfo(roster.line.zone),
        "today": today,
    }


def slot_page(slot: Slot) -> dict[str, Any]:
    """One slot: as the grid shows it, and the shifts behind it, the former ones included."""
    shifts = Shift.objects.filter(slot=slot).select_related("person", "role", "changed_by")
    found = list(shifts.order_by("-changed_at", "pk"))
    return {
        "slot": slot,
        "post": post_of(slot),
        "standing": [one for one in found if one.status in Shift.STANDING],
        "former": [one for one in found if one.status not in Shift.STANDING],
        "zone": ZoneInfo(slot.sector.zone),
        "is_soon": is_soon(slot),
    }


def people_for(slot: Slot) -> QuerySet[Person]:
    """Those listed on the line that day who serve the sector, by name."""
    members = Member.objects.filter(
        Q(sectors=None) | Q(sectors=slot.sector_id),
        line=slot.roster.line_id,
        membership__contains=slot.local_day,
    )
    people = Person.objects.filter(pk__in=members.values("person"))
    return people.order_by("last_name", "first_name", "pk")


def people_of_line(slot: Slot) -> QuerySet[Person]:
    """Everybody listed on the line that day, whatever their sector."""
    members = Member.objects.filter(line=slot.roster.line_id, membership__contains=slot.local_day)
    return Person.objects.filter(pk__in=members.values("person")).order_by("pk")


def shifts_standing(slot: Slot) -> QuerySet[Shift]:
    """The shifts of the slot that still count."""
    shifts = Shift.objects.filter(slot=slot, status__in=Shift.STANDING)
    return shifts.select_related("person", "role", "slot", "sector", "line", "roster").order_by(
        "pk"
    )


def _months(roster: Roster) -> list[date]:
    """The first day of each month that the roster touches."""
    month, found = roster.days.lower.replace(day=1), []
    while month < roster.days.upper:
        found.append(month)
        month = add_months(month, 1)
    return found


def _key(day: date) -> str:
    return f"{day:%Y-%m}"


def _words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
