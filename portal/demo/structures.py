"""The fictional structures of the demonstration, in FINESS' own layout (cs1100507).

The towns are those of the Aube, the names and the numbers are invented: FINESS numbers
begin with 1099, telephone numbers are those that ARCEP keeps for fiction (03 53 01).
`manage.py draw_demo_structures` writes `data/finess-aube-demo.csv`, which is checked in.
"""

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyproj import Transformer

from portal.lib.identifiers import luhn_key
from portal.lib.text import search_key
from portal.territories.cog import DATA as COMMUNES

DATA = Path(__file__).parent / "data"
FILE = DATA / "finess-aube-demo.csv"
SEED = 20200316
DRAWN_ON = "2020-03-06"
TOWNS_FOR_ALL = 40


class Kind(NamedTuple):
    """So many structures of one category, named from a list, in the `largest` towns."""

    category: str
    label: str
    title: str
    count: int
    largest: int


KINDS = [
    Kind("355", "Centre Hospitalier (C.H.)", "Centre hospitalier", 3, 4),
    Kind("106", "Centre hospitalier, ex Hôpital local", "Hôpital local", 3, 20),
    Kind("365", "Etablissement de Soins Pluridisciplinaire", "Clinique", 2, 2),
    Kind("109", "Etablissement de santé privé autorisé en SSR", "Soins de suite", 3, 12),
    Kind(
        "292",
        "Centre Hospitalier Spécialisé lutte Maladies Mentales",
        "Centre hospitalier spécialisé",
        1,
        1,
    ),
    Kind("362", "Etablissement de Soins Longue Durée", "USLD", 2, 4),
    Kind("127", "Hospitalisation à Domicile", "HAD", 2, 2),
    Kind("500", "Etablissement d'hébergement pour personnes âgées dépendantes", "EHPAD", 42, 40),
    Kind("354", "Service de Soins Infirmiers A Domicile (S.S.I.A.D)", "SSIAD", 9, 25),
    Kind("603", "Maison de santé (L.6223-3)", "Maison de santé", 10, 30),
    Kind("620", "Pharmacie d'Officine", "Pharmacie", 22, 40),
    Kind("611", "Laboratoire de Biologie Médicale", "Laboratoire", 4, 8),
    Kind("124", "Centre de Santé", "Centre de santé", 3, 5),
    Kind("202", "Résidences autonomie", "Résidence autonomie", 5, 15),
    Kind("255", "Maison d'Accueil Spécialisée (M.A.S.)", "MAS", 3, 15),
    Kind("437", "Foyer d'Accueil Médicalisé pour Adultes Handicapés", "FAM", 3, 15),
    Kind("183", "Institut Médico-Educatif (I.M.E.)", "IME", 3, 8),
]
WAYS = [
    ("R", "DES TANNEURS"), ("R", "DE LA CRAIE"), ("AV", "DES FAUX SAULES"), ("R", "DU LAVOIR"),
    ("BD", "DES BONNETIERS"), ("PL", "DU MARCHE AUX NOIX"), ("CHE", "DES VIGNES BASSES"),
    ("R", "DE LA GARE AUX BLES"), ("ALL", "DES COQUELICOTS"), ("RTE", "DES LACS"),
]  # fmt: skip


# A register is never without faults. By rank of the structure, then by rank of the field.
NAME, SHORT, STREET, COMMUNE, POSTAL, PHONE, SIRET = 4, 3, 9, 12, 15, 16, 22
MANAGERS = 18  # of the EHPAD; any other structure is its own legal entity
FIRST_EHPAD, LAST_EHPAD = 16, 57
TWIN, ORIGINAL, LOST = 98, 77, 84
# A SIREN never begins with 00: nobody bears these.
FAULTS: dict[int, dict[int, str]] = {
    79: {7: "", 8: "", STREET: ""},
    81: {POSTAL: "10500 BRIENNE LE CHATEAU"},
    83: {SIRET: "00123456700019"},
    87: {POSTAL: "51120 SEZANNE"},
    99: {SIRET: "00765432100012"},
    101: {SIRET: "00765432100012"},
    104: {PHONE: "0353010106"},
}


