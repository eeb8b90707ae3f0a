"""`python -m benchmarks [NAME]`: runs each measure in a process and a portal of its own."""

import subprocess
import sys
from pathlib import Path

# What the measures are made of; every other file of this folder is a measure.
SHARED = {
    *("__init__", "__main__", "duty_year", "measure"),
    *("establishments", "matching_runs", "needs", "population"),
    *("rosters_evaluator", "rosters_format", "rosters_mapping"),
}


def main() -> int:
    """Every measure has run, or the one that is named; 1 when one of them broke."""
    here = Path(__file__).parent
    names = sorted(path.stem for path in here.glob("*.py") if path.stem not in SHARED)
    wanted = [name for name in names if not sys.argv[1:] or name in sys.argv[1:]]
    if not wanted:
        sys.stderr.write(f"Aucune mesure de ce nom. Mesures : {', '.join(names)}.\n")
        return 1
    runs = [subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]) for name in wanted]
    return int(any(run.returncode for run in runs))


if __name__ == "__main__":
    sys.exit(main())
