"""Reads the official geographic code: regions, departments, EPCI and communes, as plain rows.

Nothing here touches the database: a file is read whole and found right before anything is
written, so that a bad one leaves no trace.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.territories.models import Territory
from portal.territories.refusals import UnreadableFile, WrongRow

Kind = Territory.Kind
Name = tuple[str, str]  # a kind and a code

DATA = Path(__file__).parent / "data"
COUNTRY: Name = (Kind.COUNTRY, "FR")
COLUMNS = {
    "code", "type", "nom", "departement", "region", "epci", "epci_nom", "codes_postaux",
    "population", "lon", "lat", "mairie_lon", "mairie_lat",
}  # fmt: skip
KINDS = {"COM": Kind.COMMUNE, "ARM": Kind.ARRONDISSEMENT}
ARTICLE = re.compile(r"^(L['’]|La |Le |Les )")
INSEE_CODE = re.compile(r"(\d\d|2[AB])\d{3}")
# The only three communes cut into municipal arrondissements.
CITIES = {"751": "75056", "693": "69123", "132": "13055"}


@dataclass(frozen=True)
class Place:
    """A territory as a source gives it, with everything that holds it (itself excepted)."""

    kind: str
    code: str
    name: str
    holders: tuple[Name, ...]
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    postal_codes: tuple[str, ...] = ()
    timezone: str = "Europe/Paris"


def country_regions_departments() -> list[Place]:
    """France, its 18 regions and its 101 departments, from the tables shipped with us."""
    country = Place(Kind.COUNTRY, "FR", "France", ())
    regions = [
        Place(Kind.REGION, row["code"], without_article(row["nom"]), (COUNTRY,))
        for row in _shipped("regions.csv")
    ]
    departments = [
        Place(
            Kind.DEPARTMENT,
            row["code"],
            without_article(row["nom"]),
            (COUNTRY, (Kind.REGION, row["region"])),
            timezone=row["fuseau"],
        )
        for row in _shipped("departements.csv")
    ]
    return [country, *regions, *departments]


def communes_and_epci(path: Path) -> list[Place]:
    """The communes, arrondissements and EPCI of a file in the national columns.

    Raises UnreadableFile or WrongRow, with the line and the reason, before yielding anything.
    """
    rows = list(_rows(path))
    places = [_commune(line, row) for line, row in rows]
    seen: dict[Name, int] = {}
    for (line, _), place in zip(rows, places, strict=True):
        first = seen.setdefault((place.kind, place.code), line)
        if first != line:
            why = f"la commune {place.code} figure déjà ligne {first}."
            raise WrongRow(line=line, why=why)
    if not places:
        raise UnreadableFile(path=path, why="il ne contient aucune commune.")
    epci = {row["epci"]: row["epci_nom"] for _, row in rows if row["epci"]}
    grouped = [Place(Kind.EPCI, code, name, (COUNTRY,)) for code, name in epci.items()]
    return [*grouped, *_inside_cities(places)]


def without_article(name: str) -> str:
    """« L'Aube » is shown and sorted as « Aube »."""
    return ARTICLE.sub("", name)


def _shipped(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _departments() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in _shipped("departements.csv")}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = sorted(COLUMNS - set(reader.fieldnames or ()))
            if missing:
                names = ", ".join(missing)
                why = f"il y manque les colonnes {names} (séparées par des virgules)."
                raise UnreadableFile(path=path, why=why)
            for row in reader:
                if None in row or None in row.values():
                    why = "le nombre de colonnes est faux."
                    raise WrongRow(line=reader.line_num, why=why)
                yield reader.line_num, row
    except OSError as error:
        raise UnreadableFile(path=path, why=f"{error.strerror}.") from error
    except UnicodeDecodeError as error:
        why = "il n’est pas encodé en UTF-8."
        raise UnreadableFile(path=path, why=why) from error
    except csv.Error as error:
        why = "ce n’est pas un fichier CSV."
        raise UnreadableFile(path=path, why=why) from error


def _commune(line: int, row: dict[str, str]) -> Place:
    code, department = row["code"], row["departement"]
    known = _departments().get(department)
    if row["type"] not in KINDS:
        raise WrongRow(line=line, why=f"le type « {row['type']} » n’est ni COM ni ARM.")
    if not INSEE_CODE.fullmatch(code):
        raise WrongRow(line=line, why=f"« {code} » n’est pas un code de commune.")
    if known is None or not code.startswith(department):
        why = f"le département « {department} » ne va pas avec la commune {code}."
        raise WrongRow(line=line, why=why)
    holders = [COUNTRY, (Kind.REGION, known["region"]), (Kind.DEPARTMENT, department)]
    if row["epci"]:
        holders.append((Kind.EPCI, row["epci"]))
    latitude, longitude = _centre(line, row)
    return Place(
        kind=KINDS[row["type"]],
        code=code,
        name=row["nom"],
        holders=tuple(holders),
        latitude=latitude,
        longitude=longitude,
        population=int(_number(line, row["population"], 0, 10_000_000) or 0),
        postal_codes=tuple(filter(None, row["codes_postaux"].split("|"))),
        timezone=known["fuseau"],
    )


def _centre(line: int, row: dict[str, str]) -> tuple[float | None, float | None]:
    """The centre, or the town hall for the few communes whose centre is not given."""
    for lat, lon in (("lat", "lon"), ("mairie_lat", "mairie_lon")):
        if row[lat] and row[lon]:
            return _number(line, row[lat], -90, 90), _number(line, row[lon], -180, 180)
    return None, None


def _number(line: int, text: str, lowest: float, highest: float) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise WrongRow(line=line, why=f"« {text} » n’est pas un nombre.") from error
    if not lowest <= number <= highest:
        raise WrongRow(line=line, why=f"{text} n’est pas entre {lowest} et {highest}.")
    return number


def _inside_cities(places: Iterable[Place]) -> Iterator[Place]:
    """An arrondissement lies in its city, and in whatever holds its city."""
    cities = {place.code: place for place in places if place.code in CITIES.values()}
    for place in places:
        city = cities.get(CITIES.get(place.code[:3], ""))
        if place.kind == Kind.ARRONDISSEMENT and city is not None:
            held = dict.fromkeys([*place.holders, *city.holders, (city.kind, city.code)])
            yield Place(**{**vars(place), "holders": tuple(held)})
        else:
            yield place
