"""Importing a FINESS file of 200 MB: the memory of the process stays far below the file.

`python -m benchmarks.finess_memory 33` imports 33 MB instead, the 103,000 sites of the country;
the same file is then imported again, unchanged. The sites are spread over the
communes of the Aube, each with its position in Lambert-93; a quarter of the lines are long.
`python -m benchmarks.finess_memory plus 106000` imports as many sites as a FINESS+ document, two
to an entity, with their positions, contacts and addresses; then the same document again.
"""

import json
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


ADDRESS = {
    "usageAdresse": "03", "numeroVoie": "101", "typeVoie": "AV   ",
    "libelleVoie": "ANATOLE FRANCE ", "cogCommune": "10387",
    "ligneAcheminement": "TROYES CEDEX", "codePostal": "10003",
    "coordonneesGeographique": {
        "coordonneeX": "6799900.0", "coordonneeY": "779700.0",
        "directionLatitude": "48.2973", "directionLongitude": "4.0745",
    },
}  # fmt: skip
CONTACT = {
    "typeContact": {"roleContact": "01"},
    "telecom": {"telephone": "0325494949", "mail": "accueil@centre.exemple"},
}


def main() -> None:
    """Print the line of the measure: the peak of the process, before and after the import."""
    plus = sys.argv[1:2] == ["plus"]
    wanted = int(sys.argv[-1]) if sys.argv[1:] else MEGABYTES
    with fresh_portal(), tempfile.TemporaryDirectory() as folder:
        from directory.services import import_finess, load_nomenclatures
        from portal.territories import cog
        from portal.territories.services import import_communes

        import_communes(cog.DATA / "communes-aube.csv")
        load_nomenclatures()
        path = Path(folder) / ("finess.json" if plus else "finess.csv")
        sites = _write_plus(path, wanted) if plus else _write(path, wanted * 1_000_000)
        rows = sites + sites // 2 if plus else sites
        before, start = _peak_mb(), time.perf_counter()
        report = import_finess(path)
        peak, seconds = _peak_mb(), time.perf_counter() - start
        start = time.perf_counter()
        again = import_finess(path)
        seconds_again = time.perf_counter() - start
        emit(
            "finess_plus" if plus else "finess_memory", peak, unit="MB", target=TARGET_MB,
            ok=peak < TARGET_MB and report.created == rows,
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


def _write_plus(path: Path, sites: int) -> int:
    """`sites` establishments (an even number), two to an entity, as one FINESS+ document."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"schemaVersion":"v1.0.0","generatedAt":"2026-09-11T15:49:37Z","gcc":[],')
        file.write('"gco":[],"pmej":[')
        for rank in range(sites // 2):
            file.write("," if rank else "")
            file.write(json.dumps(_entity(rank)))
        file.write("]}")
    return sites // 2 * 2


def _entity(rank: int) -> dict[str, object]:
    body, name = f"20{rank:06d}", f"CENTRE HOSPITALIER {rank}"
    own = {
        "pmSmsseId": str(rank), "numFinessPm": body + luhn_key(body), "denominationPm": name,
        "denominationLonguePmSmsse": f"{name} {FILLER if rank % 4 == 0 else ''}",
    }  # fmt: skip
    address = {**ADDRESS, "usageAdresse": "02"}
    sites = [_site(2 * rank), _site(2 * rank + 1)]
    return {
        "informationsGeneralesPMEJ": own, "etatObjet": "A", "adresse": [address], "ege": sites,
    }  # fmt: skip


def _site(rank: int) -> dict[str, object]:
    body = f"10{rank:06d}"
    own = {
        "egeId": str(rank), "numFinessEge": body + luhn_key(body),
        "nomEgeCourt": f"CENTRE {rank}", "nomEgeLong": f"CENTRE DE SANTE {rank}",
        "dateOuverture": "1979-02-13",
    }  # fmt: skip
    return {
        "informationsGeneralesEGE": own, "categorieentiteGeographiqueExercice": "355",
        "etatObjet": "A", "adresse": [ADDRESS], "contact": [CONTACT],
    }  # fmt: skip


def _peak_mb() -> float:
    """The most memory this process has held, in megabytes (Linux counts it in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
