"""When volunteers are free: what they declare, period by period or week by week."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from coordination.reinforcement.models import Availability, Volunteer, WeeklyPattern
from coordination.reinforcement.refusals import (
    PatternTwice,
    PeriodPast,
    PeriodReversed,
    PeriodTooFar,
)
from coordination.reinforcement.services.standing import confirm_availability
from coordination.reinforcement.services.week import (
    Habit,
    daily_periods,
    spread_week,
    write_periods,
    zone_of,
)
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.time import Period, merged

LONGEST = timedelta(days=92)
FARTHEST = timedelta(days=366)


@transaction.atomic
def declare_period(
    volunteer: Volunteer,
    *,
    start: datetime,
    end: datetime,
    by: User,
    nature: str = Availability.Nature.AVAILABLE,
) -> None:
    """That period is declared, joined to what it touches; declaring is also confirming.

    Raises PeriodReversed, PeriodPast, PeriodTooFar or NotNow.
    """
    _declare(volunteer, [(start, end)], nature=nature)
    record(by, "availability.declared", volunteer, nature=nature, periods=1)
    confirm_availability(volunteer, by=by, how="declaration")


@transaction.atomic
def declare_days(
    volunteer: Volunteer,
    *,
    first: date,
    last: date,
    starts: time,
    ends: time,
    by: User,
    nature: str = Availability.Nature.AVAILABLE,
) -> None:
    """Those hours of each day from `first` to `last` included are declared.

    Raises PeriodReversed, PeriodPast, PeriodTooFar or NotNow.
    """
    if last < first:
        raise PeriodReversed
    if last - first > LONGEST:
        raise PeriodTooFar
    found = daily_periods(first, last, starts=starts, ends=ends, zone=zone_of(volunteer))
    coming = [period for period in found if period[1] > timezone.now()]
    if not coming:
        raise PeriodPast
    _declare(volunteer, coming, nature=nature)
    record(by, "availability.declared", volunteer, nature=nature, periods=len(coming))
    confirm_availability(volunteer, by=by, how="declaration")


def _declare(volunteer: Volunteer, periods: list[Period], *, nature: str) -> None:
    for start, end in periods:
        _check_period(start, end)
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    dated = Availability.objects.filter(
        volunteer=volunteer, nature=nature, origin=Availability.Origin.DATED
    )
    hull = (min(start for start, _ in periods), max(end for _, end in periods))
    touching = dated.filter(period__endswith__gte=hull[0], period__startswith__lte=hull[1])
    held = [(row.period.lower, row.period.upper) for row in touching]
    touching.delete()
    write_periods(
        volunteer, merged([*held, *periods]), origin=Availability.Origin.DATED, nature=nature
    )


def _check_period(start: datetime, end: datetime) -> None:
    now = timezone.now()
    if end <= start:
        raise PeriodReversed
    if end <= now:
        raise PeriodPast
    # The start may already be past: "until Sunday" is a thing to say on Saturday.
    if end > now + FARTHEST or end - max(start, now) > LONGEST or start < now - LONGEST:
        raise PeriodTooFar


@transaction.atomic
def remove_period(availability: Availability, *, by: User) -> None:
    """That declared period is gone; removed twice, it is simply not there.

    One time of a weekly habit becomes an unavailability: the habit would bring it back.
    """
    volunteer = availability.volunteer
    if availability.origin == Availability.Origin.WEEKLY:
        period = (availability.period.lower, availability.period.upper)
        _declare(volunteer, [period], nature=Availability.Nature.UNAVAILABLE)
        record(by, "availability.declared", volunteer, nature="unavailable", periods=1)
    elif Availability.objects.filter(pk=availability.pk).delete()[0]:
        record(by, "availability.removed", volunteer, nature=availability.nature)


@transaction.atomic
def save_week(volunteer: Volunteer, *, habits: Iterable[Habit], by: User) -> None:
    """The weekly habit is this one, spread over the coming weeks; declaring is confirming.

    Raises PatternTwice or NotNow.
    """
    kept = list(dict.fromkeys(habits))
    if len({(habit.weekday, habit.starts) for habit in kept}) < len(kept):
        raise PatternTwice
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    WeeklyPattern.objects.filter(volunteer=volunteer).delete()
    WeeklyPattern.objects.bulk_create(
        WeeklyPattern(volunteer=volunteer, **habit._asdict()) for habit in kept
    )
    spread_week(volunteer)
    record(by, "availability.week_changed", volunteer, habits=len(kept))
    confirm_availability(volunteer, by=by, how="declaration")


def drop_past() -> int:
    """Declared periods over for a month are gone. How many."""
    old = timezone.now() - timedelta(days=30)
    return Availability.objects.filter(period__endswith__lt=old).delete()[0]
