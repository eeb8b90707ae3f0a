"""The directory in the offline pack of a cell: rows numbered by commune, and where each is."""

from collections import defaultdict
from itertools import groupby

from coordination.crisis.models import Cell
from coordination.crisis.selectors.figures.values import structures_of
from coordination.crisis.selectors.sheets import Sheet, Table
from directory.models import Audience, ContactPoint, Structure
from portal.lib.phone import national
from portal.territories.paper import Spot

MOST_STRUCTURES = 2_000
# Audiences of the lines of the directory that a member of an open cell belongs to.
READ = (Audience.PUBLIC, Audience.PROFESSIONALS, Audience.CRISIS)
HEADER = ["N°", "Structure", "Catégorie", "Téléphone", "Autres lignes", "Courriel", "Adresse"]


def directory_of(cell: Cell) -> tuple[Sheet, list[Spot]]:
    """The structures of the place of the cell, by commune; the directory is open data.

    The first 2,000, and it is said when there are more.
    """
    inside = structures_of(cell).select_related("category", "commune")
    ordered = inside.order_by("commune__search_key", "commune", "name_key", "pk")
    rows = list(ordered[: MOST_STRUCTURES + 1])
    is_cut = len(rows) > MOST_STRUCTURES
    numbered = list(enumerate(rows[:MOST_STRUCTURES], start=1))
    lines = _lines_of([one for _, one in numbered])
    tables = [
        Table(
            str(commune),
            HEADER,
            [_row(number, one, lines[one.pk]) for number, one in found],
        )
        for commune, found in groupby(numbered, key=lambda pair: pair[1].commune)
    ]
    lead = [f"{len(numbered)} structures ouvertes, avec les lignes que lisent les cellules de "
            "crise. Leur numéro est celui de la carte de cette copie."]  # fmt: skip
    if is_cut:
        lead.append("Il y en a d’autres\u00a0: la copie s’arrête à 2\u202f000, par commune.")
    return Sheet("annuaire", "Annuaire des structures", lead, tables), _spots(numbered)


def _row(number: int, one: Structure, lines: list[str]) -> list[str]:
    return [
        str(number),
        str(one),
        str(one.category),
        _phone(one.phone),
        " · ".join(lines),
        one.email,
        one.street,
    ]


def _spots(numbered: list[tuple[int, Structure]]) -> list[Spot]:
    return [
        Spot(number, one.latitude, one.longitude, str(one.commune))
        for number, one in numbered
        if one.latitude is not None and one.longitude is not None
    ]


def _lines_of(structures: list[Structure]) -> dict[int, list[str]]:
    """The lines in force that a member of an open cell reads; restricted ones stay behind."""
    read = ContactPoint.objects.current().filter(structure__in=structures, audience__in=READ)
    found: dict[int, list[str]] = defaultdict(list)
    for one in read.exclude(channel=ContactPoint.Channel.FAX):
        found[one.structure_id].append(f"{one.get_function_display()} {_phone(one.value)}")
    return found


def _phone(value: str) -> str:
    return national(value) if value.startswith("+") else value
