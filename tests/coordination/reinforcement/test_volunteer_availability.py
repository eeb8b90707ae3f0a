"""Availability: wall-clock hours become exact periods, and the database keeps what they come to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from coordination.reinforcement import refusals
from coordination.reinforcement.models import Availability, Volunteer
from coordination.reinforcement.services.availability import (
    declare_days,
    declare_period,
    drop_past,
    remove_period,
    save_week,
)
from coordination.reinforcement.services.week import (
    Habit,
    daily_periods,
    spread_week,
    to_spread,
    weekly_periods,
)
from portal.lib.time import PARIS, hours_between
from tests.people import VolunteerFactory

NIGHT = {"starts": time(20), "ends": time(8)}
REUNION = ZoneInfo("Indian/Reunion")


@pytest.fixture
def volunteer(charlie):
    return charlie.volunteer


@pytest.mark.parametrize(
    ("saturday", "hours"),
    [(date(2026, 10, 24), 13), (date(2026, 3, 28), 11), (date(2026, 6, 6), 12)],
)
def test_a_night_lasts_what_the_clock_change_makes_it(saturday, hours):
    (night,) = weekly_periods([Habit(5, **NIGHT)], saturday, saturday, zone=PARIS)

    assert hours_between(*night) == hours


def test_a_night_overseas_follows_its_own_clock():
    (night,) = daily_periods(date(2026, 10, 24), date(2026, 10, 24), zone=REUNION, **NIGHT)

    assert night[0] == datetime(2026, 10, 24, 16, tzinfo=UTC)
    assert hours_between(*night) == 12


def test_whole_days_in_a_row_are_one_period():
    (period,) = daily_periods(
        date(2026, 10, 24), date(2026, 10, 25), starts=time(0), ends=time(0), zone=PARIS
    )

    assert hours_between(*period) == 49


def test_days_and_nights_that_touch_are_one_period():
    habits = [Habit(5, time(8), time(20)), Habit(5, time(20), time(8))]

    assert len(weekly_periods(habits, date(2026, 6, 1), date(2026, 6, 7), zone=PARIS)) == 1


def test_a_range_of_days_is_declared_in_the_hours_of_the_commune(volunteer):
    with time_machine.travel("2026-10-20T10:00Z", tick=False):
        declare_days(
            volunteer, first=date(2026, 10, 23), last=date(2026, 10, 25), by=volunteer.user, **NIGHT
        )

    lengths = [hours_between(row.period.lower, row.period.upper) for row in rows(volunteer)]
    assert lengths == [12, 13, 12]


def test_declaring_confirms_and_wakes_a_stale_file(troyes, nurse):
    volunteer = VolunteerFactory(stale=True, commune=troyes, profession=nurse)

    declare_period(volunteer, start=soon(24), end=soon(36), by=volunteer.user)

    volunteer.refresh_from_db()
    assert volunteer.state == Volunteer.State.ACTIVE
    assert volunteer.confirmed_at > soon(-1)


def test_declaring_twice_or_in_pieces_leaves_one_period(volunteer):
    declare_period(volunteer, start=soon(24), end=soon(36), by=volunteer.user)
    declare_period(volunteer, start=soon(24), end=soon(36), by=volunteer.user)
    declare_period(volunteer, start=soon(36), end=soon(48), by=volunteer.user)
    declare_period(volunteer, start=soon(20), end=soon(30), by=volunteer.user)

    (row,) = rows(volunteer)
    assert (row.period.lower, row.period.upper) == (soon(20), soon(48))


def test_unavailable_wins_over_available(volunteer):
    declare_period(volunteer, start=soon(24), end=soon(48), by=volunteer.user)
    declare_period(
        volunteer,
        start=soon(30),
        end=soon(36),
        nature=Availability.Nature.UNAVAILABLE,
        by=volunteer.user,
    )

    assert is_free(volunteer, soon(24), soon(30))
    assert not is_free(volunteer, soon(24), soon(31))
    assert is_free(volunteer, soon(36), soon(48))


def test_removing_a_period_takes_it_out_of_what_is_free(volunteer):
    declare_period(volunteer, start=soon(24), end=soon(48), by=volunteer.user)

    (row,) = rows(volunteer)
    remove_period(row, by=volunteer.user)
    remove_period(row, by=volunteer.user)

    assert not is_free(volunteer, soon(25), soon(26))


@pytest.mark.parametrize(
    ("start", "end", "refusal"),
    [
        (48, 24, refusals.PeriodReversed),
        (24, 24, refusals.PeriodReversed),
        (-48, -24, refusals.PeriodPast),
        (24, 24 * 400, refusals.PeriodTooFar),
        (24, 24 * 94, refusals.PeriodTooFar),
        (-24 * 200, 24, refusals.PeriodTooFar),
    ],
)
def test_an_absurd_period_is_refused_in_words(volunteer, start, end, refusal):
    with pytest.raises(refusal) as caught:
        declare_period(volunteer, start=soon(start), end=soon(end), by=volunteer.user)

    assert str(caught.value).endswith((".", "au plus."))
    assert not rows(volunteer)


def test_days_that_are_over_are_refused(volunteer):
    with pytest.raises(refusals.PeriodPast):
        declare_days(
            volunteer, first=date(2020, 3, 28), last=date(2020, 3, 29), by=volunteer.user, **NIGHT
        )
    with pytest.raises(refusals.PeriodReversed):
        declare_days(
            volunteer, first=date(2020, 3, 28), last=date(2020, 3, 27), by=volunteer.user, **NIGHT
        )


def test_a_weekly_habit_covers_eight_weeks_and_replaces_the_one_before(volunteer):
    save_week(volunteer, habits=[Habit(0, time(8), time(20))], by=volunteer.user)
    save_week(volunteer, habits=[Habit(5, **NIGHT), Habit(6, **NIGHT)], by=volunteer.user)

    found = rows(volunteer)
    nights = {row.period.lower.astimezone(PARIS).weekday() for row in found}
    assert nights == {5, 6}
    assert 16 <= len(found) <= 18


def test_two_habits_that_begin_together_are_refused(volunteer):
    with pytest.raises(refusals.PatternTwice):
        save_week(
            volunteer, habits=[Habit(0, time(8), time(20)), Habit(0, time(8), time(12))],
            by=volunteer.user,
        )  # fmt: skip


def test_a_weekly_habit_is_spread_again_week_after_week(volunteer):
    with time_machine.travel("2026-03-02T10:00Z", tick=False):
        save_week(volunteer, habits=[Habit(5, **NIGHT)], by=volunteer.user)
        assert volunteer not in to_spread(limit=10)

    with time_machine.travel("2026-03-12T10:00Z", tick=False):
        assert list(to_spread(limit=10)) == [volunteer]
        spread_week(volunteer)
        spread_week(volunteer)
        assert volunteer not in to_spread(limit=10)

    last = rows(volunteer)[-1].period.lower
    assert last.astimezone(PARIS).date() == date(2026, 5, 2)


def test_the_night_under_way_stays_free(volunteer):
    with time_machine.travel("2026-03-08T02:00Z", tick=False):
        save_week(volunteer, habits=[Habit(5, **NIGHT)], by=volunteer.user)

    night = Availability.objects.filter(period__contains=datetime(2026, 3, 8, 2, tzinfo=UTC))
    assert night.exists()


def test_periods_long_past_are_dropped(volunteer):
    with time_machine.travel("2026-03-02T10:00Z", tick=False):
        declare_period(volunteer, start=soon(1), end=soon(2), by=volunteer.user)

    assert drop_past() == 1


def soon(hours: float) -> datetime:
    """A round instant, that many hours from now."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return now + timedelta(hours=hours)


def rows(volunteer):
    return list(Availability.objects.filter(volunteer=volunteer).order_by("period"))


def is_free(volunteer, start, end):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT free @> tstzrange(%s, %s) FROM reinforcement_volunteer WHERE id = %s",
            [start, end, volunteer.pk],
        )
        return cursor.fetchone()[0]