class Town(NamedTuple):
    """What the layout asks of a commune."""

    code: str
    name: str
    postal_code: str
    population: int
    lon: float
    lat: float


def write_file(path: Path = FILE) -> int:
    """The file holds the structures, sites first then places; how many structures."""
    sites, points = drawn()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(["finess", "etalab", "93", DRAWN_ON])
    writer.writerows([*sites, *points])
    path.write_text(out.getvalue(), encoding="utf-8")
    return len(sites)


def drawn() -> tuple[list[list[str]], list[list[str]]]:
    """The lines `structureet` and `geolocalisation`, always the same."""
    luck = random.Random(SEED)  # noqa: S311 - a fixed story, not a secret
    to_lambert = Transformer.from_crs(4326, 2154, always_xy=True)
    sites, points = [], []
    for rank, (kind, name, town) in enumerate(_casts(luck)):
        body = f"1099{rank + 1:04d}"
        finess = body + luhn_key(body)
        sites.append(_site(finess, kind, name, town, rank, luck))
        lon = town.lon + luck.uniform(-0.006, 0.006)
        lat = town.lat + luck.uniform(-0.004, 0.004)
        east, north = to_lambert.transform(lon, lat)
        source = "1,ATLASANTE,,IGN,BD_ADRESSE,,LAMBERT_93"
        points.append(["geolocalisation", finess, f"{east:.1f}", f"{north:.1f}", source, DRAWN_ON])
    _spoil(sites, points)
    return sites, points


def _spoil(sites: list[list[str]], points: list[list[str]]) -> None:
    """One pharmacy is there twice, one has lost its point, a few lines are wrong."""
    original, twin = sites[ORIGINAL], sites[TWIN]
    twin[SHORT], twin[NAME] = f"{original[SHORT]}S"[:38], f"{original[NAME]}s"
    for field in (7, 8, STREET, COMMUNE, POSTAL, PHONE):
        twin[field] = original[field]
    points[TWIN][2:4] = points[ORIGINAL][2:4]
    points[LOST][2:4] = ["", ""]
    for rank, told in FAULTS.items():
        for field, value in told.items():
            sites[rank][field] = value


def _entity(rank: int) -> str:
    """The number of whoever manages the structure."""
    held = rank % MANAGERS if FIRST_EHPAD <= rank <= LAST_EHPAD else 100 + rank
    body = f"1099{5000 + held}"
    return body + luhn_key(body)


def _casts(luck: random.Random) -> Iterator[tuple[Kind, str, Town]]:
    towns = _towns()
    names = (DATA / "houses.txt").read_text(encoding="utf-8").splitlines()
    luck.shuffle(names)
    for kind in KINDS:
        for rank in range(kind.count):
            # One for each of the largest towns first, then where people live.
            if rank < kind.largest:
                town = towns[rank]
            else:
                largest = towns[: kind.largest]
                town = luck.choices(largest, [place.population for place in largest])[0]
            yield kind, names[(rank * 7 + len(kind.title)) % len(names)], town


def _site(
    finess: str, kind: Kind, name: str, town: Town, rank: int, luck: random.Random
) -> list[str]:
    way, street = luck.choice(WAYS)
    long_name = f"{kind.title} {name}"
    fields = ["structureet", finess, _entity(rank), _capitals(long_name)[:38], long_name, "", ""]
    fields += [str(luck.randint(1, 90)), way, street, "", ""]
    fields += [town.code[2:], "10", "", f"{town.postal_code} {_capitals(town.name)}"]
    fields += [f"035301{rank:04d}", "", kind.category, kind.label]
    return fields + [""] * 8 + ["2001-01-01", "2001-01-01", DRAWN_ON, ""]


def _towns() -> list[Town]:
    with (COMMUNES / "communes-aube.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -int(row["population"] or 0))
    return [
        Town(
            code=row["code"],
            name=row["nom"],
            postal_code=row["codes_postaux"].partition("|")[0],
            population=int(row["population"]),
            lon=float(row["mairie_lon"]),
            lat=float(row["mairie_lat"]),
        )
        for row in rows[:TOWNS_FOR_ALL]
    ]


def _capitals(name: str) -> str:
    return search_key(name).upper()
