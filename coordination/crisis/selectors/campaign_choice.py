"""Whom a campaign may ask: by category, by sector, by commune, or one by one."""

from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from coordination.crisis.models import Cell
from coordination.crisis.selectors.figures.board import expected_of
from coordination.crisis.selectors.figures.values import structures_of
from coordination.oncall.models import Sector, SectorCommune
from directory.models import Category, StructureQuerySet
from directory.selectors import list_of_territories
from portal.territories.models import Territory

Kind = Territory.Kind
PARTS = (Kind.CPTS, Kind.EPCI, Kind.PERIMETER)
# As many categories as one reads through.
CATEGORIES = 40
EVERYWHERE = ("", "Tout le territoire de la cellule")


def categories_of(cell: Cell) -> list[tuple[str, str]]:
    """The categories of the structures of `cell`, the commonest first, each with its count."""
    mine = structures_of(cell).order_by().values("category").annotate(count=Count("pk"))
    counts = dict(mine.values_list("category", "count"))
    rows = Category.objects.filter(pk__in=counts)
    found = sorted(rows, key=lambda one: (-counts[one.pk], one.label))
    return [(one.pk, f"{one} ({counts[one.pk]})") for one in found[:CATEGORIES]]


def places_of(cell: Cell) -> list[tuple[str, object]]:
    """The parts of the territory of `cell`: its territories, and the sectors of on-call lines."""
    parts = [one for one in list_of_territories(cell.territory, None) if one.kind in PARTS]
    inside = Territory.objects.within([cell.territory_id]).values("pk")
    day = timezone.localdate()
    serving = SectorCommune.objects.filter(commune__in=inside, validity__contains=day)
    sectors = Sector.objects.open(day).filter(pk__in=serving.values("sector"))
    lines = sectors.select_related("line").order_by("line__name", "name")
    groups: list[tuple[str, object]] = [EVERYWHERE]
    if parts:
        groups.append(("Territoires", [(f"t-{one.pk}", str(one)) for one in parts]))
    if lines:
        named = [(f"s-{one.pk}", f"{one}, {one.line}") for one in lines]
        groups.append(("Secteurs d’astreinte", named))
    return groups


def structures_asked(
    cell: Cell, *, categories: list[str], place: str, commune: Territory | None
) -> StructureQuerySet:
    """What is chosen, in alphabetical order; without a category, those that are expected."""
    rows = structures_of(cell).filter(category__in=categories) if categories else expected_of(cell)
    if commune is not None:
        rows = rows.in_territories([commune.pk])
    rank, _, key = place.partition("-")
    if rank == "t":
        rows = rows.in_territories([int(key)])
    elif rank == "s":
        rows = rows.filter(commune__in=_communes(int(key), timezone.localdate()))
    return rows.select_related("category", "commune").order_by("name_key", "pk")


def _communes(sector: int, day: date) -> QuerySet[SectorCommune, int]:
    return SectorCommune.objects.filter(sector=sector, validity__contains=day).values_list(
        "commune", flat=True
    )
