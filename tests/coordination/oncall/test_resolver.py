"""Who is really on call, and the gaps that remain."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coordination.oncall.clock import elapsed
from coordination.oncall.coverage import Gap, Held, Owed, coverage, gaps, surplus
from coordination.oncall.resolver import Change, Claim, on_call_at, resolve
from tests.coordination.oncall.patience import patient

DAY = datetime(2026, 6, 1, tzinfo=UTC)
A, B, C = 1, 2, 3


def at(start, end):
    return DAY + timedelta(hours=start), DAY + timedelta(hours=end)


def spoken(fragments):
    return [
        (one.person, *(int((mark - DAY).total_seconds() // 3600) for mark in one.period))
        for one in fragments
    ]


def test_an_override_over_a_layer_over_a_rotation():
    claims = [Claim(A, at(0, 24), level=1), Claim(B, at(10, 14), level=2)]
    override = Change(at(12, 13), added=frozenset({C}), everyone=True)

    found = resolve(claims, [override], window=at(0, 24))

    assert spoken(found) == [(A, 0, 10), (B, 10, 12), (C, 12, 13), (B, 13, 14), (A, 14, 24)]


def test_at_a_boundary_only_who_begins_is_on_call():
    overrides = [
        Change(at(8, 12), added=frozenset({B}), everyone=True),
        Change(at(12, 16), added=frozenset({C}), everyone=True),
    ]
    found = resolve([Claim(A, at(0, 24))], overrides, window=at(0, 24))

    assert [one.person for one in on_call_at(found, at(12, 13)[0])] == [C]
    assert [one.person for one in on_call_at(found, at(8, 9)[0])] == [B]


def test_a_removal_leaves_a_hole_that_no_lower_layer_fills():
    claims = [Claim(A, at(0, 24), level=1), Claim(B, at(10, 14), level=2)]

    found = resolve(claims, [Change(at(11, 12), removed=frozenset({B}))], window=at(0, 24))

    assert on_call_at(found, at(11, 12)[0]) == []


def test_people_of_one_level_coexist_and_an_addition_joins_them():
    claims = [Claim(A, at(0, 24)), Claim(B, at(0, 24))]

    found = resolve(claims, [Change(at(6, 8), added=frozenset({C}))], window=at(0, 24))

    assert [one.person for one in on_call_at(found, at(7, 8)[0])] == [A, B, C]


def test_who_is_planned_and_added_at_once_is_there_once():
    found = resolve(
        [Claim(A, at(0, 10))], [Change(at(6, 12), added=frozenset({A}))], window=at(0, 24)
    )

    assert spoken(found) == [(A, 0, 6), (A, 6, 12)]


people = st.integers(1, 4)
hours = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda one: at(one[0], sum(one)))
claims_of = st.lists(st.builds(Claim, people, hours, st.integers(0, 2)), max_size=8)
sets = st.frozensets(people, max_size=2)
changes_of = st.lists(st.builds(Change, hours, sets, sets, st.booleans()), max_size=5)


def slowly(claims, changes, instant):
    """The same rules, said for one instant."""

    def holds(period):
        return period[0] <= instant < period[1]

    there = [claim for claim in claims if holds(claim.period)]
    top = max((claim.level for claim in there), default=0)
    planned = {claim.person for claim in there if claim.level == top}
    live = [change for change in changes if holds(change.period)]
    for change in live:
        planned -= planned if change.everyone else change.removed
    return planned.union(*(change.added for change in live))


@patient
@given(claims_of, changes_of, st.randoms())
def test_at_each_instant_the_resolver_says_what_the_rules_say(claims, changes, chance):
    found = resolve(claims, changes, window=at(0, 48))
    shuffled = list(changes)
    chance.shuffle(shuffled)

    for hour in range(48):
        instant = at(hour, hour + 1)[0]
        there = [one.person for one in on_call_at(found, instant)]
        assert sorted(there) == sorted(slowly(claims, changes, instant))
    assert spoken(resolve(claims, shuffled, window=at(0, 48))) == spoken(found)


# --- Gaps -----------------------------------------------------------------------------------
FIXED, MOBILE = 1, 2


def test_two_fixed_and_one_mobile_owed_and_one_fixed_there_is_not_covered():
    night = at(0, 12)
    owed = [Owed(night, FIXED, 2), Owed(night, MOBILE, 1)]

    found = gaps(owed, [Held(night, FIXED, A)])

    assert found == [Gap(night, FIXED, 1, 1), Gap(night, MOBILE, 1, 0)]


def test_half_a_slot_uncovered_is_a_gap_of_that_half():
    found = gaps([Owed(at(0, 12), FIXED, 1)], [Held(at(0, 6), FIXED, A)])

    assert found == [Gap(at(6, 12), FIXED, 1, 0)]


def test_what_is_left_by_decision_is_no_gap_and_counts_not():
    owed = [Owed(at(0, 4), None, 1), Owed(at(4, 12), None, 1, by_decision=True)]

    assert gaps(owed, [Held(at(0, 4), FIXED, A)]) == []
    assert coverage(owed, [Held(at(0, 4), FIXED, A)]).percent == 100
    assert coverage(owed[1:], []).percent is None


def test_one_more_than_the_maximum_is_said():
    found = surplus(
        [Owed(at(0, 12), FIXED, 1, maximum=1)],
        [Held(at(0, 12), FIXED, A), Held(at(6, 9), FIXED, B)],
    )

    assert [(gap.period, gap.missing) for gap in found] == [(at(6, 9), -1)]


helds = st.lists(st.builds(Held, hours, st.sampled_from([FIXED, MOBILE]), people), max_size=8)


@patient
@given(hours, st.integers(0, 3), helds)
def test_gaps_and_coverage_count_the_same_hours(period, minimum, held):
    owed = Owed(period, FIXED, minimum)
    found = gaps([owed], held)
    share = coverage([owed], held)

    missing = sum(((gap.period[1] - gap.period[0]) * gap.missing for gap in found), timedelta())
    assert share.required - share.covered == missing
    assert share.required == (period[1] - period[0]) * minimum
    assert elapsed(gap.period for gap in found) <= period[1] - period[0]
