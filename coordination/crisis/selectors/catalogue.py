"""Which ladder and which roles a cell follows: one's own, else the territory's, else ours."""

from typing import Any

from django.db.models import Q, QuerySet

from coordination.crisis.models import FOLLOWS, Cell, Level, Role, Term
from directory.models import Structure
from portal.territories.models import Territory

# From the closest to the widest.
CLOSEST = ("commune", "epci", "cpts", "perimeter", "department", "region", "country")


def ladder(
    kind: str, *, territory: Territory, structure: Structure | None = None
) -> QuerySet[Level]:
    """The levels of that kind of cell there, lowest first, with what each requires."""
    for one in kinds_followed(kind):
        found = _own(Level.objects.filter(kind=one), territory, structure)
        if found is not None:
            return found.order_by("rank").prefetch_related("requirements__role")
    return Level.objects.none()


def roles_of(
    kind: str, *, territory: Territory, structure: Structure | None = None
) -> QuerySet[Role]:
    """The roles of that kind of cell there, in order."""
    for one in kinds_followed(kind):
        found = _own(Role.objects.filter(kind=one, is_active=True), territory, structure)
        if found is not None:
            return found.order_by("rank", "pk")
    return Role.objects.none()


def ladder_of(cell: Cell) -> QuerySet[Level]:
    """The ladder that `cell` follows."""
    return ladder(cell.kind, territory=cell.territory, structure=cell.structure)


def level_of(cell: Cell, rank: int | None = None) -> Level | None:
    """The level of `cell` now, or the one of that rank; None when its ladder has none."""
    wanted = cell.level if rank is None else rank
    return next((level for level in ladder_of(cell) if level.rank == wanted), None)


def roles_of_cell(cell: Cell) -> QuerySet[Role]:
    """The roles that may be held in `cell`."""
    return roles_of(cell.kind, territory=cell.territory, structure=cell.structure)


def terms(kind: str) -> QuerySet[Term]:
    """The words in use of a small list."""
    return Term.objects.filter(kind=kind, is_active=True).order_by("rank", "code")


def kinds_followed(kind: str) -> list[str]:
    """The kind itself, then the one whose ladder and roles it takes when it has none."""
    return [kind, FOLLOWS[kind]] if kind in FOLLOWS else [kind]  # type: ignore[index]


def _own(
    rows: QuerySet[Any], territory: Territory, structure: Structure | None
) -> QuerySet[Any] | None:
    """The rows of the closest owner that has some; None when nobody has any."""
    if structure is not None:
        mine = rows.filter(structure=structure)
        if mine.exists():
            return mine
    around = Territory.objects.containing([territory.pk])
    wide = rows.filter(Q(territory__in=around), structure=None)
    kinds = dict(wide.values_list("territory", "territory__kind"))
    if kinds:
        closest = min(kinds, key=lambda pk: (CLOSEST.index(kinds[pk]), pk))
        return wide.filter(territory=closest)
    ours = rows.filter(territory=None, structure=None)
    return ours if ours.exists() else None
