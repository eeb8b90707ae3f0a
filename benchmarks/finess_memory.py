"""Importing a FINESS file of 200 MB: the memory of the process stays far below the file.

`python -m benchmarks.finess_memory 33` imports 33 MB instead, the 103,000 sites of the country;
the same file is then imported again, unchanged. The sites are spread over the
communes of the Aube, each with its position in Lambert-93; a quarter of the lines are long.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import emit, fresh_portal
from portal.lib.identifiers import luhn_key

MEGABYTES = 200
TARGET_MB = 300
FIRST_LINE = "finess;etalab;93;2026-05-12\n"
SITE = (
    "structureet;{finess};100006279;CENTRE {rank};CENTRE DE SANTE {rank} {filler};;;"
    "101;AV;ANATOLE FRANCE;;;387;10;AUBE;10000 TROYES;0325494949;;124;Centre de Santé;;;"
    ";;;;;;1979-02-13;;2026-05-12;\n"
    "geolocalisation;{finess};779700.0;6799900.0;1,ATLASANTE,,IGN,BD_ADRESSE,,LAMBERT_93;"
    "2026-05-12\n"
)
FILLER = "AVEC UN NOM QUI N EN FINIT PAS " * 4


def main() -> None:
    """Print the line of the measure: the peak of the process, before and after the import."""
    wanted = int(sys.argv[1]) if sys.argv[1:] else MEGABYTES
    with fresh_portal(), tempfile.TemporaryDirectory() as folder:
        from directory.services import import_finess, load_nomenclatures
        from portal.territories import cog
        from portal.territories.services import import_communes

        import_communes(cog.DATA / "communes-aube.csv")
        load_nomenclatures()
        path = Path(folder) / "finess.csv"
        sites = _write(path, wanted * 1_000_000)
        before, start = _peak_mb(), time.perf_counter()
        report = import_finess(path)
        peak, seconds = _peak_mb(), time.perf_counter() - start
        start = time.perf_counter()
        again = import_finess(path)
        seconds_again = time.perf_counter() - start
        emit(
            "finess_memory", peak, unit="MB", target=TARGET_MB,
            ok=peak < TARGET_MB and report.created == sites,
            baseline={"before_mb": round(before, 1), "file_mb": round(path.stat().st_size / 1e6)},
            seconds=round(seconds, 1), sites=sites, created=report.created,
            seconds_again=round(seconds_again, 1), unchanged=again.unchanged,
        )  # fmt: skip


def _write(path: Path, size: int) -> int:
    """The file is at least `size` bytes long; how many sites it holds is returned."""
    written = rank = 0
    with path.open("w", encoding="utf-8") as file:
        written += file.write(FIRST_LINE)
        while written < size:
            body = f"10{rank:06d}"
            filler = FILLER if rank % 4 == 0 else ""
            line = SITE.format(finess=body + luhn_key(body), rank=rank, filler=filler)
            written += file.write(line)
            rank += 1
    return rank


def _peak_mb() -> float:
    """The most memory this process has held, in megabytes (Linux counts it in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
