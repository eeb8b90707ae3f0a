"""A smaller problem around a roster: some people or some days are free, the rest is settled."""

from dataclasses import replace
from random import Random

from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.problem import Demand, Person, Problem, Roster
from coordination.oncall.solver.score import headcounts, wish_costs

SETTLED = "settled"
# How many Booleans are free at first: what one worker solves in about a second.
FIRST_SIZE = 1000.0
GROWTH = 1.25
KINDS = ("days", "people", "able", "corner")


def around(
    problem: Problem, roster: Roster, people: frozenset[str], days: range | None = None
) -> Problem:
    """The problem where only `people`, and only on `days` when given, may change."""
    free = [person for person in problem.people if person.key in people]
    others = {key: held for key, held in roster.items() if key not in people}
    taken = headcounts(others)
    points = {duty.key: duty.points for duty in problem.duties}
    floor = problem.worst_floor
    for person in problem.people:
        if person.share is not None and person.key not in people:
            held = sum(points[key] for key in roster.get(person.key, ()))
            floor = max(floor, deviation(person.share, held))
    return replace(
        problem,
        demands=tuple(_less(demand, taken.get(demand.duty, 0)) for demand in problem.demands),
        people=tuple(
            one if days is None else _within(problem, one, roster.get(one.key, frozenset()), days)
            for one in free
        ),
        worst_floor=floor,
    )


def _less(demand: Demand, taken: int) -> Demand:
    if not taken:
        return demand
    return replace(
        demand,
        minimum=max(demand.minimum - taken, 0),
        target=max(demand.target - taken, 0),
        maximum=max(demand.maximum - taken, 0),
    )


def _within(problem: Problem, person: Person, held: frozenset[str], days: range) -> Person:
    outside = {duty.key for duty in problem.duties if duty.day not in days}
    bars = {key: SETTLED for key in outside if key not in held}
    return replace(person, bars={**person.bars, **bars}, fixed=person.fixed | (held & outside))


class Choice:
    """Which part to free next: seeded, and grown while it is solved at once."""

    def __init__(self, problem: Problem, *, seed: int) -> None:
        self.problem = problem
        self.random = Random(seed)  # noqa: S311 - a search, not a secret
        self.duties = {duty.key: duty for duty in problem.duties}
        free = [len(problem.duties) - len(person.bars) for person in problem.people]
        self.each = max(sum(free) / max(len(free), 1), 1)
        self.sizes = dict.fromkeys(KINDS, FIRST_SIZE)
        self.kind = KINDS[0]

    def next(self, roster: Roster) -> tuple[frozenset[str], range | None]:
        """People to free, and the days when not all of them."""
        self.kind = self.random.choice(KINDS)
        duty = self._anchor(roster)
        everybody = [person.key for person in self.problem.people]
        able = [person.key for person in self.problem.people if duty not in person.bars]
        if self.kind == "days":
            return frozenset(everybody), self._around_day(duty, len(everybody))
        if self.kind == "corner":
            number = max(2, round(self.sizes[self.kind] / self.each * 4))
            people = self._some(able, number)
            return people, self._around_day(duty, len(people))
        number = max(2, round(self.sizes[self.kind] / self.each))
        return self._some(able if self.kind == "able" else everybody, number), None

    def _some(self, people: list[str], number: int) -> frozenset[str]:
        return frozenset(self.random.sample(people, min(number, len(people))))

    def _around_day(self, duty: str, people: int) -> range:
        days = self.problem.days
        span = round(self.sizes[self.kind] * days / (self.each * max(people, 1)))
        span = max(2, min(days, span))
        first = self.duties[duty].day - self.random.randrange(span)
        first = min(max(first, 0), days - span)
        return range(first, first + span)

    def _anchor(self, roster: Roster) -> str:
        """A duty to look around: badly covered, or of somebody badly served, or any."""
        present = headcounts(roster)
        poor = [one.duty for one in self.problem.demands if present.get(one.duty, 0) != one.target]
        mood = self.random.random()
        if poor and mood < 0.5:
            return self.random.choice(poor)
        if mood < 0.8:
            held = sorted(roster.get(self._badly_served(roster), ()))
            if held:
                return self.random.choice(held)
        return self.random.choice([one.duty for one in self.problem.demands])

    def _badly_served(self, roster: Roster) -> str:
        costs = []
        for person in self.problem.people:
            held = roster.get(person.key, frozenset())
            cost = sum(price for _, price in wish_costs(self.problem, person, held, self.duties))
            if person.share is not None:
                points = sum(self.duties[key].points for key in held)
                cost += deviation_cost(person.share, points)
            costs.append(cost + 1)
        people = [person.key for person in self.problem.people]
        return self.random.choices(people, weights=costs)[0]

    def learn(self, *, was_proven: bool) -> None:
        """Larger after a part solved to the end, smaller after one that was not."""
        size = self.sizes[self.kind] * (GROWTH if was_proven else 1 / GROWTH)
        self.sizes[self.kind] = max(50.0, min(size, self.each * len(self.problem.people)))
