"""The hours of a line: its templates, the days as they will be, the table of what is owed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.oncall.clock import common, days_between, elapsed
from coordination.oncall.models import (
    Line,
    LineRole,
    Requirement,
    Sector,
    SlotClass,
    SlotTemplate,
)
from coordination.oncall.selectors.plans.slots import slots_of_line
from coordination.oncall.slots import PlannedSlot
from portal.lib.time import Period, local_instant

DAYS_DRAWN = 14
# An hour is sixty units wide: a day of 23 hours is really shorter, one of 25 longer.
HOUR_UNITS = 60
ORDINARY_HOURS = 24
# A template that follows the day itself makes slots of these classes.
OF_DAYS_OFF = (SlotClass.SUNDAY, SlotClass.HOLIDAY, SlotClass.BRIDGE)


@dataclass(frozen=True)
class Bar:
    """A part of a slot, in the picture of one day."""

    x: float
    width: float
    slot_class: str


@dataclass
class DrawnSlot:
    """A slot as it will be, and the sectors that hold it."""

    slot: PlannedSlot
    words: str
    hours: float
    sectors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class DrawnDay:
    """A local day: how long it really is, and what is to be held."""

    day: date
    hours: int
    holiday: str
    bars: list[Bar]
    slots: list[DrawnSlot]

    @property
    def width(self) -> int:
        return self.hours * HOUR_UNITS


def schedule_page(line: Line, first: date) -> dict[str, Any]:
    """The templates of today or later, and the fortnight that begins on `first`, as it will be."""
    today = timezone.localdate()
    known = SlotTemplate.objects.filter(line=line, validity__overlap=(today, None))
    return {
        "line": line,
        "templates": list(known.prefetch_related("sectors")),
        "days": drawn_days(line, first),
        "first": first,
        "changes": _changes_of_hour(line, today),
    }


def drawn_days(line: Line, first: date, count: int = DAYS_DRAWN) -> list[DrawnDay]:
    """Each day with its slots, those of the night before included in its picture."""
    zone, end = ZoneInfo(line.zone), first + timedelta(days=count)
    slots: dict[tuple[Period, int], DrawnSlot] = {}
    for sector, slot in slots_of_line(line, first - timedelta(days=1), end):
        drawn = slots.setdefault((slot.period, slot.template), _drawn(slot, zone))
        drawn.sectors.append(str(sector))
    return [_day(day, list(slots.values()), zone) for day in days_between(first, end)]


def classes_of(line: Line) -> list[str]:
    """The classes of the slots that the line holds, in the order of the choices."""
    found: set[str] = set()
    for rule, slot_class in line.templates.values_list("day_rule", "slot_class"):
        found |= set(OF_DAYS_OFF) if rule == SlotTemplate.DayRule.DAY_OFF else {slot_class}
    found |= set(Requirement.objects.filter(sector__line=line).values_list("slot_class", flat=True))
    return [value for value in SlotClass.values if value in found]


def standing_requirements(sector: Sector, day: date) -> dict[tuple[str, int | None], Requirement]:
    """What the sector owes on that day, by class and role."""
    rows = Requirement.objects.filter(sector=sector, validity__contains=day)
    return {(row.slot_class, row.role_id): row for row in rows}


def seats_to_declare(
    sector: Sector, day: date
) -> list[tuple[str, LineRole | None, Requirement | None]]:
    """A line of the table per class, and per role when the line has several."""
    standing = standing_requirements(sector, day)
    roles = list(sector.line.roles.all())
    seats = []
    for slot_class in classes_of(sector.line):
        wanted: list[LineRole | None] = [None] if len(roles) < 2 else list(roles)
        if (slot_class, None) in standing and None not in wanted:
            wanted.insert(0, None)
        for role in wanted:
            known = standing.get((slot_class, role.pk if role else None))
            if known is None and role is None and len(roles) == 1:
                known = standing.get((slot_class, roles[0].pk))
                role = roles[0] if known else None
            seats.append((slot_class, role, known))
    return seats


def _drawn(slot: PlannedSlot, zone: ZoneInfo) -> DrawnSlot:
    start, end = (one.astimezone(zone) for one in slot.period)
    hours = elapsed([slot.period]).total_seconds() / 3600
    words = f"{slot.label}, {start:%H:%M}–{end:%H:%M}"
    return DrawnSlot(slot, words, hours)


def _day(day: date, slots: list[DrawnSlot], zone: ZoneInfo) -> DrawnDay:
    whole = _midnights(day, zone)
    bars = [
        Bar(_units(whole[0], part[0]), _units(*part), one.slot.slot_class)
        for one in slots
        if (part := common(one.slot.period, whole))
    ]
    mine = [one for one in slots if one.slot.local_day == day]
    return DrawnDay(
        day=day,
        hours=round(elapsed([whole]).total_seconds() / 3600),
        holiday=next((one.slot.holiday for one in mine if one.slot.holiday), ""),
        bars=sorted(set(bars), key=lambda bar: bar.x),
        slots=mine,
    )


def _midnights(day: date, zone: ZoneInfo) -> Period:
    after = day + timedelta(days=1)
    return local_instant(day, time(0), zone), local_instant(after, time(0), zone)


def _units(start: datetime, end: datetime) -> float:
    return (
        round(elapsed([(start, end)]).total_seconds() / 3600 * HOUR_UNITS, 1) if end > start else 0
    )


def _changes_of_hour(line: Line, today: date) -> list[tuple[date, int]]:
    """The two next days that do not last 24 hours, and how long they last."""
    zone = ZoneInfo(line.zone)
    found = []
    for day in days_between(today, today + timedelta(days=400)):
        hours = round(elapsed([_midnights(day, zone)]).total_seconds() / 3600)
        if hours != ORDINARY_HOURS:
            found.append((day, hours))
    return found[:2]
