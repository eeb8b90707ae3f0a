"""Column generation against every roster of small problems, tried one by one."""

import random
from itertools import product

import numpy as np
import pytest

from coordination.oncall.solver.automaton import automaton_of
from coordination.oncall.solver.columns import columns_of
from coordination.oncall.solver.outcome import Settings
from coordination.oncall.solver.pricing import Pricer
from coordination.oncall.solver.problem import (
    Demand,
    GroupLimit,
    Limit,
    Problem,
    Runs,
    Share,
    Spacing,
    Together,
    Wish,
)
from coordination.oncall.solver.score import breaches, score, wish_costs
from coordination.oncall.solver.search import solve
from tests.coordination.oncall.solver.asked import evenings_and_nights, person

DAYS = 6
DUTIES = evenings_and_nights(DAYS)
KEYS = [one.key for one in DUTIES]
WHOLE = [frozenset({f"{day}evening", f"{day}night"}) for day in range(DAYS)]
RULES = {
    "runs": {"runs": Runs(most_worked=3, least_worked=2, least_off=2)},
    "no minimum": {"runs": Runs(most_worked=2)},
    "limits": {
        "limits": (
            Limit("minutes", {key: 480 if "even" in key else 600 for key in KEYS}, 1900, 900),
            Limit("nights", {key: 1 for key in KEYS if "night" in key}, most=1),
        )
    },
    "week-ends": {"groups": (GroupLimit("weekends", (WHOLE[1] | WHOLE[2], WHOLE[4]), 1),)},
    "spacing": {"spacing": (Spacing(3, 7, frozenset({(2, 3)})),)},
    "together": {"together": (Together(WHOLE[2], WHOLE[3], 9), Together(WHOLE[4], WHOLE[5], 4))},
    "fixed": {"fixed": frozenset({"2night"}), "bars": {"0night": "absence", "3evening": "sector"}},
    "everything": {
        "runs": Runs(most_worked=4, least_worked=2, least_off=1),
        "limits": (Limit("duties", dict.fromkeys(KEYS, 1), most=4, least=2),),
        "groups": (GroupLimit("weekends", (WHOLE[0] | WHOLE[1], WHOLE[4] | WHOLE[5]), 1),),
        "spacing": (Spacing(2, 3),),
        "wishes": (
            Wish(frozenset({"1evening"}), True, 5),
            Wish(frozenset({"3evening", "3night"}), False, 8),
            Wish(frozenset({"4night"}), True, 2),
        ),
    },
}


def every_roster(asked, who):
    """Each roster of `who` that keeps the hard rules, as ranks, with what it costs."""
    duties = {one.key: one for one in asked.duties}
    for picks in product((None, "evening", "night"), repeat=DAYS):
        held = frozenset(f"{day}{kind}" for day, kind in enumerate(picks) if kind)
        if not breaches(asked, who, held, duties):
            cost = sum(price for _, price in wish_costs(asked, who, held, duties))
            yield frozenset(KEYS.index(key) for key in held), cost


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES.keys())
def test_the_cheapest_roster_at_any_prices_is_the_one_that_trying_all_finds(rules):
    chance = random.Random(5)
    alice = person("alice", rest_minutes=600, **rules)
    asked = Problem(DAYS, DUTIES, (), (alice,))
    pricer = Pricer(automaton_of(asked, alice))

    for _ in range(5):
        prices = np.array([*(chance.randint(-20, 20) for _ in DUTIES), 0.0])
        costs = {
            held: cost - sum(prices[at] for at in held) for held, cost in every_roster(asked, alice)
        }
        table = pricer.table(prices, np.zeros(0))
        least = min(costs.values())

        assert table.best == pytest.approx(least)
        assert costs[table.cheapest(1, below=np.inf)[0]] == pytest.approx(least)
        assert set(table.all_below(least + 6.5)) == {
            held for held, cost in costs.items() if cost <= least + 6.5
        }


def small(seed):
    chance = random.Random(seed)
    people = [
        person(
            f"p{rank}",
            rest_minutes=600,
            bars=dict.fromkeys(chance.sample(KEYS, 2), "absence"),
            limits=(Limit("asked", dict.fromkeys(KEYS, 1), most=3, cost=7),),
            groups=(GroupLimit("weekends", (WHOLE[2] | WHOLE[3], WHOLE[5]), 1, cost=11),),
            wishes=(Wish(frozenset({chance.choice(KEYS)}), chance.random() < 0.5, 5),),
            spacing=(Spacing(2, 2),),
            share=Share(100 * rank, chance.randint(300, 700), 1) if seed % 2 else None,
        )
        for rank in range(4)
    ]
    demands = tuple(Demand(key, 1, 1, 1, short=300) for key in KEYS)
    return Problem(DAYS, DUTIES, demands, tuple(people), worst_cost=5 if seed % 2 else 0)


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_of_the_columns_never_passes_the_optimum(seed):
    asked = small(seed)
    best = solve(asked, Settings(seconds=60, workers=1))
    columns = columns_of(asked)
    columns.learn(best.roster)

    bounds = [columns.bound]
    while columns.advance():
        bounds.append(columns.bound)

    assert best.is_proven
    assert 0 < columns.whole_bound <= best.objective
    assert bounds == sorted(bounds)
    assert columns.bound == pytest.approx(columns.prices.value, abs=1e-3)


def test_a_dive_gives_everybody_a_roster_that_keeps_their_rules():
    asked = small(2)
    columns = columns_of(asked)
    columns.learn({})

    found = columns.dive(random.Random(1), kept={}, is_over=lambda: False)

    assert set(found) == {one.key for one in asked.people}
    assert score(asked, found).broken == ()


def test_whoever_may_hold_two_duties_of_a_day_is_left_to_the_other_search():
    free = person("alice", rest_minutes=0)
    asked = Problem(DAYS, DUTIES, (Demand("0night", 1, 1, 1, short=9),), (free,))

    assert columns_of(asked) is None
    assert solve(asked, Settings(seconds=20, workers=1)).is_proven
