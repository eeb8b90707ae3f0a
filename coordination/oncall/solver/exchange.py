"""One duty given to somebody else by hand: what each choice costs, and what stands in its way."""

from dataclasses import dataclass

from coordination.oncall.solver.explain import NOTHING, Obstacle, obstacle
from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.problem import Duty, Person, Problem, Roster
from coordination.oncall.solver.score import cover_cost, wish_costs


@dataclass(frozen=True)
class Choice:
    """`person` takes the duty, or nobody does: the difference of cost, the rule in the way."""

    person: str
    cost: int
    obstacle: Obstacle

    @property
    def is_free(self) -> bool:
        """No rule forbids it."""
        return self.obstacle.rule == NOTHING


def choices(problem: Problem, roster: Roster, duty: str, *, leaves: str = "") -> list[Choice]:
    """Nobody, then everybody who does not hold `duty`, those no rule keeps away first, the
    cheapest first. Whoever `leaves` gives it up in each case."""
    desk = _Desk(problem, roster, duty, leaves)
    if desk.is_full:
        return []
    found = [desk.choice(person) for person in problem.people if desk.may_enter(person)]
    nobody = [Choice("", desk.cost(None), Obstacle("", NOTHING))] if leaves else []
    return nobody + sorted(found, key=lambda one: (not one.is_free, one.cost, one.person))


def given(roster: Roster, duty: str, *, leaves: str = "", enters: str = "") -> Roster:
    """`roster` once `leaves` has given `duty` up and `enters` has taken it."""
    moved = dict(roster)
    if leaves:
        moved[leaves] = moved.get(leaves, frozenset()) - {duty}
    if enters:
        moved[enters] = moved.get(enters, frozenset()) | {duty}
    return moved


class _Desk:
    """What each person costs now, so that only what moves is counted again."""

    def __init__(self, problem: Problem, roster: Roster, duty: str, leaves: str) -> None:
        self.problem, self.roster, self.duty, self.leaves = problem, roster, duty, leaves
        self.duties: dict[str, Duty] = {one.key: one for one in problem.duties}
        self.people = {one.key: one for one in problem.people}
        self.now = {key: self._own(one, self._held(key)) for key, one in self.people.items()}
        self.number = sum(duty in held for held in roster.values())
        self.demand = next((one for one in problem.demands if one.duty == duty), None)

    def _held(self, key: str) -> frozenset[str]:
        return self.roster.get(key, frozenset())

    @property
    def is_full(self) -> bool:
        """As many people as the place may ever take, and nobody leaves."""
        most = self.demand.maximum if self.demand else 1
        return not self.leaves and self.number >= most

    def may_enter(self, person: Person) -> bool:
        return person.key != self.leaves and self.duty not in self._held(person.key)

    def choice(self, person: Person) -> Choice:
        way = obstacle(self.problem, person, self._held(person.key), self.duty, self.duties)
        return Choice(person.key, self.cost(person), way)

    def cost(self, enters: Person | None) -> int:
        """The whole objective after, less the one before."""
        after = dict(self.now)
        if self.leaves:
            held = self._held(self.leaves) - {self.duty}
            after[self.leaves] = self._own(self.people[self.leaves], held)
        if enters is not None:
            after[enters.key] = self._own(enters, self._held(enters.key) | {self.duty})
        return self._total(after, enters is not None) - self._total(self.now, bool(self.leaves))

    def _total(self, accounts: dict[str, tuple[int, int]], is_held: bool) -> int:
        number = self.number - bool(self.leaves) + is_held
        cover = cover_cost(self.demand, number) if self.demand else 0
        worst = max((away for _, away in accounts.values()), default=0)
        worst = max(worst, self.problem.worst_floor) * self.problem.worst_cost
        return sum(cost for cost, _ in accounts.values()) + worst + cover

    def _own(self, person: Person, held: frozenset[str]) -> tuple[int, int]:
        """What the person costs, and how far from their share they end."""
        cost = sum(price for _, price in wish_costs(self.problem, person, held, self.duties))
        if person.share is None:
            return cost, 0
        points = sum(self.duties[key].points for key in held)
        return cost + deviation_cost(person.share, points), deviation(person.share, points)
