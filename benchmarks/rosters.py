"""The public rosters of Curtois and Qu: `python -m benchmarks.rosters FILE --seconds N`.

Prints one JSON line {objective, bound, seconds, hard_violations}, then the roster, a line per
person. The objective and the violations are those of the separate evaluator. Without a file,
the four instances of ../shared/data/rosters against their proven optima.
"""

import argparse
import json
import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import emit
from benchmarks.rosters_evaluator import Plan, objective, violations
from benchmarks.rosters_format import Instance, read
from benchmarks.rosters_mapping import plan_of, problem_of
from coordination.oncall.solver.outcome import Settings
from coordination.oncall.solver.search import solve

INSTANCES = Path(__file__).resolve().parents[1] / "../shared/data/rosters"
PROVEN = {
    "Instance1.txt": (607, 60),
    "Instance2.txt": (828, 60),
    "Instance3.txt": (1001, 60),
    "Instance4.txt": (1716, 180),
}


def main() -> int:
    asked = _asked()
    if asked.file is None:
        return _measure_all(asked.workers)
    try:
        instance = read(asked.file)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    answer, plan = run(instance, seconds=asked.seconds, workers=asked.workers, seed=asked.seed)
    print(json.dumps(answer))
    print(drawn(instance, plan))
    return int(bool(answer["hard_violations"]))


def run(
    instance: Instance, *, seconds: float, workers: int = 2, seed: int = 0
) -> tuple[dict[str, float], Plan]:
    """What the solver finds, judged by the evaluator."""
    settings = Settings(seed=seed, seconds=seconds, workers=workers)
    outcome = solve(problem_of(instance), settings)
    plan = plan_of(instance, outcome.roster)
    answer = {
        "objective": objective(instance, plan),
        "bound": outcome.bound,
        "seconds": outcome.seconds,
        "hard_violations": len(violations(instance, plan)),
    }
    return answer, plan


def drawn(instance: Instance, plan: Plan) -> str:
    """One line per person, one column per day, a dash for a day off."""
    width = max(len(shift) for shift in instance.minutes)
    rows = [
        f"{staff.key}\t"
        + " ".join(
            plan.get(staff.key, {}).get(day, "-").ljust(width) for day in range(instance.days)
        )
        for staff in instance.staff
    ]
    return "\n".join(rows)


def _measure_all(workers: int) -> int:
    if not INSTANCES.is_dir():
        sys.stderr.write(
            "Les instances publiques manquent : déposez Instance1.txt à Instance4.txt dans "
            "../shared/data/rosters, ou nommez un fichier.\n"
        )
        return 0
    for name, (optimum, seconds) in PROVEN.items():
        answer, _ = run(read(INSTANCES / name), seconds=seconds, workers=workers)
        emit(
            f"rosters_{name.removesuffix('.txt').lower()}",
            answer["objective"],
            unit="cost",
            target=optimum,
            ok=answer["objective"] <= optimum and not answer["hard_violations"],
            baseline={"proven optimum": optimum},
            **{key: answer[key] for key in ("bound", "seconds", "hard_violations")},
        )
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
