"""What one person costs and may hold, on sets of duties kept as bits: counted very often."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.problem import GroupLimit, Limit, Person, Problem, Spacing

Weighed = list[tuple[int, int]]
"""A weight, and the bits it counts for."""

# How many sets of close duties each person remembers the spacing of.
MOST_KNOWN = 4_000


class _Touched(NamedTuple):
    """What a change of some duties may change the cost of; `near` has the duties close to it."""

    wishes: list[tuple[int, bool, int]]
    pairs: list[tuple[int, int, int]]
    soft: list[tuple["_Bound", int]]
    near: int


class Ledger:
    """The rules of one person; a set of duties is a whole number, a bit for each rank."""

    def __init__(self, problem: Problem, person: Person) -> None:
        self.problem, self.person = problem, person
        self.ranks = {duty.key: at for at, duty in enumerate(problem.duties)}
        self.allowed = self._bits(key for key in self.ranks if key not in person.bars)
        self.fixed = self._bits(person.fixed)
        mine = self.allowed | self.fixed
        self.apart = {at: self._apart(at, mine) for at in ranks_of(mine)}
        self.points = _weighed({at: problem.duties[at].points for at in ranks_of(mine)})
        self.wishes = [(self._bits(one.duties), one.wanted, one.cost) for one in person.wishes]
        self.pairs = [(self._bits(one.first), self._bits(one.second), one.cost)
                      for one in person.together]  # fmt: skip
        self.hard = [self._limit(one) for one in person.bounds if one.cost is None]
        self.soft = [(self._limit(one), one.cost or 0) for one in person.bounds if one.cost]
        self.spacings = [(self._marks(one), one.cost, _windows(one, problem.days))
                         for one in person.spacing]  # fmt: skip
        self.most_worked = person.runs.most_worked if person.runs else None
        self.near = self._near()
        self.known: dict[int, _Touched] = {}
        self.shares: dict[int, int] = {}
        self.spaced: dict[int, int] = {}

    def _bits(self, keys: Iterable[str]) -> int:
        return sum(1 << self.ranks[key] for key in keys if key in self.ranks)

    def _apart(self, at: int, mine: int) -> int:
        """The duties that cannot be held beside this one."""
        duties, rest, found = self.problem.duties, self.person.rest_minutes, 0
        one = duties[at]
        for other_at in ranks_of(mine & ~(1 << at)):
            other = duties[other_at]
            first, second = (
                (one, other) if (one.start, at) < (other.start, other_at) else (other, one)
            )
            follows = second.day == first.day + 1
            pair = (first.kind, second.kind)
            if second.start < first.end + rest or (follows and pair in self.problem.forbidden_next):
                found |= 1 << other_at
        return found

    def _limit(self, limit: Limit | GroupLimit) -> "_Bound":
        if isinstance(limit, GroupLimit):
            return _Bound([(1, self._bits(group)) for group in limit.groups], limit.most, 0, True)
        weights = {self.ranks[key]: n for key, n in limit.duties.items() if key in self.ranks}
        return _Bound(_weighed(weights), limit.most, limit.least or 0, False)

    def _marks(self, spacing: Spacing) -> dict[int, int]:
        """The bit of the day that each duty marks."""
        first_of = {second: first for first, second in spacing.joined}
        return {
            at: 1 << first_of.get(duty.day, duty.day) for at, duty in enumerate(self.problem.duties)
        }

    def against(self, given: int) -> int:
        """Everything that cannot be held beside the `given` duties."""
        found = 0
        for at in ranks_of(given):
            found |= self.apart.get(at, 0)
        return found

    def is_kept(self, held: int, before: int) -> bool:
        """No hard rule is broken by `held` that was not already `before`."""
        if held & self.fixed != self.fixed or held & ~(self.allowed | before):
            return False
        if any(held & self.apart.get(at, 0) for at in ranks_of(held & ~before)):
            return False
        if any(one.beyond(held) > one.beyond(before) for one in self.hard):
            return False
        return self.most_worked is None or not self._has_long_run(held, self.most_worked)

    def _has_long_run(self, held: int, most: int) -> bool:
        worked = 0
        for at in ranks_of(held):
            worked |= 1 << self.problem.duties[at].day
        for _ in range(most):
            worked &= worked >> 1
        return bool(worked)

    def cost(self, held: int) -> int:
        """What the wishes, soft rules and share of the person cost."""
        total = 0
        for bits, wanted, price in self.wishes:
            if bool(bits & held) != wanted:
                total += price
        for first, second, price in self.pairs:
            if bool(held & first) != bool(held & second):
                total += price
        for bound, price in self.soft:
            total += price * bound.beyond(held)
        for marks, price, windows in self.spacings:
            total += price * _closeness(held, marks, windows)
        return total + self._share_cost(held)

    def change(self, before: int, after: int) -> int:
        """`cost(after)` less `cost(before)`, counting again only what is near the difference."""
        changed = before ^ after
        touched = self.known.get(changed) or self._touched(changed)
        total = self._share_cost(after) - self._share_cost(before)
        for bits, wanted, price in touched.wishes:
            if bool(bits & after) != bool(bits & before):
                total += price if bool(bits & after) != wanted else -price
        for first, second, price in touched.pairs:
            was_parted = bool(before & first) != bool(before & second)
            total += price * ((bool(after & first) != bool(after & second)) - was_parted)
        for bound, price in touched.soft:
            total += price * (bound.beyond(after) - bound.beyond(before))
        return total + self._spaced(after & touched.near) - self._spaced(before & touched.near)

    def _spaced(self, held: int) -> int:
        """What the spacing of these duties costs, remembered: the same few come again and again."""
        total = self.spaced.get(held)
        if total is None:
            total = 0
            for marks, price, windows in self.spacings:
                total += price * _closeness(held, marks, windows)
            if len(self.spaced) >= MOST_KNOWN:
                self.spaced.clear()
            self.spaced[held] = total
        return total

    def _touched(self, changed: int) -> _Touched:
        near = 0
        for at in ranks_of(changed):
            near |= self.near[at]
        found = _Touched(
            [one for one in self.wishes if one[0] & changed],
            [one for one in self.pairs if (one[0] | one[1]) & changed],
            [one for one in self.soft if one[0].bits & changed],
            near,
        )
        if changed & (changed - 1) == 0:
            self.known[changed] = found
        return found

    def _near(self) -> list[int]:
        """The duties whose marks may be spaced from that of each."""
        found = [0] * len(self.ranks)
        for spacing, (marks, _, _) in zip(self.person.spacing, self.spacings, strict=True):
            marked: dict[int, int] = {}
            for at, mark in marks.items():
                day = mark.bit_length()
                marked[day] = marked.get(day, 0) | 1 << at
            for at, mark in marks.items():
                for day in range(mark.bit_length() - spacing.days + 1,
                                 mark.bit_length() + spacing.days):  # fmt: skip
                    found[at] |= marked.get(day, 0)
        return found

    def _share_cost(self, held: int) -> int:
        share = self.person.share
        if share is None:
            return 0
        worth = self.worth(held)
        cost = self.shares.get(worth)
        if cost is None:
            cost = self.shares[worth] = deviation_cost(share, worth)
        return cost

    def worth(self, held: int) -> int:
        """The points of these duties."""
        total = 0
        for weight, bits in self.points:
            total += weight * (held & bits).bit_count()
        return total

    def away(self, held: int) -> int:
        """How far from their share the person ends."""
        return deviation(self.person.share, self.worth(held)) if self.person.share else 0


class _Bound:
    """A limit on bits: how far beyond it a set of duties goes."""

    def __init__(self, parts: Weighed, most: int | None, least: int, is_touched: bool) -> None:
        self.parts, self.most, self.least, self.is_touched = parts, most, least, is_touched
        self.bits = 0
        for _, bits in parts:
            self.bits |= bits

    def beyond(self, held: int) -> int:
        total = 0
        for weight, bits in self.parts:
            inside = held & bits
            if inside:
                total += 1 if self.is_touched else weight * inside.bit_count()
        over = total - self.most if self.most is not None and total > self.most else 0
        return over + max(self.least - total, 0)


def ranks_of(bits: int) -> Iterator[int]:
    """The ranks in a set of duties."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def _weighed(weights: dict[int, int]) -> Weighed:
    found: dict[int, int] = {}
    for at, weight in weights.items():
        if weight:
            found[weight] = found.get(weight, 0) | 1 << at
    return sorted(found.items())


def _windows(spacing: Spacing, days: int) -> list[tuple[int, Weighed]]:
    """For each distance between marks that follow each other, how many windows hold both, and
    from which days."""
    width, found = spacing.days, []
    for away in range(1, width):
        numbers = {
            day: min(day, days - width) - max(day + away - width + 1, 0) + 1
            for day in range(days - away)
        }
        found.append((away, _weighed({day: n for day, n in numbers.items() if n > 0})))
    return found


def _closeness(held: int, marks: dict[int, int], windows: list[tuple[int, Weighed]]) -> int:
    on = 0
    for at in ranks_of(held):
        on |= marks[at]
    total, between = 0, 0
    for away, parts in windows:
        later = on >> away
        close = on & later & ~between
        if close:
            total += sum(number * (close & bits).bit_count() for number, bits in parts)
        between |= later
    return total
