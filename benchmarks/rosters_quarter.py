"""A quarter of PDSA: 60 doctors, 5 sectors, 3 types of slots, a year of history.

Seeded and generated here; first roster within 5 s, within 2 % of its bound within 120 s.
`python -m benchmarks.rosters_quarter SECONDS` changes the time given.
"""

import random
import sys
from datetime import date, datetime, time, timedelta

from benchmarks.measure import emit
from coordination.oncall.solver.explain import gaps
from coordination.oncall.solver.line import Candidate, LineInput, Place, Span, problem_of
from coordination.oncall.solver.outcome import Progress, Settings
from coordination.oncall.solver.score import score
from coordination.oncall.solver.search import solve

FIRST, END = date(2026, 4, 1), date(2026, 7, 1)
SECTORS = [f"S{number}" for number in range(1, 6)]
DOCTORS = 60
POINTS = {"evening": 100, "deep_night": 200, "weekend": 150}


def main() -> None:
    seconds = float(sys.argv[1]) if sys.argv[1:] else 120
    problem = problem_of(quarter(seed=7))
    trace: list[Progress] = []
    outcome = solve(problem, Settings(seed=1, seconds=seconds), watch=trace.append)
    away = (outcome.objective - outcome.bound) / max(outcome.bound, 1) * 100
    common = {
        "bound": outcome.bound, "objective": outcome.objective, "seconds": outcome.seconds,
        "parts": score(problem, outcome.roster).parts,
        "gaps": len(gaps(problem, outcome.roster)), "broken": len(outcome.broken),
    }  # fmt: skip
    first = outcome.first_seconds
    emit("rosters_quarter_first", first, unit="s", target=5, ok=first <= 5, baseline={}, **common)
    emit("rosters_quarter_gap", away, unit="%", target=2, ok=away <= 2, baseline={})
    if "--trace" in sys.argv:
        for step in trace[::5]:
            print(step)


def quarter(*, seed: int) -> LineInput:
    """The same one for the same seed."""
    chance = random.Random(seed)
    days = [FIRST + timedelta(days=number) for number in range((END - FIRST).days)]
    places = [place for sector in SECTORS for day in days for place in _places(sector, day)]
    return LineInput(
        FIRST, END, tuple(places), tuple(_doctor(number, chance) for number in range(DOCTORS))
    )


def _places(sector: str, day: date) -> list[Place]:
    kinds = [("evening", 20, 4), ("deep_night", 24, 8)]
    if day.weekday() == 6:
        kinds.append(("weekend", 8, 12))
    elif day.weekday() == 5:
        kinds.append(("weekend", 12, 8))
    return [
        Place(f"{day}·{sector}·{kind}", sector, "doctor", kind, day, _span(day, hour, length),
              POINTS[kind])
        for kind, hour, length in kinds
    ]  # fmt: skip


def _span(day: date, hour: int, length: int) -> Span:
    start = datetime.combine(day, time()) + timedelta(hours=hour)
    return start, start + timedelta(hours=length)


def _doctor(number: int, chance: random.Random) -> Candidate:
    home = number % len(SECTORS)
    sectors = {SECTORS[home]} | ({SECTORS[(home + 1) % 5]} if chance.random() < 0.4 else set())
    share = chance.choice([50, 100, 100, 100, 150])
    absent = FIRST + timedelta(days=chance.randrange(80))
    wishes = []
    for _ in range(4):
        day = FIRST + timedelta(days=chance.randrange(90))
        wishes.append((_span(day, 8, 24), chance.random() < 0.3, chance.randint(1, 5)))
    return Candidate(
        key=f"D{number:02d}",
        roles=frozenset({"doctor"}),
        sectors=frozenset(sectors),
        share=share,
        before=share * chance.randint(80, 120),
        away=((_span(absent, 0, 24 * chance.randint(3, 14)), "absence"),),
        rest_hours=11,
        duties_a_month=chance.choice([6, 8, 10, 10]) + share // 25,
        weekends_a_month=chance.choice([1, 2, 2]),
        wishes=tuple(wishes),
    )


if __name__ == "__main__":
    main()
