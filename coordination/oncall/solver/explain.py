"""Why a duty is not covered: for each candidate, the rule in the way; and what would help."""

from collections import Counter
from dataclasses import dataclass

from coordination.oncall.solver.problem import Duty, Person, Problem, Roster
from coordination.oncall.solver.score import breaches, headcounts

NOTHING = "nothing"
"""No rule forbids it: the search preferred another roster, or had no time to look."""


@dataclass(frozen=True)
class Obstacle:
    """The first rule that keeps `person` from the duty, and the duties it comes from."""

    person: str
    rule: str
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A duty below its minimum, and the obstacle of each person who does not hold it."""

    duty: str
    missing: int
    obstacles: tuple[Obstacle, ...]

    @property
    def rules(self) -> dict[str, int]:
        """How many people each rule keeps away, the most frequent first."""
        return dict(Counter(one.rule for one in self.obstacles).most_common())


def gaps(problem: Problem, roster: Roster) -> list[Gap]:
    """Each duty short of its minimum, with the rules in the way."""
    present = headcounts(roster)
    found = []
    for demand in problem.demands:
        missing = demand.minimum - present.get(demand.duty, 0)
        if missing > 0:
            found.append(Gap(demand.duty, missing, tuple(candidates(problem, roster, demand.duty))))
    return found


def candidates(problem: Problem, roster: Roster, duty: str) -> list[Obstacle]:
    """Everybody who does not hold `duty`, with what is in the way; `NOTHING` comes first."""
    duties = {one.key: one for one in problem.duties}
    found = [
        obstacle(problem, person, roster.get(person.key, frozenset()), duty, duties)
        for person in problem.people
        if duty not in roster.get(person.key, frozenset())
    ]
    return sorted(found, key=lambda one: (one.rule != NOTHING, one.rule, one.person))


def obstacle(
    problem: Problem, person: Person, held: frozenset[str], duty: str, duties: dict[str, Duty]
) -> Obstacle:
    """What `person` would break by holding `duty` beside what they hold already."""
    if duty in person.bars:
        return Obstacle(person.key, person.bars[duty])
    before = {(one.rule, one.duties) for one in breaches(problem, person, held, duties)}
    for broken in breaches(problem, person, held | {duty}, duties):
        if (broken.rule, broken.duties) not in before:
            others = tuple(key for key in broken.duties if key != duty)
            return Obstacle(person.key, broken.rule, others)
    return Obstacle(person.key, NOTHING)
