"""From templates, said in wall-clock time, to the slots of a period, said in instants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from coordination.oncall.calendar import Calendar, DayKind
from coordination.oncall.clock import days_between, span
from portal.lib.time import Period

# A slot that exists because of the day is named after it; the others keep their template's class.
DAY_CLASSES = {
    DayKind.HOLIDAY: "holiday",
    DayKind.SUNDAY: "sunday",
    DayKind.BRIDGE: "bridge",
}


@dataclass(frozen=True)
class Template:
    """Hours of the wall clock, on the days that `day_rule` names (models.SlotTemplate)."""

    key: int
    name: str
    starts_at: time
    ends_at: time
    day_rule: str
    slot_class: str
    first: date = date.min
    end: date = date.max


@dataclass(frozen=True)
class PlannedSlot:
    """One period [start, end[ to be held."""

    template: int
    local_day: date
    period: Period
    slot_class: str
    holiday: str
    label: str


def plan_slots(
    templates: Iterable[Template], first: date, end: date, *, zone: ZoneInfo, calendar: Calendar
) -> list[PlannedSlot]:
    """The slots of the local days from `first` to the eve of `end`, in order of their start."""
    models = list(templates)
    found = [
        PlannedSlot(
            template=template.key,
            local_day=day,
            period=span(day, template.starts_at, template.ends_at, zone),
            slot_class=class_of(template, calendar.kind(day)),
            holiday=calendar.holiday(day),
            label=template.name,
        )
        for day in days_between(first, end)
        for template in models
        if template.first <= day < template.end and applies(template.day_rule, day, calendar)
    ]
    return sorted(found, key=lambda slot: (slot.period, slot.template))


def applies(day_rule: str, day: date, calendar: Calendar) -> bool:
    """Whether a template of that rule has a slot on that day."""
    kind = calendar.kind(day)
    if day_rule == "eve":
        return calendar.kind(day + timedelta(days=1)) in (DayKind.SUNDAY, DayKind.HOLIDAY)
    if day_rule == "day_off":
        return kind in DAY_CLASSES
    return day_rule == "every_day" or day_rule == kind


def class_of(template: Template, kind: DayKind) -> str:
    """The class of the slot: the day's own when the day is why it exists."""
    if template.day_rule == "day_off":
        return DAY_CLASSES[kind]
    return template.slot_class
