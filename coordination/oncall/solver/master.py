"""The whole roster as a mixture of rosters of one person, each a column; its prices; a bound.

What adds up over several people, or softly over the period of one, is a convex cost of a sum:
how many hold a duty, the points of somebody, their duties of a month. A `Sum` is one row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from math import gcd

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[attr-defined]

from coordination.oncall.solver.automaton import Automaton
from coordination.oncall.solver.fairness import POINT, STEEPEST, deviation, deviation_cost
from coordination.oncall.solver.pricing import Floats
from coordination.oncall.solver.problem import Demand, GroupLimit, Limit, Problem, Share
from coordination.oncall.solver.score import breaches, cover_cost, wish_costs

# So that prices exist before each person has a column.
NOBODY = 10_000_000

Points = list[tuple[int, int]]
"""A convex cost, straight between its points."""


@dataclass(frozen=True)
class Column:
    """One roster of one person: what is held, and its cost apart from that of the sums."""

    person: int
    duties: frozenset[int]
    cost: int = 0
    units: tuple[int, ...] = ()


@dataclass(frozen=True)
class Prices:
    """What holding a duty earns (a last zero for nothing), what a unit of a row costs, by person;
    what being away from one's share weighs, on each side; what a column of each person must cost
    less than to be of use; what the best mixture costs."""

    duties: Floats
    rows: list[Floats]
    shares: Floats
    sides: list[list[float]]
    levels: list[float]
    value: float


class Master:
    """The linear programme over the columns so far."""

    def __init__(self, problem: Problem, automata: Sequence[Automaton]) -> None:
        self.problem, self.automata = problem, automata
        self.duties = {duty.key: duty for duty in problem.duties}
        self.people = [replace(one.person, limits=(), groups=()) for one in automata]
        self.columns: list[Column] = []
        self.variables: list[pywraplp.Variable] = []
        self.settled: list[int] = []
        self.iterations = 0
        self.known: set[tuple[int, frozenset[int]]] = set()
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._add_rows()

    def _add_rows(self) -> None:
        people = range(len(self.automata))
        ranks = {duty.key: at for at, duty in enumerate(self.problem.duties)}
        self.choice = [self.lp.Constraint(1, 1) for _ in people]
        for row in self.choice:
            nobody = self.lp.NumVar(0, 1, "")
            row.SetCoefficient(nobody, 1)
            self.lp.Objective().SetCoefficient(nobody, NOBODY)
        self.cover = {
            ranks[one.duty]: _Sum(self.lp, _cover_cost(one, len(people)))
            for one in self.problem.demands
        }
        self.soft = [
            [_Sum(self.lp, _limit_cost(row)) for row in automaton.rows]
            for automaton in self.automata
        ]
        worth = [duty.points for duty in self.problem.duties]
        self.unit = reduce(gcd, worth, 0) or 1
        self.top = max(sum(worth), self.unit)
        self.shares = [self._share(automaton.person.share) for automaton in self.automata]
        self.worst = self.lp.NumVar(self.problem.worst_floor, self.lp.infinity(), "")
        self.lp.Objective().SetCoefficient(self.worst, self.problem.worst_cost)
        self.lines = [self._lines(automaton.person.share) for automaton in self.automata]
        self.sides = [self._sides(at) for at in people]

    def _share(self, share: Share | None) -> "_Sum | None":
        return _Sum(self.lp, _share_cost(share, self.top, self.unit)) if share else None

    def _lines(self, share: Share | None) -> list[tuple[float, float]]:
        """(at nothing held, per point): the worst deviation is above each of these lines."""
        if share is None or not self.problem.worst_cost:
            return []
        gap = share.before - share.target
        found: list[tuple[float, float]] = [(gap, 1), (-gap, -1)]
        left = -gap // self.unit * self.unit
        if 0 <= left < -gap:
            low, high = (deviation(share, at) for at in (left, left + self.unit))
            slope = (high - low) / self.unit
            found.append((low - slope * left, slope))
        return found

    def _sides(self, at: int) -> list[pywraplp.Constraint]:
        found: list[pywraplp.Constraint] = []
        total = self.shares[at]
        for level, slope in self.lines[at] if total else []:
            row = self.lp.Constraint(level, self.lp.infinity())
            row.SetCoefficient(self.worst, 1)
            for part in total.parts if total else []:
                row.SetCoefficient(part, -slope)
            found.append(row)
        return found

    def add(self, person: int, duties: frozenset[int]) -> bool:
        """The column is in. False when it already was, or breaks a hard rule."""
        if (person, duties) in self.known:
            return False
        self.known.add((person, duties))
        problem, own = self.problem, self.automata[person].person
        held = frozenset(problem.duties[at].key for at in duties)
        if breaches(problem, own, held, self.duties):
            return False
        cost = sum(
            price for _, price in wish_costs(problem, self.people[person], held, self.duties)
        )
        variable = self.lp.NumVar(0, self.lp.infinity(), "")
        self.lp.Objective().SetCoefficient(variable, cost)
        self.choice[person].SetCoefficient(variable, 1)
        for at in sorted(duties):
            if at in self.cover:
                self.cover[at].row.SetCoefficient(variable, 1)
        units = tuple(_amount(limit, held) for limit in self.automata[person].rows)
        for number, total in zip(units, self.soft[person], strict=True):
            total.row.SetCoefficient(variable, number)
        share = self.shares[person]
        if share is not None:
            share.row.SetCoefficient(variable, sum(problem.duties[at].points for at in duties))
        self.columns.append(Column(person, duties, cost, units))
        self.variables.append(variable)
        return True

    def solve(self) -> Prices | None:
        """The prices at the optimum; None when the columns do not fit together."""
        status = self.lp.Solve()
        self.iterations = int(self.lp.iterations())
        if status != pywraplp.Solver.OPTIMAL:
            return None
        duties = np.zeros(len(self.problem.duties) + 1)
        for at, total in self.cover.items():
            duties[at] = total.row.dual_value()
        rows = [np.array([total.row.dual_value() for total in own]) for own in self.soft]
        shares = np.array([total.row.dual_value() if total else 0.0 for total in self.shares])
        sides = [[max(row.dual_value(), 0.0) for row in own] for own in self.sides]
        levels = [row.dual_value() for row in self.choice]
        return Prices(duties, rows, shares, sides, levels, float(self.lp.Objective().Value()))

    def reduced_cost(self, column: Column, prices: Prices) -> float:
        """What the column costs at these prices."""
        at, share = column.person, self.shares[column.person]
        cost = column.cost - sum(float(prices.duties[duty]) for duty in column.duties)
        for units, price in zip(column.units, prices.rows[at], strict=True):
            cost -= units * float(price)
        if share is not None:
            worth = self.problem.duties
            cost -= float(prices.shares[at]) * sum(worth[duty].points for duty in column.duties)
        return cost

    def settle(self, columns: Mapping[int, int]) -> None:
        """These columns are taken whole, by person; the people settled before are free again."""
        for rank in self.settled:
            self.variables[rank].SetLb(0)
        self.settled = list(columns.values())
        for rank in self.settled:
            self.variables[rank].SetLb(1)

    def weights(self) -> list[float]:
        """How much of each column the best mixture takes."""
        return [float(variable.solution_value()) for variable in self.variables]

    def bound(self, prices: Prices, best: Sequence[float]) -> float:
        """What no roster costs less than, where `best` is what each person's cheapest roster
        costs at these prices: true whatever they are (weak duality)."""
        heavy = sum(map(sum, prices.sides))
        scale = min(1.0, self.problem.worst_cost / heavy) if heavy else 1.0
        total = sum(best) + self.problem.worst_floor * (self.problem.worst_cost - scale * heavy)
        total += sum(one.least(float(prices.duties[at])) for at, one in self.cover.items())
        for own, weights in zip(self.soft, prices.rows, strict=True):
            total += sum(one.least(float(w)) for one, w in zip(own, weights, strict=True))
        for at, share in enumerate(self.shares):
            if share is not None:
                total += self._share_least(at, share, prices, scale)
        return total

    def _share_least(self, at: int, total: "_Sum", prices: Prices, scale: float) -> float:
        price = float(prices.shares[at])
        weighed = [(scale * w, *line) for w, line in
                   zip(prices.sides[at], self.lines[at], strict=True)]  # fmt: skip
        return min(
            cost + price * x + sum(w * (level + slope * x) for w, level, slope in weighed)
            for x, cost in total.points
        )


@dataclass
class _Sum:
    """A row whose sum lies somewhere on a convex cost: one variable per straight part."""

    lp: pywraplp.Solver
    points: Points
    parts: list[pywraplp.Variable] = field(default_factory=list)

    def __post_init__(self) -> None:
        first = self.points[0][0]
        self.row = self.lp.Constraint(first, first)
        for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False):
            part = self.lp.NumVar(0, right - left, "")
            self.row.SetCoefficient(part, -1)
            self.lp.Objective().SetCoefficient(part, (high - low) / (right - left))
            self.parts.append(part)
        self.lp.Objective().SetOffset(self.lp.Objective().offset() + self.points[0][1])

    def least(self, price: float) -> float:
        """The least of the cost and what its sum pays."""
        return min(cost + price * at for at, cost in self.points)


def _cover_cost(demand: Demand, people: int) -> Points:
    most = min(demand.maximum, max(people, demand.target))
    marks = sorted({0, min(demand.minimum, most), min(demand.target, most), most})
    return [(number, cover_cost(demand, number)) for number in marks]


def _limit_cost(limit: Limit | GroupLimit) -> Points:
    if isinstance(limit, GroupLimit):
        top, least = len(limit.groups), 0
    else:
        top, least = sum(limit.duties.values()), limit.least or 0
    most = top if limit.most is None else limit.most
    marks = sorted({0, min(least, top), min(most, top), top})
    price = limit.cost or 0
    return [(mark, price * (max(mark - most, 0) + max(least - mark, 0))) for mark in marks]


def _share_cost(share: Share, top: int, unit: int) -> Points:
    """By the chords between the multiples of `unit`, around each bend: exact there, and tight."""
    due = share.target - share.before
    bends = {due + side * POINT * away for away in range(STEEPEST + 2) for side in (-1, 1)}
    near = {bend // unit * unit + step for bend in bends for step in (0, unit)}
    marks = sorted({0, top} | {mark for mark in near if 0 < mark < top})
    return [(mark, deviation_cost(share, mark)) for mark in marks]


def _amount(limit: Limit | GroupLimit, held: frozenset[str]) -> int:
    if isinstance(limit, GroupLimit):
        return sum(bool(held & group) for group in limit.groups)
    return sum(weight for key, weight in limit.duties.items() if key in held)
