"""A search of the directory as files that open without any network: the list, and its map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils import timezone

from coordination.crisis.selectors.sheets import Sheet, Table
from coordination.situation.selectors.printed import About
from directory.models import Structure
from directory.selectors.printed import public_lines
from portal.lib.csv import stream
from portal.lib.dates import day_words
from portal.territories.ground import Ground
from portal.territories.paper import Spot, paper_map
from portal.territories.selectors import outline_features

HEADER = ["N°", "Structure", "Numéros publics", "Catégorie", "Adresse"]


@dataclass(frozen=True)
class Content:
    """What the templates of the offline copies of cells ask for."""

    title: str
    sheets: list[Sheet]
    is_exercise: bool = False


def offline_copy(
    about: About, structures: Sequence[Structure], ground: Ground, *, at: datetime
) -> bytes:
    """The zip of `structures`, by commune: `index.html` links the rest, nothing asks a network."""
    numbered = list(enumerate(structures, start=1))
    sheet = _sheet(about, numbered)
    built = day_words(timezone.localtime(at), "l j F Y à H \\h i")
    shared = {"content": Content(about.title, [sheet]), "built": built, "about": about}
    spots = [
        Spot(number, one.latitude, one.longitude, str(one.commune))
        for number, one in numbered
        if one.latitude is not None and one.longitude is not None
    ]
    around = outline_features(ground.department) if ground.department else []
    drawn = paper_map(
        spots,
        communes=[one["geometry"] for one in around],
        borders=[one["geometry"] for one in ground.borders],
    )
    mapped = shared | {"map": drawn, "ground": ground, "placed": len(spots)}
    files = {
        "index.html": render_to_string("situation/offline_copy.html", shared),
        "style.css": render_to_string("crisis/pack/style.css"),
        "annuaire.html": render_to_string("crisis/pack/sheet.html", shared | {"sheet": sheet}),
        "carte.html": render_to_string("crisis/pack/map.html", mapped),
        "annuaire.csv": "".join(stream(HEADER, [row for one in sheet.tables for row in one.rows])),
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _sheet(about: About, numbered: list[tuple[int, Structure]]) -> Sheet:
    left = [f"Seulement ce qui répond à la recherche\u00a0: {about.only}."] if about.only else []
    tables = [
        Table(str(commune), HEADER, [_row(number, one) for number, one in found])
        for commune, found in groupby(numbered, key=lambda pair: pair[1].commune)
    ]
    lead = "Numéros publics seulement. Le numéro d’une ligne est celui de la carte."
    return Sheet("annuaire", "Annuaire des structures", [*left, lead], tables)


def _row(number: int, one: Structure) -> list[str]:
    lines = " · ".join(f"{value} ({what})" for value, what in public_lines(one))
    address = ", ".join(part for part in (one.street, one.postal_line) if part)
    return [str(number), str(one), lines or "aucun", str(one.category), address]
