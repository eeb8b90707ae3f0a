"""What the search promises: always a roster, the same one again, an explanation, a stop."""

import random
from dataclasses import replace

from coordination.oncall.solver.explain import NOTHING, gaps
from coordination.oncall.solver.outcome import Settings
from coordination.oncall.solver.problem import Limit, Share, Spacing, Wish
from coordination.oncall.solver.score import score
from coordination.oncall.solver.search import solve
from tests.coordination.oncall.solver.asked import QUICK, duty, person, problem

DAYS = 14
DUTIES = [duty(day, kind, hour=hour, hours=8) for day in range(DAYS)
          for kind, hour in (("evening", 14), ("night", 22))]  # fmt: skip
STEADY = Settings(seed=3, seconds=60, effort=2.0, workers=2)


def team(number=6):
    chance = random.Random(number)
    return [
        person(
            f"p{rank}",
            rest_minutes=11 * 60,
            bars={one.key: "absence" for one in chance.sample(DUTIES, 4)},
            wishes=tuple(
                Wish(frozenset({one.key}), chance.random() < 0.5, chance.randint(1, 5))
                for one in chance.sample(DUTIES, 4)
            ),
            spacing=(Spacing(2, 2),),
            share=Share(before=100 * rank, target=100 * rank + 100 * len(DUTIES) // number, cost=1),
        )
        for rank in range(number)
    ]


def test_the_same_input_and_seed_give_the_same_roster():
    asked = problem(team(), DUTIES, days=DAYS, worst_cost=5)

    first, second = solve(asked, STEADY), solve(asked, STEADY)

    assert first.roster == second.roster
    assert first.objective == score(asked, first.roster).objective


def test_another_order_of_the_rows_gives_the_same_roster():
    asked = problem(team(), DUTIES, days=DAYS, worst_cost=5)
    shuffled = replace(
        asked,
        people=asked.people[::-1],
        duties=asked.duties[::-1],
        demands=asked.demands[::-1],
    )

    first, second = solve(asked, STEADY), solve(shuffled, STEADY)

    assert (first.objective, first.roster) == (second.objective, second.roster)


def test_what_cannot_be_covered_comes_back_with_the_rule_in_each_ones_way():
    people = [
        person("alice", bars={"0night": "absence"}),
        person("bob", bars={"0night": "qualification"}),
        person("carol", limits=(Limit("cap", {"0night": 9, "1night": 9}, most=8),)),
        person("dan", fixed=frozenset({"0early"}), rest_minutes=11 * 60),
    ]
    duties = [duty(0, "early", hour=10, hours=8), duty(0), duty(1)]

    asked = problem(people, duties)
    found = gaps(asked, solve(asked, QUICK).roster)

    assert [(gap.duty, gap.missing) for gap in found] == [("0night", 1)]
    assert {one.person: one.rule for one in found[0].obstacles} == {
        "alice": "absence", "bob": "qualification", "carol": "cap", "dan": "rest",
    }  # fmt: skip


def test_rules_that_contradict_each_other_are_named_and_the_others_kept():
    impossible = Limit("least_hours", {"0night": 1}, least=5)
    people = [person("alice", limits=(impossible,)), person("bob")]

    outcome = solve(problem(people, [duty(0), duty(1)]), QUICK)

    assert [(one.person, one.rule) for one in outcome.broken] == [("alice", "least_hours")]
    assert not outcome.is_proven
    assert outcome.roster["alice"] | outcome.roster["bob"] == {"0night", "1night"}


def test_a_duty_fixed_during_an_absence_is_kept_and_named():
    alice = person("alice", bars={"0night": "absence"}, fixed=frozenset({"0night"}))

    outcome = solve(problem([alice], [duty(0)]), QUICK)

    assert outcome.roster == {"alice": {"0night"}}
    assert [one.rule for one in outcome.broken] == ["absence"]


def test_a_search_that_is_stopped_keeps_its_best():
    asked = problem(team(10), DUTIES, days=DAYS, worst_cost=5)
    seen = []

    outcome = solve(
        asked,
        Settings(seconds=60, workers=1, effort=1000),
        watch=seen.append,
        should_stop=lambda: any(one.objective is not None for one in seen),
    )

    assert outcome.is_stopped
    assert outcome.seconds < 30
    assert gaps(asked, outcome.roster) == []


def test_replanning_after_an_absence_changes_the_fewest_duties():
    people = [person(name, rest_minutes=11 * 60) for name in ("alice", "bob", "carol")]
    duties = [duty(day) for day in range(9)]
    former = {one.key: frozenset(f"{day}night" for day in range(rank, 9, 3))
              for rank, one in enumerate(people)}  # fmt: skip
    stay = [
        replace(
            one,
            bars={"0night": "absence"} if one.key == "alice" else {},
            wishes=tuple(
                Wish(frozenset({key.key}), key.key in former[one.key], 10, "change")
                for key in duties
            ),
        )
        for one in people
    ]

    outcome = solve(problem(stay, duties, days=9), QUICK, start=former)

    moved = {key for name in former for key in former[name] - outcome.roster[name]}
    assert moved == {"0night"}


def test_nobody_and_nothing_to_hold_are_answered_without_an_error():
    nobody = solve(problem([], [duty(0)]), QUICK)
    nothing = solve(problem([person("alice")], []), QUICK)

    assert (nobody.roster, nobody.objective) == ({}, 1000)
    assert nothing.roster == {"alice": frozenset()}


def test_a_free_candidate_is_said_to_be_free():
    found = gaps(problem([person("alice")], [duty(0)]), {"alice": frozenset()})

    assert [one.rule for one in found[0].obstacles] == [NOTHING]
