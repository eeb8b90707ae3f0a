"""Wall clock and instants, changes of hour included."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.oncall.clock import (
    ImpossibleHour,
    UnreadableInstant,
    add_months,
    common,
    elapsed,
    minus,
    read_instant,
    span,
)
from portal.lib.time import PARIS, hours_between, merged
from tests.coordination.oncall.patience import patient

START = datetime(2026, 1, 1, tzinfo=UTC)
hours = st.integers(0, 400)
periods = st.tuples(hours, st.integers(1, 60)).map(
    lambda one: (START + timedelta(hours=one[0]), START + timedelta(hours=one[0] + one[1]))
)


@pytest.mark.parametrize(
    ("day", "start", "end", "lived"),
    [
        (date(2026, 3, 28), "2026-03-28T19:00", "2026-03-29T06:00", 11),
        (date(2026, 10, 24), "2026-10-24T18:00", "2026-10-25T07:00", 13),
        (date(2026, 6, 1), "2026-06-01T18:00", "2026-06-02T06:00", 12),
    ],
)
def test_the_nights_of_a_change_of_hour_last_11_and_13_hours(day, start, end, lived):
    night = span(day, time(20), time(8), PARIS)

    assert [mark.strftime("%Y-%m-%dT%H:%M") for mark in night] == [start, end]
    assert hours_between(*night) == lived


@patient
@given(st.dates(date(2000, 1, 1), date(2099, 12, 30)), st.times(), st.times())
def test_a_span_always_ends_after_it_begins_and_the_next_one_continues_it(day, first, last):
    start, end = span(day, first, last, PARIS)
    following = span(day + timedelta(days=1), first, first, PARIS)

    assert start <= end or first.hour in (2, 3) or last.hour in (2, 3)
    assert span(day, first, first, PARIS)[1] == following[0]


@pytest.mark.parametrize("text", ["2026-03-29T02:30:00", "2026-03-29T02:00", "2026-03-29T02:59:59"])
def test_an_hour_that_does_not_exist_is_refused_with_its_reason(text):
    with pytest.raises(ImpossibleHour, match="2 h 00|02 h (30|59|00) le 29/03/2026 n’existe pas"):
        read_instant(text, PARIS)


def test_an_hour_that_exists_twice_asks_for_an_offset():
    with pytest.raises(ImpossibleHour, match="existe deux fois.*décalage"):
        read_instant("2026-10-25T02:30:00", PARIS)

    assert read_instant("2026-10-25T02:30:00+02:00", PARIS).hour == 0
    assert read_instant("2026-10-25T02:30:00", PARIS, fold=0).hour == 0
    assert read_instant("2026-10-25T02:30:00", PARIS, fold=1).hour == 1


@pytest.mark.parametrize("text", ["", "demain", "2026-13-01T00:00", "9999-12-31T23:59:59-12:00"])
def test_what_is_no_instant_is_said_so(text):
    with pytest.raises(UnreadableInstant):
        read_instant(text, PARIS)


def test_an_hour_without_offset_is_one_of_the_zone():
    reunion = ZoneInfo("Indian/Reunion")

    assert read_instant("2026-07-01T20:00", reunion) == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert read_instant("2026-07-01T20:00 02:00", reunion).hour == 18


def test_a_monthly_turn_that_begins_on_the_31st_does_not_drift():
    assert [add_months(date(2027, 12, 31), n) for n in (1, 2, 3, 4)] == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


@patient
@given(periods, st.lists(periods, max_size=8))
def test_what_is_left_and_what_is_taken_make_the_whole(period, taken):
    left = minus(period, taken)
    inside = [shared for one in taken if (shared := common(one, period))]

    assert elapsed(left) + elapsed(inside) == period[1] - period[0]
    assert all(common(one, other) is None for one in left for other in inside)
    assert merged([*left, *inside]) == [period]
