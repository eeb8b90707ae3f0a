"""The walk by small exchanges: it counts as the account does, keeps the rules, repeats itself."""

import random

import pytest

from coordination.oncall.solver.anneal import BATCH, Annealing
from coordination.oncall.solver.construct import fill
from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.ledger import Ledger
from coordination.oncall.solver.model import build
from coordination.oncall.solver.outcome import Settings
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
from coordination.oncall.solver.relaxation import Relaxation
from coordination.oncall.solver.score import breaches, score, wish_costs
from coordination.oncall.solver.search import solve
from tests.coordination.oncall.solver.asked import evenings_and_nights, person

DAYS = 14
DUTIES = evenings_and_nights(DAYS)
KEYS = [one.key for one in DUTIES]
WHOLE = [frozenset({f"{day}evening", f"{day}night"}) for day in range(DAYS)]


def somebody(rank, chance):
    return person(
        f"p{rank}",
        rest_minutes=600,
        bars=dict.fromkeys(chance.sample(KEYS, 4), "absence"),
        limits=(
            Limit("asked", dict.fromkeys(KEYS, 1), most=5, cost=7),
            Limit("hours", {key: 8 if "even" in key else 10 for key in KEYS}, most=60),
        ),
        groups=(
            GroupLimit("weekends", (WHOLE[5] | WHOLE[6], WHOLE[12] | WHOLE[13]), 1, cost=11),
            GroupLimit("sundays", (WHOLE[6], WHOLE[13]), 1),
        ),
        runs=Runs(most_worked=3),
        wishes=(Wish(frozenset(chance.sample(KEYS, 3)), chance.random() < 0.5, 5),),
        together=(Together(WHOLE[5], WHOLE[6], 9),),
        spacing=(Spacing(3, 2, frozenset({(5, 6), (12, 13)})),),
        share=Share(100 * rank, 300 + 100 * rank, 1),
    )


def team(seed=1, number=6):
    chance = random.Random(seed)
    people = tuple(somebody(rank, chance) for rank in range(number))
    demands = tuple(Demand(key, 1, 1, 1, short=300, under=10, over=10) for key in KEYS)
    return Problem(DAYS, DUTIES, demands, people, worst_cost=5)


@pytest.mark.parametrize("seed", range(3))
def test_bits_count_what_the_account_counts(seed):
    chance = random.Random(seed)
    asked = team(seed)
    alice, duties = asked.people[0], {one.key: one for one in DUTIES}
    ledger = Ledger(asked, alice)

    for _ in range(200):
        held = frozenset(chance.sample(KEYS, chance.randint(0, 9))) - set(alice.bars)
        bits = sum(1 << KEYS.index(key) for key in held)
        points = sum(duties[key].points for key in held)
        cost = sum(price for _, price in wish_costs(asked, alice, held, duties))

        assert ledger.cost(bits) == cost + deviation_cost(alice.share, points)
        assert ledger.away(bits) == deviation(alice.share, points)
        assert ledger.is_kept(bits, 0) == (not breaches(asked, alice, held, duties))


@pytest.mark.parametrize("seed", range(3))
def test_what_a_change_costs_is_counted_near_it_as_it_is_everywhere(seed):
    chance = random.Random(seed)
    asked = team(seed)
    ledger = Ledger(asked, asked.people[0])
    allowed = [at for at in range(len(KEYS)) if ledger.allowed >> at & 1]
    held = 0

    for _ in range(300):
        after = held
        for at in chance.sample(allowed, chance.randint(1, 3)):
            after ^= 1 << at
        assert ledger.change(held, after) == ledger.cost(after) - ledger.cost(held)
        held = after if chance.random() < 0.7 else 0


def test_a_walk_costs_less_breaks_nothing_and_can_be_walked_again():
    asked = team()
    first = fill(asked, {})
    found = []

    walks = [Annealing(asked, first, seed=4) for _ in range(2)]
    for walk in walks:
        walk.run(moves=5 * BATCH, is_over=lambda: False, until=lambda: 0.0, found=found.append)

    roster = walks[0].roster()
    account = score(asked, roster)
    assert roster == walks[1].roster()
    assert account.broken == ()
    assert account.objective == score(asked, first).objective + walks[0].least
    assert account.objective < score(asked, first).objective
    assert found[-1] == roster


def test_the_linear_relaxation_never_passes_the_optimum():
    asked = team(number=4)

    best = solve(asked, Settings(seconds=3, workers=1))
    bound = Relaxation(build(asked)).bound(20)

    assert 0 < bound <= best.objective
