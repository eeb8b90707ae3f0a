"""What the solver is asked: people, duties, how many each duty needs, rules, wishes, shares.

Plain values, no database. Instants are minutes from any origin, days are numbered from the
first day of the period, points are hundredths, costs are whole numbers. What has no cost is
hard: it is never broken unless nothing else is possible, and then it is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Duty:
    """Something to hold during [start, end[, on a day, of a kind; and what it is worth."""

    key: str
    kind: str
    day: int
    start: int
    end: int
    points: int = 0


@dataclass(frozen=True)
class Demand:
    """How many people one duty needs. `short` is the cost of each one missing to the minimum,
    `under` to the target, `over` that of each one above the target; never above `maximum`."""

    duty: str
    minimum: int
    target: int
    maximum: int
    short: int = 0
    under: int = 0
    over: int = 0


@dataclass(frozen=True)
class Limit:
    """The weighted sum of some duties of a person lies between `least` and `most`.

    With a `cost`, each unit beyond is paid instead of forbidden.
    """

    rule: str
    duties: Mapping[str, int]
    most: int | None = None
    least: int | None = None
    cost: int | None = None


@dataclass(frozen=True)
class GroupLimit:
    """At most `most` of these groups are touched: week-ends, Sundays or holidays of a month."""

    rule: str
    groups: tuple[frozenset[str], ...]
    most: int
    cost: int | None = None


@dataclass(frozen=True)
class Runs:
    """Longest and shortest run of worked days, shortest run of days off.

    A run that touches the first or the last day may be shorter: it goes on outside.
    """

    most_worked: int | None = None
    least_worked: int = 1
    least_off: int = 1


@dataclass(frozen=True)
class Wish:
    """`cost` is paid when none of the duties is given (`wanted`), or when one is (not `wanted`)."""

    duties: frozenset[str]
    wanted: bool
    cost: int
    name: str = "wish"


@dataclass(frozen=True)
class Together:
    """`cost` is paid when some of `first` is held and nothing of `second`, or the reverse."""

    first: frozenset[str]
    second: frozenset[str]
    cost: int
    name: str = "weekend"


@dataclass(frozen=True)
class Spacing:
    """In each window of `days` days, each worked day after the first one costs `cost`.

    The second day of a pair in `joined`, such as a Sunday, counts as its first.
    """

    days: int
    cost: int
    joined: frozenset[tuple[int, int]] = frozenset()
    name: str = "spacing"


@dataclass(frozen=True)
class Share:
    """Points held before, points that would be fair at the end, cost of a hundredth away.

    The cost is convex: the second point away costs more than the first (`fairness`).
    """

    before: int
    target: int
    cost: int


@dataclass(frozen=True)
class Person:
    """Somebody who may serve. `bars` says, for each duty they cannot hold, which rule."""

    key: str
    bars: Mapping[str, str] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    rest_minutes: int = 0
    limits: tuple[Limit, ...] = ()
    groups: tuple[GroupLimit, ...] = ()
    runs: Runs | None = None
    wishes: tuple[Wish, ...] = ()
    together: tuple[Together, ...] = ()
    spacing: tuple[Spacing, ...] = ()
    share: Share | None = None

    @property
    def bounds(self) -> "tuple[Limit | GroupLimit, ...]":
        """Limits of both kinds."""
        return (*self.limits, *self.groups)


@dataclass(frozen=True)
class Problem:
    """Everything to decide on. `forbidden_next`: kind, and kind never held the day after.

    `worst_cost` is paid for each hundredth of the largest deviation; `worst_floor` is the
    deviation of somebody already settled.
    """

    days: int
    duties: tuple[Duty, ...]
    demands: tuple[Demand, ...]
    people: tuple[Person, ...]
    forbidden_next: frozenset[tuple[str, str]] = frozenset()
    worst_cost: int = 0
    worst_floor: int = 0


Roster = dict[str, frozenset[str]]
"""The duties of each person, by key."""


def canonical(problem: Problem) -> Problem:
    """The same problem in one order, whatever the order of the rows it was read from."""
    return replace(
        problem,
        duties=tuple(sorted(problem.duties, key=lambda duty: (duty.day, duty.start, duty.key))),
        demands=tuple(sorted(problem.demands, key=lambda demand: demand.duty)),
        people=tuple(_in_order(one) for one in sorted(problem.people, key=lambda one: one.key)),
    )


def _in_order(person: Person) -> Person:
    return replace(
        person,
        bars=dict(sorted(person.bars.items())),
        limits=tuple(
            sorted(
                (replace(one, duties=dict(sorted(one.duties.items()))) for one in person.limits),
                key=lambda one: (one.rule, list(one.duties.items()), str(one.most)),
            )
        ),
        groups=tuple(
            sorted(
                (replace(one, groups=_sorted_groups(one.groups)) for one in person.groups),
                key=lambda one: (one.rule, [sorted(group) for group in one.groups], one.most),
            )
        ),
        wishes=tuple(sorted(person.wishes, key=_wish_order)),
        together=tuple(sorted(person.together, key=lambda one: (sorted(one.first), one.name))),
        spacing=tuple(sorted(person.spacing, key=lambda one: one.days)),
    )


def _wish_order(wish: Wish) -> tuple[list[str], bool, str, int]:
    return sorted(wish.duties), wish.wanted, wish.name, wish.cost


def _sorted_groups(groups: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    return tuple(sorted(groups, key=sorted))
