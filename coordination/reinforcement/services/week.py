"""Hours of the wall clock made periods: a range of days, a weekly habit.

They are hours of the volunteer's commune: a night of the last week-end of October lasts
13 hours, one of the last week-end of March 11.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Availability, Volunteer, WeeklyPattern
from portal.lib.time import PARIS, Period, local_instant, merged

HORIZON = timedelta(weeks=8)


class Habit(NamedTuple):
    """Hours of a day of the week (0 is Monday); `ends` at or before `starts` is the next day."""

    weekday: int
    starts: time
    ends: time


def zone_of(volunteer: Volunteer) -> ZoneInfo:
    """The time zone of the volunteer's commune."""
    return ZoneInfo(volunteer.commune.timezone) if volunteer.commune else PARIS


def daily_periods(
    first: date, last: date, *, starts: time, ends: time, zone: ZoneInfo
) -> list[Period]:
    """Those hours of each day from `first` to `last` included, as few periods as possible."""
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    return merged(_hours_of(day, starts, ends, zone) for day in days)


def weekly_periods(
    habits: Iterable[Habit], first: date, last: date, *, zone: ZoneInfo
) -> list[Period]:
    """The hours that `habits` mean from `first` to `last` included, in as few periods."""
    kept = list(habits)
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    return merged(
        _hours_of(day, habit.starts, habit.ends, zone)
        for day in days
        for habit in kept
        if habit.weekday == day.weekday()
    )


def _hours_of(day: date, starts: time, ends: time, zone: ZoneInfo) -> Period:
    end_day = day if ends > starts else day + timedelta(days=1)
    return local_instant(day, starts, zone), local_instant(end_day, ends, zone)


@transaction.atomic
def spread_week(volunteer: Volunteer) -> None:
    """The weekly habit stands as dated periods from last night to eight weeks ahead."""
    zone = zone_of(volunteer)
    today = timezone.localdate(timezone=zone)
    habits = [
        Habit(row.weekday, row.starts, row.ends)
        for row in WeeklyPattern.objects.filter(volunteer=volunteer)
    ]
    # From yesterday: the night that is under way began there.
    found = weekly_periods(habits, today - timedelta(days=1), today + HORIZON, zone=zone)
    weekly = Availability.objects.filter(volunteer=volunteer, origin=Availability.Origin.WEEKLY)
    weekly.delete()
    write_periods(
        volunteer,
        found,
        origin=Availability.Origin.WEEKLY,
        nature=Availability.Nature.AVAILABLE,
    )


def spread_due(*, limit: int) -> int:
    """The habits that were spread longest ago are spread again. How many people."""
    due = list(to_spread(limit=limit))
    for volunteer in due:
        spread_week(volunteer)
    return len(due)


def to_spread(*, limit: int) -> QuerySet[Volunteer]:
    """Volunteers in the pool whose weekly habit was spread more than a week ago."""
    due = timezone.now() + HORIZON - timedelta(days=8)
    patterned = Volunteer.objects.filter(
        pk__in=WeeklyPattern.objects.values("volunteer"), state=Volunteer.State.ACTIVE
    )
    weekly = patterned.filter(availabilities__origin=Availability.Origin.WEEKLY)
    spread = weekly.annotate(last=Max("availabilities__period__endswith")).filter(last__gte=due)
    return (
        patterned.exclude(pk__in=spread.values("pk"))
        .select_related("commune")
        .order_by(F("confirmed_at").desc(), "pk")[:limit]
    )


def write_periods(
    volunteer: Volunteer, periods: Iterable[Period], *, origin: str, nature: str
) -> None:
    """Those periods are added to what `volunteer` declared; the caller made room for them."""
    Availability.objects.bulk_create(
        Availability(
            volunteer=volunteer, nature=nature, origin=origin, period=DateTimeTZRange(start, end)
        )
        for start, end in periods
    )
