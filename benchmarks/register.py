"""The open register: 1,000,000 activities read for one department and two professions.

`python -m benchmarks.register 100000` reads fewer. The people are invented.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import emit, fresh_portal

LINES = 1_000_000
TARGET_SECONDS, TARGET_MB = 60, 300
HEADER = Path(__file__).parents[1] / "tests" / "data" / "rpps-header.txt"


def main() -> None:
    """Print the seconds of the first import, the peak of memory, and the second import."""
    wanted = int(sys.argv[1]) if sys.argv[1:] else LINES
    with fresh_portal(), tempfile.TemporaryDirectory() as folder:
        from directory.imports.rpps import Wanted
        from directory.models import Professional
        from directory.services import load_nomenclatures
        from directory.services.register import import_rpps
        from portal.territories import cog
        from portal.territories.services import import_communes

        import_communes(cog.DATA / "communes-aube.csv")
        load_nomenclatures()
        path = Path(folder) / "PS_LibreAcces_202603090835.txt"
        _write(path, wanted)
        asked = Wanted("10", frozenset({"10", "60"}))
        times = []
        for _ in range(2):
            start = time.perf_counter()
            report = import_rpps(path, asked, lists_liberal=True)
            times.append(round(time.perf_counter() - start, 1))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        emit(
            "register", times[0], unit="s", target=TARGET_SECONDS,
            ok=times[0] < TARGET_SECONDS and peak < TARGET_MB,
            baseline={"file_mb": round(path.stat().st_size / 1e6)},
            again=times[1], peak_mb=round(peak), people=Professional.objects.count(),
            unchanged=report.created == report.updated == 0,
        )  # fmt: skip


def _write(path: Path, count: int) -> None:
    """One line in a hundred is of the Aube; two activities a person."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER.read_text().rstrip("\n") + "\n")
        for number in range(count):
            cells = [""] * 57
            cells[1], cells[7], cells[8] = f"10{number // 2:09d}", f"NOM{number // 2}", "Camille"
            cells[9], cells[10] = ("60", "Infirmier") if number % 4 < 2 else ("70", "Kiné")
            department = "10" if number // 2 % 100 == 0 else f"{11 + number % 80:02d}"
            cells[16], cells[17], cells[23] = "", "L", f"R{number:011d}"
            cells[24], cells[28], cells[32] = "CABINET", "12", "DE LA GARE"
            cells[35], cells[36], cells[40] = f"{department}000", f"{department}387", "0325494949"
            cells[44] = department
            file.write("|".join(cells) + "\n")


if __name__ == "__main__":
    main()
