"""Whole columns put together: one roster of each person, the cheapest together."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.master import Column
from coordination.oncall.solver.problem import Problem, Roster
from coordination.oncall.solver.score import wish_costs


@dataclass
class Mixture:
    """The CP-SAT model of a choice among `columns`, a Boolean each."""

    problem: Problem
    columns: Sequence[Column]

    def __post_init__(self) -> None:
        self.cp = cp_model.CpModel()
        self.chosen = [self.cp.new_bool_var("") for _ in self.columns]
        self.keys = [duty.key for duty in self.problem.duties]
        self.terms: list[tuple[cp_model.IntVar, int]] = []
        self._choose()
        self._cover()
        self._share()
        variables, costs = [one for one, _ in self.terms], [cost for _, cost in self.terms]
        self.total = cp_model.LinearExpr.weighted_sum(variables, costs)
        self.cp.minimize(self.total)

    def _choose(self) -> None:
        duties = {duty.key: duty for duty in self.problem.duties}
        each: dict[int, list[cp_model.IntVar]] = {at: [] for at in range(len(self.problem.people))}
        for column, variable in zip(self.columns, self.chosen, strict=True):
            person = self.problem.people[column.person]
            held = frozenset(self.keys[at] for at in column.duties)
            cost = sum(price for _, price in wish_costs(self.problem, person, held, duties))
            if person.share is not None:
                cost += deviation_cost(person.share, sum(duties[key].points for key in held))
            each[column.person].append(variable)
            self.terms.append((variable, cost))
        for variables in each.values():
            self.cp.add_exactly_one(variables)

    def _cover(self) -> None:
        holders: dict[str, list[cp_model.IntVar]] = {one.duty: [] for one in self.problem.demands}
        for column, variable in zip(self.columns, self.chosen, strict=True):
            for at in column.duties:
                if self.keys[at] in holders:
                    holders[self.keys[at]].append(variable)
        people = len(self.problem.people)
        for demand in self.problem.demands:
            number = cp_model.LinearExpr.sum(holders[demand.duty])
            if demand.maximum < people:
                self.cp.add(number <= demand.maximum)
            if demand.minimum > 0 and demand.short:
                short = self.cp.new_int_var(0, demand.minimum, "")
                self.cp.add(number + short >= demand.minimum)
                self.terms.append((short, demand.short))
            if demand.under or demand.over:
                under = self.cp.new_int_var(0, demand.target, "")
                over = self.cp.new_int_var(0, people, "")
                self.cp.add(number + under - over == demand.target)
                self.terms += [(under, demand.under), (over, demand.over)]

    def _share(self) -> None:
        if not self.problem.worst_cost:
            return
        worth = {at: duty.points for at, duty in enumerate(self.problem.duties)}
        worst = self.cp.new_int_var(self.problem.worst_floor, 10**7, "")
        self.terms.append((worst, self.problem.worst_cost))
        away: dict[int, list[tuple[cp_model.IntVar, int]]] = {}
        for column, variable in zip(self.columns, self.chosen, strict=True):
            share = self.problem.people[column.person].share
            if share is not None:
                points = sum(worth[at] for at in column.duties)
                away.setdefault(column.person, []).append((variable, deviation(share, points)))
        for pairs in away.values():
            variables, gaps = [one for one, _ in pairs], [gap for _, gap in pairs]
            self.cp.add(worst >= cp_model.LinearExpr.weighted_sum(variables, gaps))

    def hint(self, roster: Roster) -> None:
        """The search begins with the columns of `roster`."""
        held = [roster.get(person.key, frozenset()) for person in self.problem.people]
        for column, variable in zip(self.columns, self.chosen, strict=True):
            same = held[column.person] == {self.keys[at] for at in column.duties}
            self.cp.add_hint(variable, same)

    def read(self, solver: cp_model.CpSolver) -> Roster:
        """The roster chosen."""
        return {
            self.problem.people[column.person].key: frozenset(self.keys[at] for at in column.duties)
            for column, variable in zip(self.columns, self.chosen, strict=True)
            if solver.value(variable)
        }
