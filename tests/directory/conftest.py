"""Files in the official FINESS layout, and the communes they speak of."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.services import load_nomenclatures
from portal.lib.identifiers import luhn_key
from portal.territories import cog
from portal.territories.services import import_communes

DATA = Path(__file__).parents[1] / "data"
FIRST_LINE = "finess;etalab;93;2026-05-12"
SITE = (
    "structureet;{finess};{legal};{short};{name};{other};;{number};{kind};{way};;;{commune};"
    "{department};;{postal};{phone};;{category};{label};;;{siret};;;;;;{opened};;2026-05-12;"
)
POINT = "geolocalisation;{finess};{x};{y};1,ATLASANTE,,IGN,BD_ADRESSE,,{system};2026-05-12"
TROYES = {
    "finess": "100000017", "legal": "100006279", "short": "CH DE TROYES",
    "name": "CENTRE HOSPITALIER DE TROYES", "other": "", "number": "101", "kind": "AV",
    "way": "ANATOLE FRANCE", "commune": "387", "department": "10", "postal": "10003 TROYES CEDEX",
    "phone": "0325494949", "category": "355", "label": "Centre Hospitalier (C.H.)", "siret": "",
    "opened": "1979-02-13",
}  # fmt: skip
# The town hall of Troyes, about, in Lambert-93.
AT_TROYES = {"finess": "100000017", "x": "779700.0", "y": "6799900.0", "system": "LAMBERT_93"}


def site(**changes: str) -> str:
    """The line of the hospital of Troyes, with these fields changed."""
    return SITE.format(**TROYES | changes)


def point(**changes: str) -> str:
    """The position of the hospital of Troyes, with these fields changed."""
    return POINT.format(**AT_TROYES | changes)


def many(count: int) -> list[str]:
    """`count` sites of Troyes, each with its number."""
    bodies = [f"10{number:06d}" for number in range(count)]
    return [site(finess=body + luhn_key(body)) for body in bodies]


def unpacked(name: str, folder: Path) -> Path:
    """The test file `name`, decompressed in `folder`."""
    target = folder / name.removesuffix(".gz")
    with gzip.open(DATA / name) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return target


@pytest.fixture
def shipped(db: None) -> None:
    """The communes of the Aube, without their outlines, and the official tables."""
    import_communes(cog.DATA / "communes-aube.csv")
    load_nomenclatures()


@pytest.fixture
def far_away(shipped: None, tmp_path: Path) -> None:
    """Two communes of the Ain and the chief town of La Réunion, beside those of the Aube."""
    wanted = ("code", "01143", "01451", "97411")
    with gzip.open(DATA / "communes-france.csv.gz", "rt", encoding="utf-8") as packed:
        lines = packed.readlines()
    path = tmp_path / "communes.csv"
    path.write_text("".join(line for line in lines if line.startswith(wanted)))
    import_communes(path)


@pytest.fixture
def country(db: None, tmp_path: Path) -> None:
    """Every commune of the country, and the tables: some seconds, for the real file only."""
    import_communes(unpacked("communes-france.csv.gz", tmp_path))
    load_nomenclatures()


@pytest.fixture
def finess_file(tmp_path: Path) -> Callable[..., Path]:
    """`finess_file(line, line)` writes an extraction; `encoding` and `first` may change."""

    def write(*lines: str, encoding: str = "utf-8", first: str = FIRST_LINE) -> Path:
        path = tmp_path / "finess.csv"
        text = "\n".join([first, *lines]) + "\n"
        path.write_bytes(text.encode(encoding))
        return path

    return write
