"""A first roster at once, duty by duty in the order of time, each to whoever it costs least.
For people whose rules only forbid too much; minimum lengths need a search."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from coordination.oncall.solver.fairness import POINT
from coordination.oncall.solver.problem import Duty, Person, Problem, Roster, Together
from coordination.oncall.solver.score import beyond, breaches


def can_be_filled(problem: Problem) -> bool:
    """Whether adding duties one by one can keep every rule: none asks for a minimum."""
    for person in problem.people:
        if person.runs is not None and max(person.runs.least_worked, person.runs.least_off) > 1:
            return False
        if any(limit.least for limit in person.limits):
            return False
    return True


def fill(problem: Problem, start: Roster) -> Roster:
    """`start` completed up to each target, no hard rule broken by what is added."""
    duties = {duty.key: duty for duty in problem.duties}
    hands = [
        _Hand(problem, one, duties, {*start.get(one.key, ()), *one.fixed}) for one in problem.people
    ]
    able = {key: [hand for hand in hands if key not in hand.person.bars] for key in duties}
    # In the order of time, so that people of several sectors balance them all along.
    demands = sorted(problem.demands, key=lambda one: (duties[one.duty].start, one.duty))
    for wanted in ("minimum", "target"):
        for demand in demands:
            number = sum(demand.duty in hand.held for hand in hands)
            for _ in range(getattr(demand, wanted) - number):
                if not _give(duties[demand.duty], able[demand.duty]):
                    break
    return {hand.person.key: frozenset(hand.held) for hand in hands}


@dataclass
class _Hand:
    """What one person holds so far."""

    problem: Problem
    person: Person
    duties: dict[str, Duty]
    held: set[str]
    points: int = field(init=False)

    def __post_init__(self) -> None:
        self.points = sum(self.duties[key].points for key in self.held)
        self.wishes: dict[str, int] = {}
        for wish in self.person.wishes:
            price = -wish.cost if wish.wanted else wish.cost
            for key in wish.duties:
                self.wishes[key] = self.wishes.get(key, 0) + price
        self.pairs: dict[str, list[Together]] = {}
        for pair in self.person.together:
            for key in pair.first | pair.second:
                self.pairs.setdefault(key, []).append(pair)
        self.breaks = len(breaches(self.problem, self.person, frozenset(self.held), self.duties))

    def price(self, duty: Duty) -> tuple[int, int]:
        """What holding `duty` costs more, then how much is held for the share."""
        cost = self.wishes.get(duty.key, 0)
        before, after = frozenset(self.held), frozenset(self.held | {duty.key})
        for limit in self.person.bounds:
            if limit.cost is not None:
                cost += limit.cost * (beyond(limit, after) - beyond(limit, before))
        for pair in self.pairs.get(duty.key, ()):
            other = pair.second if duty.key in pair.first else pair.first
            cost += -pair.cost if self.held & other else pair.cost
        cost += self._closeness(duty)
        if self.person.share is None:
            return cost, len(self.held)
        # The slope of the deviation, not bent far from the target: who lacks most comes first,
        # at the pace of the period so that a debt is not paid off in its first weeks.
        share = self.person.share
        due = (share.target - share.before) * (duty.day + 1) // self.problem.days
        away = self.points + duty.points // 2 - due
        return cost + share.cost * away * duty.points // POINT, away

    def _closeness(self, duty: Duty) -> int:
        cost = 0
        for spacing in self.person.spacing:
            joined = {second: first for first, second in spacing.joined}
            here = joined.get(duty.day, duty.day)
            for key in self.held:
                day = self.duties[key].day
                away = abs(joined.get(day, day) - here)
                if 0 < away < spacing.days:
                    cost += spacing.cost * (spacing.days - away)
        return cost

    def can_take(self, duty: Duty) -> bool:
        after = frozenset(self.held | {duty.key})
        return len(breaches(self.problem, self.person, after, self.duties)) <= self.breaks


def _give(duty: Duty, able: Iterable[_Hand]) -> bool:
    """To the first who can, the cheapest first. False when nobody can."""
    free = [hand for hand in able if duty.key not in hand.held]
    for hand in sorted(free, key=lambda hand: (hand.price(duty), hand.person.key)):
        if hand.can_take(duty):
            hand.held.add(duty.key)
            hand.points += duty.points
            return True
    return False
