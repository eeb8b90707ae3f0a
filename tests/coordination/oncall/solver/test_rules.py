"""Each hard rule is kept, and each soft one is paid, by the search as by the account."""

import pytest

from coordination.oncall.solver.problem import (
    GroupLimit,
    Limit,
    Runs,
    Share,
    Spacing,
    Together,
    Wish,
)
from coordination.oncall.solver.score import breaches, score
from coordination.oncall.solver.search import solve
from tests.coordination.oncall.solver.asked import QUICK, duty, person, problem

NIGHTS = [duty(day) for day in range(7)]
KEYS = [one.key for one in NIGHTS]
EACH = dict.fromkeys(KEYS, 1)


def held_by_alice(**rules):
    asked = problem([person("alice", **rules)], NIGHTS)
    return asked, solve(asked, QUICK).roster["alice"]


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        ({}, 7),
        ({"bars": {"0night": "absence", "3night": "qualification"}}, 5),
        ({"limits": (Limit("duties", EACH, most=3),)}, 3),
        ({"limits": (Limit("hours", dict.fromkeys(KEYS, 720), most=2000),)}, 2),
        ({"groups": (GroupLimit("weekends", (frozenset(KEYS[5:]),), 0),)}, 5),
        ({"rest_minutes": 24 * 60}, 4),
        ({"runs": Runs(most_worked=2)}, 5),
        ({"runs": Runs(most_worked=2, least_off=2)}, 4),
        ({"runs": Runs(least_worked=3), "bars": {"2night": "absence"}}, 6),
    ],
)
def test_as_many_nights_are_held_as_the_rule_allows(rules, most):
    asked, held = held_by_alice(**rules)

    account = score(asked, {"alice": held})

    assert len(held) == most
    assert account.broken == ()
    assert account.parts.get("short", 0) == 1000 * (7 - most)


def test_a_forbidden_succession_never_happens():
    duties = [duty(0, "late", hour=14, hours=8), duty(1, "early", hour=6, hours=8)]
    asked = problem(
        [person("alice"), person("bob", bars={"0late": "absence"})],
        duties,
        forbidden_next=frozenset({("late", "early")}),
    )

    roster = solve(asked, QUICK).roster

    assert roster == {"alice": {"0late"}, "bob": {"1early"}}


@pytest.mark.parametrize(
    ("soft", "name", "cost"),
    [
        ({"wishes": (Wish(frozenset({"0night"}), False, 7),)}, "wish", 7),
        ({"spacing": (Spacing(2, 3),)}, "spacing", 18),
        ({"spacing": (Spacing(2, 3, frozenset({(5, 6)})),)}, "spacing", 15),
        ({"limits": (Limit("duties_a_month", EACH, most=5, cost=11),)}, "duties_a_month", 22),
        ({"groups": (GroupLimit("weekends", (frozenset(KEYS[5:]),), 0, 9),)}, "weekends", 9),
    ],
)
def test_a_soft_rule_is_paid_when_the_cover_asks_for_it(soft, name, cost):
    asked = problem([person("alice", **soft)], NIGHTS)

    outcome = solve(asked, QUICK)

    assert len(outcome.roster["alice"]) == 7
    assert (outcome.objective, score(asked, outcome.roster).parts) == (cost, {name: cost})
    assert outcome.is_proven


def test_a_week_end_stays_with_one_person():
    weekend = [duty(5), duty(6)]
    whole = Together(frozenset({"5night"}), frozenset({"6night"}), 5)
    people = [person(name, together=(whole,)) for name in ("alice", "bob")]

    outcome = solve(problem(people, weekend), QUICK)

    assert sorted(len(held) for held in outcome.roster.values()) == [0, 2]
    assert outcome.objective == 0


def test_points_go_to_whoever_is_owed_them():
    people = [
        person("alice", share=Share(before=500, target=600, cost=1)),
        person("bob", share=Share(before=0, target=600, cost=1)),
    ]

    outcome = solve(problem(people, NIGHTS, worst_cost=10), QUICK)

    assert {name: len(held) for name, held in outcome.roster.items()} == {"alice": 1, "bob": 6}
    assert outcome.is_proven


def test_the_worst_off_comes_before_the_sum():
    people = [person(name, share=Share(0, 233, 1)) for name in ("alice", "bob", "carol")]

    outcome = solve(problem(people, NIGHTS, worst_cost=10), QUICK)

    assert sorted(len(held) for held in outcome.roster.values()) == [2, 2, 3]


def test_the_account_names_duties_too_close_to_each_other():
    asked = problem([person("alice", rest_minutes=15 * 60)], NIGHTS)
    duties = {one.key: one for one in NIGHTS}

    found = breaches(asked, asked.people[0], frozenset(KEYS[:2]), duties)

    assert [(one.rule, one.duties) for one in found] == [("rest", ("0night", "1night"))]
