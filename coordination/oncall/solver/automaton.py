"""What one person may do from one day to the next, as states and moves.

A state remembers what the rules look back at: the run of days worked or off, what yesterday's
duty forbids today, how long since the last marked day. What adds up over the period is not in
it: hard limits become counters that a move feeds, soft ones rows whose units it names. A rule
that fits nowhere is left out: every roster of the person is still a path, so what is the
cheapest path is never dearer than the cheapest roster.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from math import gcd
from typing import NamedTuple

from coordination.oncall.solver.personal import at_once
from coordination.oncall.solver.problem import (
    GroupLimit,
    Limit,
    Person,
    Problem,
    Runs,
    Spacing,
    Wish,
)

NOTHING = -1
# Paths are counted by state and by counters: beyond that many, a limit is left out.
MOST_COUNTED = 60_000


class State(NamedTuple):
    """`run` days worked, or off when negative; the duties of today that yesterday's forbids;
    days since the last mark of the spacing."""

    run: int
    forbidden: frozenset[int]
    since: int


class Move(NamedTuple):
    """From a state of the morning to one of the next, holding one duty or nothing."""

    source: int
    target: int
    duty: int
    cost: int
    steps: tuple[int, ...]
    units: tuple[int, ...]


@dataclass(frozen=True)
class Counter:
    """A hard limit in units of its own: at the end from `least` to `most`."""

    rule: Limit | GroupLimit
    unit: int
    least: int
    most: int


@dataclass
class Automaton:
    """All the moves of `person`, day by day; `sizes` counts the states of each morning."""

    person: Person
    moves: list[list[Move]]
    sizes: list[int]
    counters: list[Counter]
    rows: list[Limit | GroupLimit]
    base_cost: int


def automaton_of(problem: Problem, person: Person) -> Automaton | None:
    """The automaton of `person`. None when two duties of one day may be held together, or when
    what is fixed leaves no path."""
    book = _Book(problem, person)
    if not book.is_one_a_day or person.fixed & set(person.bars):
        return None
    moves, sizes = _explored(book)
    if not moves:
        return None
    return Automaton(person, moves, sizes, book.counters, book.rows, book.base_cost)


@dataclass
class _Book:
    """The rules of one person, looked up by duty and by day."""

    problem: Problem
    person: Person
    days: dict[int, list[int]] = field(default_factory=dict)
    counters: list[Counter] = field(default_factory=list)
    rows: list[Limit | GroupLimit] = field(default_factory=list)
    base_cost: int = 0
    fed_by: dict[tuple[int, bool], tuple[tuple[int, ...], tuple[int, ...]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        duties = self.problem.duties
        for at, duty in enumerate(duties):
            if duty.key not in self.person.bars:
                self.days.setdefault(duty.day, []).append(at)
        self.runs = self.person.runs or Runs()
        self.spacing = next(iter(self.person.spacing), Spacing(0, 0))
        self.second_of = {second: first for first, second in self.spacing.joined}
        self.is_one_a_day = all(
            len(own) < 2 or len(at_once([duties[at] for at in own], self.person.rest_minutes)) == 1
            and len(at_once([duties[at] for at in own], self.person.rest_minutes)[0]) == len(own)
            for own in self.days.values()
        )  # fmt: skip
        self.forbids = {at: self._forbidden_after(at) for own in self.days.values() for at in own}
        self.costs: dict[int, int] = {}
        self._read_wishes(self.person.wishes)
        self.pairs = self._whole_days((pair.first, pair.second, pair.cost)
                                      for pair in self.person.together)  # fmt: skip
        self._read_limits()

    def _forbidden_after(self, at: int) -> frozenset[int]:
        first, duties = self.problem.duties[at], self.problem.duties
        return frozenset(
            other
            for other in self.days.get(first.day + 1, [])
            if duties[other].start < first.end + self.person.rest_minutes
            or (first.kind, duties[other].kind) in self.problem.forbidden_next
        )

    def _read_wishes(self, wishes: Iterable[Wish]) -> None:
        """Those of one day go to its duties; one of several days that is not met is left out."""
        keys = {self.problem.duties[at].key: at for own in self.days.values() for at in own}
        for wish in wishes:
            mine = [keys[key] for key in sorted(wish.duties) if key in keys]
            if wish.wanted and not mine:
                self.base_cost += wish.cost
            elif len({self.problem.duties[at].day for at in mine}) == 1:
                self.base_cost += wish.cost if wish.wanted else 0
                for at in mine:
                    price = -wish.cost if wish.wanted else wish.cost
                    self.costs[at] = self.costs.get(at, 0) + price

    def _whole_days(
        self, pairs: Iterable[tuple[frozenset[str], frozenset[str], int]]
    ) -> dict[int, int]:
        """Second day of each pair of days that follow each other, and what parting them costs."""
        found: dict[int, int] = {}
        for first, second, cost in pairs:
            days = [self._whole_day(keys) for keys in (first, second)]
            if None not in days and days[0] == (days[1] or 0) - 1:
                found[days[1] or 0] = found.get(days[1] or 0, 0) + cost
        return found

    def _whole_day(self, keys: frozenset[str]) -> int | None:
        """The day whose duties are all in `keys`, with nothing of another day."""
        duties = self.problem.duties
        days = {duties[at].day for own in self.days.values() for at in own
                if duties[at].key in keys}  # fmt: skip
        if len(days) != 1:
            return None
        day = days.pop()
        return day if all(duties[at].key in keys for at in self.days[day]) else None

    def _read_limits(self) -> None:
        states = (self.runs.most_worked or self.runs.least_worked) + self.runs.least_off
        room = MOST_COUNTED // max(states, 1)
        for limit in self.person.bounds:
            if not self._is_known(limit):
                continue
            if limit.cost is not None:
                self.rows.append(limit)
            elif (counter := self._counter(limit)) and counter.most < room:
                room //= counter.most + 1
                self.counters.append(counter)

    def _is_known(self, limit: Limit | GroupLimit) -> bool:
        """A group is known when it is whole days, one or two that follow each other."""
        if isinstance(limit, Limit):
            return True
        duties = self.problem.duties
        for group in limit.groups:
            days = sorted(
                day for day, own in self.days.items()
                if any(duties[at].key in group for at in own)
            )  # fmt: skip
            whole = all(duties[at].key in group for day in days for at in self.days[day])
            if not whole or len(days) > 2 or len(days) == 2 and days[1] != days[0] + 1:
                return False
        return True

    def _counter(self, limit: Limit | GroupLimit) -> Counter | None:
        """None when nothing can go beyond it."""
        if isinstance(limit, GroupLimit):
            touched = sum(any(self._in(key) for key in group) for group in limit.groups)
            return Counter(limit, 1, 0, limit.most) if touched > limit.most else None
        most_each_day = [
            max(limit.duties.get(self.problem.duties[at].key, 0) for at in own)
            for own in self.days.values()
        ]
        top = sum(most_each_day) if limit.most is None else limit.most
        least = limit.least or 0
        if least <= 0 and top >= sum(most_each_day):
            return None
        weights = [limit.duties[key] for key in limit.duties if self._in(key)]
        unit = reduce(gcd, weights, 0) or 1
        return Counter(limit, unit, -(-least // unit), min(top, sum(most_each_day)) // unit)

    def _in(self, key: str) -> bool:
        return key not in self.person.bars

    def fed(self, at: int, *, worked_yesterday: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Steps of the counters and units of the rows when this duty is held."""
        known = self.fed_by.get((at, worked_yesterday))
        if known is None:
            units = [self._units(one.rule, at, worked_yesterday) for one in self.counters]
            known = (
                tuple(number // one.unit for number, one in zip(units, self.counters, strict=True)),
                tuple(self._units(row, at, worked_yesterday) for row in self.rows),
            )
            self.fed_by[at, worked_yesterday] = known
        return known

    def _units(self, limit: Limit | GroupLimit, at: int, worked_yesterday: bool) -> int:
        duty = self.problem.duties[at]
        if isinstance(limit, Limit):
            return limit.duties.get(duty.key, 0)
        if not worked_yesterday:
            return sum(duty.key in group for group in limit.groups)
        eve = [self.problem.duties[other].key for other in self.days.get(duty.day - 1, [])]
        return sum(
            duty.key in group and not any(key in group for key in eve) for group in limit.groups
        )


def _explored(book: _Book) -> tuple[list[list[Move]], list[int]]:
    """The moves of each day between the states that can be reached and lead to the end."""
    layers: list[list[tuple[State, State, int]]] = []
    known = [State(0, frozenset(), book.spacing.days + 1)]
    for day in range(book.problem.days):
        layer = [(state, *step) for state in known for step in _steps(book, state, day)]
        known = sorted({target for _, target, _ in layer}, key=_state_order)
        layers.append(layer)
    return _pruned(book, layers)


def _pruned(
    book: _Book, layers: list[list[tuple[State, State, int]]]
) -> tuple[list[list[Move]], list[int]]:
    kept: list[list[tuple[State, State, int]]] = []
    useful: set[State] | None = None
    for layer in reversed(layers):
        own = [one for one in layer if useful is None or one[1] in useful]
        useful = {source for source, _, _ in own}
        kept.append(own)
    kept.reverse()
    if not all(kept):
        return [], []
    mornings = [sorted({one[0] for one in layer}, key=_state_order) for layer in kept]
    mornings.append(sorted({one[1] for one in kept[-1]}, key=_state_order))
    ranks = [{state: rank for rank, state in enumerate(morning)} for morning in mornings]
    moves = [
        [_move(book, day, ranks, *one) for one in layer] for day, layer in enumerate(kept)
    ]  # fmt: skip
    return moves, [len(morning) for morning in mornings]


def _state_order(state: State) -> tuple[int, list[int], int]:
    return state.run, sorted(state.forbidden), state.since


def _steps(book: _Book, state: State, day: int) -> Iterable[tuple[State, int]]:
    """The states of the next morning, with the duty that leads there."""
    own = book.days.get(day, [])
    fixed = [at for at in own if book.problem.duties[at].key in book.person.fixed]
    far = book.spacing.days + 1
    if not fixed and (run := _off(book.runs, state.run, day)) is not None:
        yield State(run, frozenset(), min(state.since + 1, far)), NOTHING
    run = _on(book.runs, state.run, day)
    if run is None:
        return
    since = 2 if day in book.second_of else 1
    for at in fixed or own:
        if at not in state.forbidden:
            yield State(run, book.forbids[at], min(since, far)), at


def _off(runs: Runs, run: int, day: int) -> int | None:
    """A run of worked days ends when it is long enough, or began with the period."""
    if run <= 0:
        return max(run - 1, -max(runs.least_off, 1))
    return -1 if run >= runs.least_worked or run == day else None


def _on(runs: Runs, run: int, day: int) -> int | None:
    if run > 0:
        if runs.most_worked is not None:
            return run + 1 if run < runs.most_worked else None
        return min(run + 1, max(runs.least_worked, 1))
    long_enough = -run >= runs.least_off or -run == day
    return 1 if long_enough and runs.most_worked != 0 else None


def _move(
    book: _Book,
    day: int,
    ranks: list[dict[State, int]],
    source: State,
    target: State,
    at: int,
) -> Move:
    worked_yesterday = source.run > 0
    cost = book.pairs.get(day, 0) if worked_yesterday != (at != NOTHING) else 0
    steps: tuple[int, ...] = (0,) * len(book.counters)
    units: tuple[int, ...] = (0,) * len(book.rows)
    if at != NOTHING:
        cost += book.costs.get(at, 0) + _closeness(book, source, day)
        steps, units = book.fed(at, worked_yesterday=worked_yesterday)
    return Move(ranks[day][source], ranks[day + 1][target], at, cost, steps, units)


def _closeness(book: _Book, source: State, day: int) -> int:
    """What the spacing costs between the last mark and that of today: as many windows as hold
    both, since the marks of a window beyond its first are its pairs of neighbours."""
    width, last = book.spacing.days, day - source.since
    mark = book.second_of.get(day, day)
    if not width or last < 0 or last >= mark:
        return 0
    final = min(last, book.problem.days - width)
    return book.spacing.cost * max(final - max(mark - width + 1, 0) + 1, 0)
