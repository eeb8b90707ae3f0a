"""Rest and caps with the figures given; points and shares."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coordination.oncall.calendar import Calendar
from coordination.oncall.clock import span
from coordination.oncall.points import (
    Commitment,
    balances,
    points_of,
    presence,
    targets,
    worst_deviation,
)
from coordination.oncall.rest import (
    Duty,
    Rule,
    Terms,
    check,
    earliest_return,
    most_in_window,
)
from portal.lib.time import PARIS
from tests.coordination.oncall.patience import patient

TERMS = Terms(PARIS, Calendar(), waiting_is_rest=False)
FORTNIGHT = Rule("cap.hours_15_days", "Astreinte FPH", 72, "block", "décret 2002-9")


def night(day, start=20, end=8):
    return Duty(span(day, time(start), time(end), PARIS))


def test_the_return_is_eleven_hours_after_the_last_trip():
    duty = Duty(
        span(date(2026, 6, 9), time(20), time(8), PARIS), datetime(2026, 6, 10, 1, 40, tzinfo=UTC)
    )

    found = earliest_return(duty, rest_hours=11)

    assert found.astimezone(PARIS).strftime("%d/%m %H:%M") == "10/06 14:40"
    assert earliest_return(night(date(2026, 6, 9)), rest_hours=11).hour == 6


def test_seventy_two_hours_in_fifteen_days_pass_and_eighty_four_do_not():
    six = [night(date(2026, 6, 1) + timedelta(days=2 * rank)) for rank in range(6)]

    assert check(six[-1], six[:-1], [FORTNIGHT], TERMS) == []
    found = check(night(date(2026, 6, 13)), six, [FORTNIGHT], TERMS)

    assert [(one.code, one.value, one.severity) for one in found] == [
        ("cap.hours_15_days", 84, "block")
    ]
    assert "84 h sur 15 jours" in found[0].sentence


def test_the_night_of_the_change_of_hour_counts_eleven_hours():
    nights = [night(date(2026, 3, 18) + timedelta(days=2 * rank)) for rank in range(6)]

    worked = most_in_window(nights[:-1], nights[-1], timedelta(days=15))

    assert worked == timedelta(hours=71)


def test_a_window_is_looked_at_both_ways():
    later = [night(date(2026, 6, 3) + timedelta(days=2 * rank)) for rank in range(6)]

    assert check(night(date(2026, 6, 1)), later, [FORTNIGHT], TERMS) != []


def test_too_short_a_rest_is_said_on_either_side():
    rule = Rule("rest.daily", "Repos quotidien", 12, "block", "décret 2002-9")
    day = Duty(span(date(2026, 6, 2), time(14), time(20), PARIS))

    after = check(day, [night(date(2026, 6, 1))], [rule], TERMS)
    before = check(night(date(2026, 6, 1)), [day], [rule], TERMS)

    assert after[0].sentence == "Repos quotidien : 6 h de repos au lieu de 12."
    assert before[0].value == 6


def test_one_saturday_a_month_counts_distinct_days():
    rule = Rule("cap.saturdays_month", "Samedis", 1, "force", "décret 2002-9")
    same = Duty(span(date(2026, 6, 6), time(8), time(12), PARIS))
    other = Duty(span(date(2026, 6, 13), time(8), time(12), PARIS))

    assert check(night(date(2026, 6, 6)), [same], [rule], TERMS) == []
    assert [one.value for one in check(other, [same], [rule], TERMS)] == [2]


def test_a_duty_is_not_compared_with_itself():
    mine = Duty(span(date(2026, 6, 1), time(20), time(8), PARIS), key=4)

    assert check(mine, [mine], [Rule("rest.daily", "Repos", 11, "block", "")], TERMS) == []


starts = st.integers(0, 24 * 40)
duties = st.lists(
    st.tuples(starts, st.integers(1, 24)).map(
        lambda one: Duty(
            (
                datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=one[0]),
                datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=sum(one)),
            )
        )
    ),
    min_size=1,
    max_size=8,
)


@patient
@given(duties)
def test_no_hour_by_hour_window_holds_more_than_what_is_said(found):
    tested, window = found[0], timedelta(days=7)
    most = most_in_window(found[1:], tested, window)

    begin = datetime(2026, 2, 20, tzinfo=UTC)
    for hour in range(0, 24 * 55, 6):
        frame = (begin + timedelta(hours=hour), begin + timedelta(hours=hour) + window)
        if frame[0] < tested.period[1] and tested.period[0] < frame[1]:
            hours = set()
            for duty in found:
                cursor = max(duty.period[0], frame[0])
                while cursor < min(duty.period[1], frame[1]):
                    hours.add(cursor)
                    cursor += timedelta(hours=1)
            assert timedelta(hours=len(hours)) <= most
    assert tested.period[1] - tested.period[0] <= most


# --- Points ---------------------------------------------------------------------------------
def test_a_red_day_is_worth_its_own_weight():
    weights = {"sunday": Decimal(2), "red_day": Decimal(4)}

    assert points_of("sunday", date(2026, 12, 27), weights) == 2
    assert points_of("sunday", date(2026, 12, 25), weights) == 4
    assert points_of("evening", date(2026, 6, 1), {}) == 1


def test_shares_follow_commitment_and_what_a_maximum_leaves_goes_to_the_others():
    found = targets(
        Decimal(30),
        {
            1: Commitment(Decimal(1)),
            2: Commitment(Decimal(2)),
            3: Commitment(Decimal(2), Decimal(6)),
        },
    )

    assert found == {1: Decimal(8), 2: Decimal(16), 3: Decimal(6)}


def test_a_newcomer_is_not_made_to_catch_up():
    year = {"first": date(2026, 1, 1), "end": date(2027, 1, 1)}

    half = presence(date(2026, 7, 2), None, **year)
    rows = balances(
        {1: Decimal(20), 2: Decimal(10)},
        {1: Commitment(Decimal(1)), 2: Commitment(Decimal(1), presence=half)},
    )

    assert round(half, 2) == Decimal("0.50")
    assert worst_deviation(rows) < Decimal("0.1")


shares = st.dictionaries(
    st.integers(1, 9),
    st.builds(
        Commitment,
        st.decimals(0, 3, places=1),
        st.none() | st.decimals(0, 20, places=0),
        st.decimals("0.1", 1, places=1),
    ),
    max_size=7,
)


@patient
@given(st.decimals(0, 200, places=1), shares)
def test_targets_share_everything_unless_all_are_at_their_maximum(total, commitments):
    found = targets(total, commitments)

    for person, commitment in commitments.items():
        assert found[person] >= 0
        assert commitment.most is None or found[person] <= commitment.most
    given_out = sum(found.values())
    assert given_out <= total + Decimal("0.0001")
    if given_out < total - Decimal("0.0001"):
        assert all(
            one.weight == 0 or (one.most is not None and found[person] == one.most)
            for person, one in commitments.items()
        )
