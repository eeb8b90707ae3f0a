"""What a roster costs and which rules it breaks, without any search: the screens ask it too."""

from collections.abc import Iterable
from dataclasses import dataclass

from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.problem import (
    Demand,
    Duty,
    GroupLimit,
    Limit,
    Person,
    Problem,
    Roster,
)


@dataclass(frozen=True)
class Broken:
    """A rule that somebody's duties break: `amount` beyond it, around `duties`."""

    person: str
    rule: str
    amount: int
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """The objective, and what it is made of by name; hard rules apart."""

    objective: int
    parts: dict[str, int]
    broken: tuple[Broken, ...]


def score(problem: Problem, roster: Roster) -> Score:
    """The whole account of `roster`."""
    parts: dict[str, int] = {}
    broken: list[Broken] = []
    duties = {duty.key: duty for duty in problem.duties}
    worst = problem.worst_floor
    for person in problem.people:
        held = roster.get(person.key, frozenset())
        broken += breaches(problem, person, held, duties)
        for name, cost in wish_costs(problem, person, held, duties):
            parts[name] = parts.get(name, 0) + cost
        if person.share is not None:
            points = sum(duties[key].points for key in held)
            parts["fairness"] = parts.get("fairness", 0) + deviation_cost(person.share, points)
            worst = max(worst, deviation(person.share, points))
    parts["worst"] = worst * problem.worst_cost
    for name, cost in _cover_costs(problem, roster):
        parts[name] = parts.get(name, 0) + cost
    return Score(sum(parts.values()), {name: n for name, n in parts.items() if n}, tuple(broken))


def headcounts(roster: Roster) -> dict[str, int]:
    """How many people hold each duty."""
    found: dict[str, int] = {}
    for keys in roster.values():
        for key in keys:
            found[key] = found.get(key, 0) + 1
    return found


def cover_cost(demand: Demand, number: int) -> int:
    """What it costs that `number` people hold the duty."""
    return (
        demand.short * max(demand.minimum - number, 0)
        + demand.under * max(demand.target - number, 0)
        + demand.over * max(number - demand.target, 0)
    )


def _cover_costs(problem: Problem, roster: Roster) -> Iterable[tuple[str, int]]:
    present = headcounts(roster)
    for demand in problem.demands:
        number = present.get(demand.duty, 0)
        yield "short", demand.short * max(demand.minimum - number, 0)
        yield "under", demand.under * max(demand.target - number, 0)
        yield "over", demand.over * max(number - demand.target, 0)


def wish_costs(
    problem: Problem, person: Person, held: frozenset[str], duties: dict[str, Duty]
) -> Iterable[tuple[str, int]]:
    """What the soft rules of `person` cost, by name; soft limits included."""
    for wish in person.wishes:
        if bool(wish.duties & held) != wish.wanted:
            yield wish.name, wish.cost
    for pair in person.together:
        if bool(held & pair.first) != bool(held & pair.second):
            yield pair.name, pair.cost
    worked = {duties[key].day for key in held}
    for spacing in person.spacing:
        joined = {second: first for first, second in spacing.joined}
        on = {joined.get(day, day) for day in worked}
        for first in range(problem.days - spacing.days + 1):
            number = sum(day in on for day in range(first, first + spacing.days))
            yield spacing.name, spacing.cost * max(number - 1, 0)
    for limit in person.bounds:
        if limit.cost is not None:
            yield limit.rule, limit.cost * beyond(limit, held)


def breaches(
    problem: Problem, person: Person, held: frozenset[str], duties: dict[str, Duty]
) -> list[Broken]:
    """The hard rules that `held` breaks for `person`."""
    found = [Broken(person.key, bar, 1, (key,)) for key, bar in person.bars.items() if key in held]
    missing = tuple(sorted(person.fixed - held))
    if missing:
        found.append(Broken(person.key, "fixed", len(missing), missing))
    mine = sorted((duties[key] for key in held), key=lambda duty: (duty.start, duty.key))
    found += _too_close(problem, person, mine)
    for limit in person.bounds:
        excess = beyond(limit, held)
        if limit.cost is None and excess:
            found.append(Broken(person.key, limit.rule, excess))
    return [*found, *_run_breaches(problem, person, {duty.day for duty in mine})]


def beyond(limit: Limit | GroupLimit, held: frozenset[str]) -> int:
    """By how much `held` exceeds the limit, or lacks to it."""
    if isinstance(limit, GroupLimit):
        return max(sum(bool(held & group) for group in limit.groups) - limit.most, 0)
    total = sum(weight for key, weight in limit.duties.items() if key in held)
    over = max(total - limit.most, 0) if limit.most is not None else 0
    return over + (max(limit.least - total, 0) if limit.least is not None else 0)


def _too_close(problem: Problem, person: Person, mine: list[Duty]) -> Iterable[Broken]:
    for at, first in enumerate(mine):
        for second in mine[at + 1 :]:
            keys = (first.key, second.key)
            if second.start < first.end + person.rest_minutes:
                rule = "at_once" if second.start < first.end else "rest"
                yield Broken(person.key, rule, 1, keys)
            elif _is_forbidden(problem, first, second):
                yield Broken(person.key, "succession", 1, keys)
            if second.day > first.day + 1 and second.start >= first.end + person.rest_minutes:
                break


def _is_forbidden(problem: Problem, first: Duty, second: Duty) -> bool:
    pair = (first.kind, second.kind)
    return second.day == first.day + 1 and pair in problem.forbidden_next


def _run_breaches(problem: Problem, person: Person, worked: set[int]) -> Iterable[Broken]:
    if person.runs is None:
        return
    runs, first = person.runs, 0
    while first < problem.days:
        state, end = first in worked, first
        while end < problem.days and (end in worked) == state:
            end += 1
        inside, length = first > 0 and end < problem.days, end - first
        if state and runs.most_worked is not None and length > runs.most_worked:
            yield Broken(person.key, "most_worked", length - runs.most_worked)
        if inside and length < (runs.least_worked if state else runs.least_off):
            rule = "least_worked" if state else "least_off"
            yield Broken(person.key, rule, 1)
        first = end
