"""Turns: nobody is starved, handovers stay on the wall clock, layers stand one above another."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.oncall.rotation import Place, Turns, turns_between
from portal.lib.time import PARIS, hours_between, local_instant
from tests.coordination.oncall.patience import patient


def midnight(*day):
    return datetime(*day, tzinfo=UTC)


def turns(cadence, people, **fields):
    places = tuple(Place(rank, person) for rank, person in enumerate(people))
    fields = {"starts_on": date(2026, 3, 16), "places": places, "zone": PARIS} | fields
    return Turns(cadence=cadence, **fields)


def test_a_weekly_rotation_of_three_hands_over_at_8_local_time_through_the_change_of_hour():
    found = turns_between(turns("weekly", [1, 2, 3]), midnight(2026, 3, 16), midnight(2026, 4, 5))

    assert [turn.person for turn in found] == [1, 2, 3]
    assert [hours_between(*turn.period) for turn in found[:2]] == [168, 167]
    assert found[1].period[1] == datetime(2026, 3, 30, 6, tzinfo=UTC)
    assert all(turn.period[0].astimezone(PARIS).time() == time(8) for turn in found)


def test_a_daily_handover_at_an_hour_that_does_not_exist_happens_once():
    daily = turns("daily", [1, 2], handover_at=time(2, 30))
    for day in (midnight(2026, 3, 28), midnight(2026, 10, 24)):
        found = turns_between(daily, day, day + timedelta(days=2, hours=12))
        for one, following in zip(found, found[1:], strict=False):
            assert one.period[1] == following.period[0]

    spring = turns_between(daily, midnight(2026, 3, 28, 12), midnight(2026, 3, 29, 12))
    autumn = turns_between(daily, midnight(2026, 10, 24, 12), midnight(2026, 10, 25, 12))
    assert [turn.period[0] for turn in spring[1:]] == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
    assert [turn.period[0] for turn in autumn[1:]] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_fourteen_people_on_weekdays_only_are_served_alike_over_a_year():
    days = turns("daily", range(14), starts_on=date(2026, 1, 1), weekdays=frozenset(range(5)))

    found = turns_between(days, midnight(2026, 1, 1, 7), midnight(2027, 1, 1))
    duties = Counter(turn.person for turn in found)

    assert len(duties) == 14
    assert max(duties.values()) - min(duties.values()) <= 1
    assert {turn.period[0].astimezone(PARIS).weekday() for turn in found} == set(range(5))


def test_who_leaves_is_skipped_and_who_joins_takes_their_rank_without_moving_the_past():
    places = (Place(0, 1), Place(1, 2, leaves_on=date(2026, 3, 23)), Place(2, 3),
              Place(3, 4, joins_on=date(2026, 4, 6)))  # fmt: skip
    weekly = Turns("weekly", date(2026, 3, 16), places, PARIS)

    found = turns_between(weekly, midnight(2026, 3, 16), midnight(2026, 5, 1))

    assert [turn.person for turn in found] == [1, 3, 1, 3, 4, 1, 3]


def test_people_of_one_rank_serve_together():
    pair = Turns("weekly", date(2026, 3, 16), (Place(0, 1), Place(0, 2), Place(1, 3)), PARIS)

    found = turns_between(pair, midnight(2026, 3, 16), midnight(2026, 3, 24))

    assert [turn.person for turn in found] == [1, 2, 3]


def test_monthly_turns_survive_short_months():
    monthly = turns("monthly", [1, 2, 3], starts_on=date(2026, 1, 31), handover_at=time(8))

    found = turns_between(monthly, midnight(2026, 1, 31), midnight(2026, 5, 1))

    starts = [turn.period[0].astimezone(PARIS).date() for turn in found]
    assert starts == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_rotation_without_anybody_or_without_a_day_serves_nobody():
    empty = Turns("weekly", date(2026, 3, 16), (), PARIS)
    never = turns("daily", [1], weekdays=frozenset())
    window = (midnight(2026, 3, 16), midnight(2026, 4, 16))

    assert turns_between(empty, *window) == []
    assert turns_between(never, *window) == []
    assert turns_between(turns("weekly", [1], weekdays=frozenset()), *window) == []


@settings(patient, max_examples=60)
@given(
    cadence=st.sampled_from(["daily", "weekly", "monthly"]),
    people=st.integers(1, 9),
    every=st.integers(1, 4),
    hour=st.times(),
    cut=st.integers(0, 200),
)
def test_without_restriction_somebody_is_always_there_and_a_cut_changes_nothing(
    cadence, people, every, hour, cut
):
    rotation = turns(cadence, range(people), every=every, handover_at=hour)
    start = local_instant(date(2026, 3, 16), hour, PARIS)
    end = start + timedelta(days=300)

    whole = turns_between(rotation, start, end)
    middle = start + timedelta(days=cut, hours=5)
    parts = [*turns_between(rotation, start, middle), *turns_between(rotation, middle, end)]

    assert whole[0].period[0] == start and whole[-1].period[1] == end
    for one, following in zip(whole, whole[1:], strict=False):
        assert one.period[1] == following.period[0]
    assert sum(hours_between(*one.period) for one in parts) == sum(
        hours_between(*one.period) for one in whole
    )
