"""The crises that one sees, each with the cells that one may see; likely duplicates."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from coordination.crisis import clock
from coordination.crisis.models import OWNERS, Cell, CellKind, Crisis
from directory.models import Structure
from portal.accounts.models import Role as Office
from portal.accounts.models import User
from portal.territories.models import Territory

# The same event is often declared twice in its first day (sheet 1).
DUPLICATE_WITHIN = timedelta(hours=24)
# Categories of establishments whose crisis cell is a hospital's; the others have a plan bleu.
HOSPITALS = ("101", "106", "114", "122", "128", "129", "131", "292", "355", "365")
ORDER = ("place", "-started_at", "pk")


@dataclass(frozen=True)
class Opening:
    """One cell that somebody may open: of which kind, for whom."""

    kind: str
    label: str
    territory: Territory
    structure: Structure | None = None

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.kind}-{self.structure.pk if self.structure else 0}-{self.territory.pk}"


def crises_seen(user: User) -> QuerySet[Crisis]:
    """The crises visible to `user`, those under way first; order by `ORDER`."""
    cells = Cell.objects.visible_to(user).order_by("-level", "pk").select_related("structure")
    place = Case(
        When(status__in=[Crisis.Status.IN_PROGRESS, Crisis.Status.STOPPED], then=Value(0)),
        When(status=Crisis.Status.NOT_STARTED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    seen = Crisis.objects.visible_to(user).select_related("territory")
    return seen.annotate(place=place).prefetch_related(Prefetch("cells", cells, to_attr="seen"))


def cells_seen(user: User) -> QuerySet[Cell]:
    """The cells visible to `user`, with what says where and of which crisis they are."""
    return Cell.objects.visible_to(user).select_related("crisis", "structure", "territory")


def tree(cells: list[Cell]) -> list[tuple[int, Cell]]:
    """The cells, each under its parent, with its depth; a child of an unseen parent is a root."""
    known = {cell.pk for cell in cells}
    below: dict[int | None, list[Cell]] = {}
    for cell in cells:
        below.setdefault(cell.parent_id if cell.parent_id in known else None, []).append(cell)
    found: list[tuple[int, Cell]] = []
    waiting = [(0, cell) for cell in reversed(below.get(None, []))]
    while waiting:
        depth, cell = waiting.pop()
        found.append((depth, cell))
        waiting += [(depth + 1, one) for one in reversed(below.get(cell.pk, []))]
    return found


def likely_duplicates(user: User, territory: Territory, *, mode: str) -> QuerySet[Crisis]:
    """What was declared in the last 24 hours there, around or inside, and is not over."""
    close = Q(territory__in=Territory.objects.within([territory.pk]).values("pk"))
    close |= Q(territory__in=Territory.objects.containing([territory.pk]).values("pk"))
    recent = Crisis.objects.visible_to(user).filter(
        close, mode=mode, declared_at__gt=clock.now() - DUPLICATE_WITHIN
    )
    return recent.exclude(status=Crisis.Status.COMPLETED).select_related("territory")


def openings(user: User, territory: Territory) -> list[Opening]:
    """The cells that `user` may open for what happens in `territory`, the most natural first."""
    found = [_of_structure(one) for one in _managed(user)]
    for one in _held(user, *OWNERS):
        region = one.kind == Territory.Kind.REGION
        kind = CellKind.CRAPS if region else CellKind.DEPARTMENTAL
        found.append(Opening(kind, f"{kind.label.capitalize()}, {one}", one))
    found += [
        Opening(CellKind.CPTS, f"Cellule de la {one}", one)
        for one in _held(user, Office.CPTS_MEMBER)
    ]
    return [
        *found,
        Opening(CellKind.THEMATIC, "Cellule thématique", territory),
        Opening(CellKind.CONCERTATION, "Cellule de concertation", territory),
    ]


def opening_named(user: User, territory: Territory, key: str) -> Opening | None:
    """The opening of that key; None when it is not one of theirs."""
    return next((one for one in openings(user, territory) if one.key == key), None)


def _of_structure(structure: Structure) -> Opening:
    hospital = structure.category_id in HOSPITALS
    kind = CellKind.CCH if hospital else CellKind.PLAN_BLEU
    what = "Cellule de crise hospitalière" if hospital else "Plan bleu"
    return Opening(kind, f"{what}, {structure}", structure.commune, structure)


def _managed(user: User) -> QuerySet[Structure]:
    held = Structure.objects.filter(pk__in=user.structures_of(Office.MANAGER))
    return held.select_related("commune").order_by("name_key")


def _held(user: User, *offices: Any) -> QuerySet[Territory]:
    return Territory.objects.filter(pk__in=user.territories_of(*offices)).order_by("name")
