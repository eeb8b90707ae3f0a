"""The rules of one person, as linear inequalities: on rosters they beat clauses and automata."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from coordination.oncall.solver.problem import (
    Duty,
    GroupLimit,
    Limit,
    Person,
    Problem,
    Runs,
    Spacing,
    Wish,
)
from coordination.oncall.solver.variables import Linear, Model


def add_rules(
    model: Model, problem: Problem, person: Person, *, relaxed_at: int | None = None
) -> None:
    """All the rules and wishes of `person` are in the model."""
    desk = _Desk(model, problem, person, relaxed_at)
    desk.fix()
    desk.keep_apart()
    desk.forbid_successions()
    for limit in person.limits:
        desk.limit(limit)
    for group in person.groups:
        desk.limit_groups(group)
    if person.runs is not None:
        desk.bound_runs(person.runs)
    desk.price_wishes()


def at_once(duties: Iterable[Duty], rest_minutes: int) -> list[list[str]]:
    """The largest sets of duties of which one person may hold one only, rest included.

    Held until [start, end + rest[, two duties that meet are exclusive; on a line, sets that
    meet two by two all meet at the start of one of them.
    """
    found: list[set[str]] = []
    waiting = sorted(duties, key=lambda duty: (duty.start, duty.end, duty.key))
    current: list[Duty] = []
    for duty in waiting:
        current = [one for one in current if one.end + rest_minutes > duty.start] + [duty]
        clique = {one.key for one in current}
        if found and found[-1] <= clique:
            found[-1] = clique
        elif len(clique) > 1 or not found:
            found.append(clique)
    return [sorted(clique) for clique in found if len(clique) > 1]


@dataclass
class _Desk:
    """What is needed to write the rules of one person."""

    model: Model
    problem: Problem
    person: Person
    relaxed_at: int | None
    days: dict[int, list[Duty]] = field(init=False)
    worked: dict[int, Linear] = field(init=False)

    def __post_init__(self) -> None:
        self.held = self.model.held[self.person.key]
        self.mine = [duty for duty in self.problem.duties if duty.key in self.held]
        self.days = {}
        for duty in self.mine:
            self.days.setdefault(duty.day, []).append(duty)
        self.worked = {}
        self.cp = self.model.cp

    def sum_of(self, keys: Iterable[str]) -> Linear:
        return cp_model.LinearExpr.sum([self.held[key] for key in keys if key in self.held])

    def slack(self, rule: str, cost: int | None) -> Linear:
        """0 for a hard rule; a paid excess for a soft one, or when everything is relaxed."""
        price = cost if cost is not None else self.relaxed_at
        if price is None:
            return 0
        excess = self.cp.new_int_var(0, 10**6, f"beyond {self.person.key} {rule}")
        self.model.costs.append((excess, price))
        return excess

    def day(self, number: int) -> Linear:
        """1 when something is held that day: the sum itself when only one thing can be."""
        if number not in self.worked:
            self.worked[number] = self._day(self.days.get(number, []))
        return self.worked[number]

    def _day(self, duties: list[Duty]) -> Linear:
        keys = [duty.key for duty in duties]
        exclusive = len(keys) < 2 or [sorted(keys)] == at_once(duties, self.person.rest_minutes)
        if exclusive and self.relaxed_at is None:
            return self.sum_of(keys)
        any_held = self.cp.new_bool_var(f"{self.person.key} works")
        for key in keys:
            self.cp.add(any_held >= self.held[key])
        self.cp.add(any_held <= self.sum_of(keys))
        return any_held

    def fix(self) -> None:
        for key in sorted(self.person.fixed):
            self.cp.add(self.held[key] == 1)

    def keep_apart(self) -> None:
        for keys in at_once(self.mine, self.person.rest_minutes):
            if self.relaxed_at is None:
                self.cp.add_at_most_one([self.held[key] for key in keys])
            else:
                self.cp.add(self.sum_of(keys) - self.slack("rest", None) <= 1)

    def forbid_successions(self) -> None:
        """One inequality per set of kinds that forbid the same ones, rather than per pair."""
        after: dict[str, set[str]] = {}
        for first, second in self.problem.forbidden_next:
            after.setdefault(first, set()).add(second)
        for first, seconds in sorted(after.items()):
            same = {kind for kind, others in after.items() if others >= seconds}
            if any(len(after[kind]) == len(seconds) and kind < first for kind in same):
                continue
            for number in range(self.problem.days - 1):
                today = [duty.key for duty in self.days.get(number, []) if duty.kind in same]
                next_day = self.days.get(number + 1, [])
                tomorrow = [duty.key for duty in next_day if duty.kind in seconds]
                if today and tomorrow:
                    self._one_of(number, today, tomorrow)

    def _one_of(self, number: int, today: list[str], tomorrow: list[str]) -> None:
        if self._is_exclusive(number) and self._is_exclusive(number + 1):
            slack = self.slack("succession", None)
            self.cp.add(self.sum_of(today) + self.sum_of(tomorrow) - slack <= 1)
            return
        for first in today:
            for second in tomorrow:
                slack = self.slack("succession", None)
                self.cp.add(self.held[first] + self.held[second] - slack <= 1)

    def _is_exclusive(self, number: int) -> bool:
        keys = sorted(duty.key for duty in self.days.get(number, []))
        return len(keys) < 2 or [keys] == at_once(self.days[number], self.person.rest_minutes)

    def limit(self, limit: Limit) -> None:
        keys = [key for key in limit.duties if key in self.held]
        total = cp_model.LinearExpr.weighted_sum(
            [self.held[key] for key in keys], [limit.duties[key] for key in keys]
        )
        if limit.most is not None and sum(limit.duties[key] for key in keys) > limit.most:
            self.cp.add(total - self.slack(limit.rule, limit.cost) <= limit.most)
        if limit.least is not None and limit.least > 0:
            self.cp.add(total + self.slack(limit.rule, limit.cost) >= limit.least)

    def limit_groups(self, limit: GroupLimit) -> None:
        touched = []
        for group in limit.groups:
            keys = sorted(key for key in group if key in self.held)
            if keys:
                any_held = self.cp.new_bool_var(f"{self.person.key} {limit.rule}")
                for part in self._by_day(keys):
                    self.cp.add(any_held >= part)
                touched.append(any_held)
        if len(touched) > limit.most:
            total = cp_model.LinearExpr.sum(touched)
            self.cp.add(total - self.slack(limit.rule, limit.cost) <= limit.most)

    def _by_day(self, keys: list[str]) -> list[Linear]:
        """One sum per day when the whole day is in the group, else each duty on its own."""
        wanted, parts = set(keys), []
        for number, duties in self.days.items():
            own = [duty.key for duty in duties if duty.key in wanted]
            if own and len(own) == len(duties):
                parts.append(self.day(number))
            else:
                parts += [self.held[key] for key in own]
        return parts

    def bound_runs(self, runs: Runs) -> None:
        """A start is w[d] - w[d-1]: what follows it is at least that, for the least lengths."""
        days = self.problem.days
        on = [self.day(number) for number in range(days)]
        if runs.most_worked is not None:
            for first in range(days - runs.most_worked):
                window = cp_model.LinearExpr.sum(on[first : first + runs.most_worked + 1])
                slack = self.slack("most_worked", None)
                self.cp.add(window - slack <= runs.most_worked)
        for number in range(1, days):
            for step in range(1, runs.least_worked):
                if number + step < days:
                    slack = self.slack("least_worked", None)
                    self.cp.add(on[number + step] + slack >= on[number] - on[number - 1])
            for step in range(1, runs.least_off):
                if number + step < days:
                    slack = self.slack("least_off", None)
                    self.cp.add(on[number + step] - slack <= 1 - on[number - 1] + on[number])

    def price_wishes(self) -> None:
        for wish in self.person.wishes:
            self._price_wish(wish)
        for pair in self.person.together:
            sides = [self._any(side) for side in (pair.first, pair.second)]
            split = self.cp.new_bool_var(f"{self.person.key} split")
            self.cp.add(split >= sides[0] - sides[1])
            self.cp.add(split >= sides[1] - sides[0])
            self.model.costs.append((split, pair.cost))
        for spacing in self.person.spacing:
            marks_at = self._marks(spacing)
            for first in range(self.problem.days - spacing.days + 1):
                marks = [marks_at[number] for number in range(first, first + spacing.days)]
                if sum(mark is not None for mark in marks) > 1:
                    on = cp_model.LinearExpr.sum([mark for mark in marks if mark is not None])
                    close = self.cp.new_int_var(0, spacing.days, "close")
                    self.cp.add(close >= on - 1)
                    self.model.costs.append((close, spacing.cost))

    def _price_wish(self, wish: Wish) -> None:
        given = [self.held[key] for key in sorted(wish.duties) if key in self.held]
        any_given: Linear = given[0] if len(given) == 1 else 0
        if len(given) > 1:
            any_given = self.cp.new_bool_var(f"{self.person.key} wish")
            if wish.wanted:
                self.cp.add(cp_model.LinearExpr.sum(given) >= any_given)
            else:
                for one in given:
                    self.cp.add(any_given >= one)
        self.model.costs.append((1 - any_given if wish.wanted else any_given, wish.cost))

    def _marks(self, spacing: Spacing) -> list[Linear]:
        """For each day 1 when it is worked, with the one it is joined to; None when it cannot."""
        marks = [self.day(day) if day in self.days else None for day in range(self.problem.days)]
        for first, second in sorted(spacing.joined):
            both = [mark for mark in (marks[first], marks[second]) if mark is not None]
            if len(both) == 2:
                either = self.cp.new_bool_var(f"{self.person.key} weekend")
                for mark in both:
                    self.cp.add(either >= mark)
                both = [either]
            marks[first], marks[second] = (both or [None])[0], None
        return marks

    def _any(self, keys: frozenset[str]) -> Linear:
        own = [duty for duty in self.mine if duty.key in keys]
        return self._day(own)
