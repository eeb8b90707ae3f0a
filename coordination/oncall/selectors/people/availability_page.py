"""A month of somebody's availability on a line, their wishes, absences and limits."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils import timezone

from coordination.oncall.calendar import Calendar
from coordination.oncall.clock import add_months, days_between, span
from coordination.oncall.models import (
    Absence,
    Availability,
    Line,
    Member,
    Person,
    Shift,
    Wish,
)
from coordination.oncall.selectors.plans.slots import calendar_of
from portal.lib.time import Period


@dataclass(frozen=True)
class DayState:
    """What is known of a day: what the person said, and what weighs on it."""

    day: date
    state: str
    note: str
    is_off: bool


def duty_day(line: Line, day: date) -> Period:
    """The day of a line: from its handover to that of the next day, so that a night is whole."""
    return span(day, line.handover_at, line.handover_at, ZoneInfo(line.zone))


def memberships_of(person: Person) -> QuerySet[Member]:
    """The lines on which the person is listed today or later."""
    rows = Member.objects.filter(
        person=person,
        membership__overlap=(timezone.localdate(), None),
        line__closed_on__isnull=True,
    )
    return rows.select_related("line").order_by("line__name", "pk")


def month_page(person: Person, line: Line, month: date) -> dict[str, Any]:
    """Each day of the month from today on, in a constant number of statements."""
    days = days_of_month(month)
    window = _window(line, days)
    said = list(Availability.objects.filter(person=person, line=line, period__overlap=window))
    notes = _notes(person, line, window)
    calendar = _calendar(line)
    return {
        "days": [
            DayState(
                day,
                _state(said, line, day),
                calendar.holiday(day) or _noted(notes, line, day),
                calendar.is_day_off(day),
            )
            for day in days
        ],
        "month": month,
        "before": add_months(month, -1) if month > timezone.localdate() else None,
        "after": add_months(month, 1),
    }


def days_of_month(month: date) -> list[date]:
    """The days of the month that are not over."""
    first = month.replace(day=1)
    end = first + timedelta(days=monthrange(first.year, first.month)[1])
    return list(days_between(max(first, min(timezone.localdate(), end)), end))


def wishes_page(person: Person, line: Line) -> dict[str, Any]:
    """The wishes and absences that are not over."""
    coming = DateTimeTZRange(timezone.now(), None)
    wishes = Wish.objects.filter(person=person, line=line, period__overlap=coming)
    absences = Absence.objects.filter(person=person, period__overlap=coming)
    return {
        "wishes": list(wishes.order_by("period")),
        "absences": list(absences.order_by("period")),
    }


def _calendar(line: Line) -> Calendar:
    """The holidays that its first sector follows."""
    sector = line.sectors.select_related("line").first()
    return calendar_of(sector) if sector else Calendar()


def _window(line: Line, days: list[date]) -> Any:
    if not days:
        now = timezone.now()
        return DateTimeTZRange(now, now + timedelta(minutes=1))
    return DateTimeTZRange(duty_day(line, days[0])[0], duty_day(line, days[-1])[1])


def _state(said: list[Availability], line: Line, day: date) -> str:
    """What was said of the middle of the day."""
    start, end = duty_day(line, day)
    middle = start + (end - start) / 2
    return next((one.state for one in said if one.period.lower <= middle < one.period.upper), "")


def _notes(person: Person, line: Line, window: Any) -> list[tuple[Any, str]]:
    """Absences and duties of the month, with their word."""
    away = Absence.objects.filter(person=person, period__overlap=window)
    duties = Shift.objects.holding().filter(person=person, period__overlap=window)
    return [
        *((one.period, "absent") for one in away),
        *((one.period, "d’astreinte") for one in duties),
    ]


def _noted(notes: list[tuple[Any, str]], line: Line, day: date) -> str:
    start, end = duty_day(line, day)
    found = (words for period, words in notes if period.lower < end and period.upper > start)
    return next(found, "")
