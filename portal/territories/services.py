"""What can be done to territories: load those shipped, import others, draw a perimeter."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count

from portal.lib.text import search_key
from portal.territories.borders import border
from portal.territories.cog import (
    DATA,
    communes_and_epci,
    country_regions_departments,
)
from portal.territories.models import Containment, Outline, Territory
from portal.territories.refusals import EmptyPerimeter, NotAPerimeter, UnknownCommunes
from portal.territories.shapes import bounds, read_outlines
from portal.territories.upsert import Counts, upsert

Kind = Territory.Kind


def load_territories() -> Counts:
    """The country, its regions and departments, and the Aube with its outlines are known."""
    with transaction.atomic():
        counts = import_communes(DATA / "communes-aube.csv")
        import_outlines(DATA / "outlines-aube.geojson")
    return counts


def import_communes(path: Path) -> Counts:
    """The communes of the file are known, with what holds them.

    All or nothing. Raises UnreadableFile or WrongRow with the line and the reason.
    """
    communes = communes_and_epci(path)
    with transaction.atomic():
        return upsert([*country_regions_departments(), *communes])


@transaction.atomic
def import_outlines(path: Path) -> Counts:
    """The communes of the file that we know have their outline, and their departments theirs.

    The communes that we do not know are not counted. Raises UnreadableFile.
    """
    shapes = read_outlines(path)
    known = Territory.objects.communes().filter(code__in=shapes).select_related("outline")
    created, changed = [], []
    for territory in known:
        outline = _outline(territory, shapes[territory.code])
        current = getattr(territory, "outline", None)
        if current is None:
            created.append(outline)
        elif current.geometry != outline.geometry:
            changed.append(outline)
    Outline.objects.bulk_create(created)
    Outline.objects.bulk_update(
        changed, ["geometry", "south", "west", "north", "east"], batch_size=500
    )
    _draw_departments(known)
    return Counts(read=len(known), created=len(created), updated=len(changed))


@transaction.atomic
def set_perimeter(*, kind: str, code: str, name: str, commune_codes: Iterable[str]) -> Territory:
    """The CPTS (or other perimeter) holds exactly those communes and what they hold.

    Whatever holds all of its communes holds it too, so that the agent of a department has
    authority over the CPTS that lie in it. Raises NotAPerimeter, EmptyPerimeter,
    UnknownCommunes.
    """
    if kind not in {Kind.CPTS, Kind.PERIMETER}:
        raise NotAPerimeter
    wanted = set(commune_codes)
    if not wanted:
        raise EmptyPerimeter
    communes = Territory.objects.communes().filter(code__in=wanted)
    missing = wanted - set(communes.values_list("code", flat=True))
    if missing:
        raise UnknownCommunes(codes=", ".join(sorted(missing)))
    perimeter, _ = Territory.objects.update_or_create(
        kind=kind, code=code, defaults={"name": name, "search_key": search_key(name)}
    )
    _relink(perimeter, list(communes))
    return perimeter


def _draw_departments(communes: Iterable[Territory]) -> None:
    """The departments of `communes` have the border of all their communes."""
    holding = Containment.objects.filter(descendant__in=communes, ancestor__kind=Kind.DEPARTMENT)
    for department in Territory.objects.filter(pk__in=holding.values("ancestor")):
        inside = Territory.objects.within([department.pk]).communes()
        drawn = Outline.objects.filter(territory__in=inside)
        line = border(drawn.values_list("geometry", flat=True))
        if not line["coordinates"]:
            continue
        Outline.objects.bulk_create(
            [_outline(department, line)],
            update_conflicts=True,
            unique_fields=["territory"],
            update_fields=["geometry", "south", "west", "north", "east"],
        )


def _outline(territory: Territory, geometry: dict[str, Any]) -> Outline:
    south, west, north, east = bounds(geometry)
    return Outline(
        territory_id=territory.pk,
        geometry=geometry,
        south=south,
        west=west,
        north=north,
        east=east,
    )


def _relink(perimeter: Territory, communes: list[Territory]) -> None:
    Containment.objects.filter(ancestor=perimeter).delete()
    Containment.objects.filter(descendant=perimeter).delete()
    inner = Containment.objects.filter(ancestor__in=communes).values_list("descendant", flat=True)
    holding = (
        Containment.objects.filter(descendant__in=communes)
        .values("ancestor")
        .annotate(held=Count("descendant"))
        .filter(held=len(communes))
    )
    around = Territory.objects.filter(pk__in=holding.values("ancestor")).exclude(
        kind__in=[Kind.CPTS, Kind.PERIMETER, Kind.COMMUNE, Kind.ARRONDISSEMENT]
    )
    Containment.objects.bulk_create(
        [Containment(ancestor=perimeter, descendant_id=pk) for pk in {*inner, perimeter.pk}]
        + [Containment(ancestor=holder, descendant=perimeter) for holder in around]
    )
