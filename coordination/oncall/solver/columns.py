"""Column generation: rosters of one person are priced and mixed until no better one exists.

The mixture bounds the whole problem; the columns, put together whole, make rosters of it.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from math import ceil
from random import Random

import numpy as np

from coordination.oncall.solver.automaton import Automaton, automaton_of
from coordination.oncall.solver.master import Column, Master, Prices
from coordination.oncall.solver.pricing import Floats, Pricer, Table
from coordination.oncall.solver.problem import Problem, Roster
from coordination.oncall.solver.score import cover_cost

# What a float may be off by, on costs of some millions at most.
TOLERANCE = 1e-4
BARRED = 1e9
EACH_ROUND = 4
# About what one value of a table and one pivot take, in seconds.
PRICED = 1.5e-7
PIVOT = 2e-4
DIVE_ROUNDS = 2
EPSILON = 1e-6
NEARLY_WHOLE = 0.95
CHANCE = 0.1


class Columns:
    """The columns of one problem, and what they prove."""

    def __init__(self, problem: Problem, automata: list[Automaton]) -> None:
        self.problem = problem
        self.pricers = [Pricer(one) for one in automata]
        self.master = Master(problem, automata)
        self.people = problem.people
        self.keys = [duty.key for duty in problem.duties]
        self.ranks = {duty.key: at for at, duty in enumerate(problem.duties)}
        self.bound = float("-inf")
        self.work = 0.0
        self.prices: Prices | None = None
        self.best: list[float] = []

    @property
    def is_feasible(self) -> bool:
        """Whether each person has a roster of their own."""
        free = np.zeros(len(self.problem.duties) + 1)
        return all(
            np.isfinite(one.table(free, np.zeros(len(one.automaton.rows))).best)
            for one in self.pricers
        )

    def learn(self, roster: Roster) -> None:
        """The rosters of each person in `roster` are columns."""
        for at, person in enumerate(self.people):
            held = roster.get(person.key, frozenset())
            self.master.add(at, frozenset(self.ranks[key] for key in held))

    def ranks_of(self, roster: Roster) -> dict[int, int]:
        """The column of each person in `roster`, when it is known."""
        held = [roster.get(person.key, frozenset()) for person in self.people]
        wanted = {(at, frozenset(self.ranks[key] for key in own)) for at, own in enumerate(held)}
        return {
            column.person: rank
            for rank, column in enumerate(self.master.columns)
            if (column.person, column.duties) in wanted
        }

    def advance(self, settled: Container[int] = ()) -> bool:
        """One round: prices, the cheapest rosters at these prices, a bound. False at the end.

        Nothing new is looked for, nor bounded, for the `settled` people.
        """
        prices = self.master.solve()
        self.work += self.master.iterations * PIVOT
        if prices is None:
            return False
        best, has_more = [], False
        for at in range(len(self.pricers)):
            if at not in settled:
                table = self.priced(at, prices)
                best.append(table.best)
                for duties in table.cheapest(EACH_ROUND, below=prices.levels[at] - TOLERANCE):
                    has_more |= self.master.add(at, duties)
        if len(best) == len(self.pricers):
            self._keep(prices, best)
        return has_more

    def _keep(self, prices: Prices, best: list[float]) -> None:
        bound = self.master.bound(prices, best)
        if bound > self.bound:
            self.bound, self.prices, self.best = bound, prices, best

    def greedy(self) -> Roster:
        """Each person in turn, the least free first, takes what covers best beside the others."""
        held: Counter[int] = Counter()
        found: Roster = {}
        order = sorted(range(len(self.pricers)), key=lambda at: -len(self.people[at].bars))
        for at in order:
            duties = np.zeros(len(self.problem.duties) + 1)
            for demand in self.problem.demands:
                rank = self.ranks[demand.duty]
                number = held[rank]
                gain = cover_cost(demand, number) - cover_cost(demand, number + 1)
                duties[rank] = gain if number < demand.maximum else -BARRED
            rows = np.zeros(len(self.pricers[at].automaton.rows))
            chosen = self.pricers[at].table(duties, rows).cheapest(1, below=np.inf)[0]
            held.update(chosen)
            found[self.people[at].key] = frozenset(self.keys[rank] for rank in chosen)
        return found

    def near(self, gap: float, most: int) -> list[Column] | None:
        """Every column that a roster at most `gap` above the bound may use; None beyond `most`."""
        if self.prices is None:
            return None
        found: list[Column] = []
        for at in range(len(self.pricers)):
            table = self.priced(at, self.prices)
            for duties in table.all_below(self.best[at] + gap + TOLERANCE):
                found.append(Column(at, duties))
                if len(found) > most:
                    return None
        return found

    def useful(self, gap: float) -> list[Column]:
        """The columns known so far that such a roster may use."""
        if self.prices is None:
            return self.master.columns
        return [
            column
            for column in self.master.columns
            if self.master.reduced_cost(column, self.prices) <= self.best[column.person] + gap
        ]

    def dive(
        self, random: Random, *, kept: Mapping[int, int], is_over: Callable[[], bool]
    ) -> Roster | None:
        """People settled one after the other on their heaviest column, priced again in between.

        `kept` names the columns of people settled beforehand. None when it is over first.
        """
        settled = dict(kept)
        self.master.settle(settled)
        while len(settled) < len(self.pricers):
            for _ in range(DIVE_ROUNDS):
                if not self.advance(settled):
                    break
            solved = not is_over() and self.master.solve() is not None
            more = self._heaviest(settled, random) if solved else {}
            settled |= more
            self.master.settle(settled if more else {})
            if not more:
                return None
        self.master.settle({})
        return self.roster(settled.values())

    def _heaviest(self, settled: Container[int], random: Random) -> dict[int, int]:
        """The columns nearly taken whole, and the next one, with a little chance."""
        found: dict[int, int] = {}
        ranked = []
        for rank, weight in enumerate(self.master.weights()):
            person = self.master.columns[rank].person
            if person not in settled and weight > EPSILON:
                if weight > NEARLY_WHOLE:
                    found[person] = rank
                ranked.append((weight + random.random() * CHANCE, rank, person))
        if ranked and not found:
            _, rank, person = max(ranked)
            found[person] = rank
        return found

    def roster(self, ranks: Iterable[int]) -> Roster:
        """The roster made of these columns."""
        columns = [self.master.columns[rank] for rank in ranks]
        return {
            self.people[one.person].key: frozenset(self.keys[at] for at in one.duties)
            for one in columns
        }

    def priced(self, at: int, prices: Prices) -> Table:
        """The table of the person of that rank."""
        duties = prices.duties
        if prices.shares[at]:
            duties = duties + self.points * prices.shares[at]
        self.work += self.pricers[at].size * PRICED
        return self.pricers[at].table(duties, prices.rows[at])

    def worked(self) -> float:
        """The work done since last asked, near what it takes in seconds; the same everywhere."""
        done, self.work = self.work, 0.0
        return done

    @property
    def points(self) -> Floats:
        return np.array([*(duty.points for duty in self.problem.duties), 0], dtype=float)

    @property
    def whole_bound(self) -> int:
        """Costs are whole numbers: so is the bound, upwards."""
        return max(ceil(self.bound - TOLERANCE), 0) if np.isfinite(self.bound) else 0


def columns_of(problem: Problem) -> Columns | None:
    """None when somebody's rules cannot be walked day by day."""
    automata = []
    for person in problem.people:
        automaton = automaton_of(problem, person)
        if automaton is None:
            return None
        automata.append(automaton)
    columns = Columns(problem, automata)
    return columns if columns.is_feasible else None
