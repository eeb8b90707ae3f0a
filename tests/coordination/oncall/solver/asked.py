"""Small problems to solve: a person, a duty, and their usual values."""

from coordination.oncall.solver.outcome import Settings
from coordination.oncall.solver.problem import Demand, Duty, Person, Problem

QUICK = Settings(seconds=20, workers=1)
HOUR = 60


def duty(day: int, kind: str = "night", *, hour: int = 20, hours: int = 12, points: int = 100):
    start = day * 24 * HOUR + hour * HOUR
    return Duty(f"{day}{kind}", kind, day, start, start + hours * HOUR, points)


def evenings_and_nights(days: int) -> tuple[Duty, ...]:
    """Two duties a day, of eight hours each; the night weighs more."""
    return tuple(
        duty(day, kind, hour=hour, hours=8, points=points)
        for day in range(days)
        for kind, hour, points in (("evening", 14, 100), ("night", 22, 150))
    )


def problem(people, duties, *, days: int = 7, minimum: int = 1, **more) -> Problem:
    demands = tuple(Demand(one.key, minimum, minimum, minimum, short=1000) for one in duties)
    return Problem(days, tuple(duties), demands, tuple(people), **more)


def person(key: str, **rules) -> Person:
    return Person(key, **rules)
