"""Many small exchanges between people, the costly ones less and less often: simulated annealing.

For people whose rules only forbid too much: a duty moves to somebody, with what stands in its
way going back.
"""

from collections.abc import Callable
from math import exp, log
from random import Random

from coordination.oncall.solver.ledger import Ledger, ranks_of
from coordination.oncall.solver.problem import Problem, Roster
from coordination.oncall.solver.score import cover_cost

# Costs accepted at first and at the end, and what one move takes in seconds.
WARM, COLD = 600.0, 4.0
MOVE = 1e-4
BATCH = 2_000
EVEN = 0.6


class Annealing:
    """One walk from a roster; `best` is the best one it met."""

    def __init__(self, problem: Problem, roster: Roster, *, seed: int) -> None:
        self.problem = problem
        self.random = Random(seed)  # noqa: S311 - a search, not a secret
        self.ledgers = [Ledger(problem, one) for one in problem.people]
        self.ranks = {duty.key: at for at, duty in enumerate(problem.duties)}
        self.held = [
            sum(1 << self.ranks[key] for key in roster.get(one.key, ())) for one in problem.people
        ]
        self.costs = [
            one.cost(held) for one, held in zip(self.ledgers, self.held, strict=True)
        ]  # fmt: skip
        self.aways = [one.away(held) for one, held in zip(self.ledgers, self.held, strict=True)]
        self.able = [
            [at for at, one in enumerate(self.ledgers) if one.allowed >> rank & 1]
            for rank in range(len(problem.duties))
        ]
        self.demands = [(self.ranks[one.duty], one) for one in problem.demands]
        self.near = self._neighbours()
        self.alike: dict[int, int] = {}
        for at, duty in enumerate(problem.duties):
            self.alike[duty.points] = self.alike.get(duty.points, 0) | 1 << at
        self.numbers = [sum(held >> rank & 1 for held in self.held) for rank, _ in self.demands]
        self.worst = self._worst()
        self.best, self.gain, self.least, self.moves = list(self.held), 0, 0, 0

    def _neighbours(self) -> list[int]:
        """The duties of the eve and of the morrow of each."""
        days: dict[int, int] = {}
        for at, duty in enumerate(self.problem.duties):
            days[duty.day] = days.get(duty.day, 0) | 1 << at
        return [
            days.get(duty.day - 1, 0) | days.get(duty.day + 1, 0) for duty in self.problem.duties
        ]

    def _worst(self) -> int:
        return max([self.problem.worst_floor, *self.aways]) * self.problem.worst_cost

    def run(
        self,
        *,
        moves: int,
        is_over: Callable[[], bool],
        until: Callable[[], float],
        found: Callable[[Roster], None],
    ) -> None:
        """`until` says which part of the walk is done by the clock; `found` hears of the best
        roster from time to time."""
        part, told = 0.0, 0
        while part < 1 and not is_over():
            heat = WARM * exp(log(COLD / WARM) * part)
            for _ in range(BATCH):
                self._try(heat)
            self.moves += BATCH
            part = max(until(), self.moves / moves)
            if self.least < told:
                told = self.least
                found(self.roster())

    def roster(self) -> Roster:
        """The best roster met."""
        keys = [duty.key for duty in self.problem.duties]
        return {
            person.key: frozenset(key for rank, key in enumerate(keys) if held >> rank & 1)
            for person, held in zip(self.problem.people, self.best, strict=True)
        }

    def _try(self, heat: float) -> None:
        at = int(self.random.random() * len(self.demands))
        rank, demand = self.demands[at]
        able = self.able[rank]
        if not able:
            return
        enters = able[int(self.random.random() * len(able))]
        if self.held[enters] >> rank & 1:
            return
        bit, cover, number = 1 << rank, 0, self.numbers[at]
        if number < demand.target:
            cover = cover_cost(demand, number + 1) - cover_cost(demand, number)
            self._settle({enters: self.held[enters] | bit}, cover, heat, at=at)
            return
        holders = [one for one in able if self.held[one] & bit]
        if holders:
            leaves = holders[int(self.random.random() * len(holders))]
            self._exchange(enters, leaves, rank, heat)

    def _exchange(self, enters: int, leaves: int, rank: int, heat: float) -> None:
        """`leaves` gives the duty; sometimes with the others near it; `enters` gives back what
        stands in the way of it, if it can be taken."""
        taker, giver = self.ledgers[enters], self.ledgers[leaves]
        given = 1 << rank
        if self.random.random() < 0.5:
            given |= self.held[leaves] & self.near[rank] & taker.allowed
        back = self.held[enters] & taker.against(given)
        if not back and self.random.random() < EVEN:
            back = self._as_much(rank, enters, giver)
        if back & ~giver.allowed or given & giver.fixed or back & taker.fixed:
            return
        if back & self.held[leaves]:
            return
        self._settle(
            {
                enters: self.held[enters] & ~back | given,
                leaves: self.held[leaves] & ~given | back,
            },
            0,
            heat,
        )

    def _as_much(self, rank: int, enters: int, giver: Ledger) -> int:
        """Another duty worth as many points, given back so that shares stay as they are."""
        worth = self.alike[self.problem.duties[rank].points]
        found = list(ranks_of(self.held[enters] & giver.allowed & worth))
        return 1 << found[int(self.random.random() * len(found))] if found else 0

    def _settle(self, after: dict[int, int], cover: int, heat: float, *, at: int = -1) -> None:
        """The move is made when it costs less, or not much more for this heat."""
        delta, costs, aways = cover, {}, {}
        for one, held in after.items():
            ledger = self.ledgers[one]
            if not ledger.is_kept(held, self.held[one]):
                return
            change = ledger.change(self.held[one], held)
            costs[one], aways[one] = self.costs[one] + change, ledger.away(held)
            delta += change
        before = {one: self.aways[one] for one in after}
        for one, away in aways.items():
            self.aways[one] = away
        worst = self._worst()
        delta += worst - self.worst
        if delta > 0 and self.random.random() >= exp(-delta / heat):
            for one, away in before.items():
                self.aways[one] = away
            return
        for one, held in after.items():
            self.held[one], self.costs[one] = held, costs[one]
        self.worst = worst
        if at >= 0:
            self.numbers[at] += 1
        self.gain += delta
        if self.gain < self.least:
            self.least, self.best = self.gain, list(self.held)
