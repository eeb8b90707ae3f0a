"""Where many cells stand at once: level, coverage of the roles, last and next situation report.

The same answers as `catalogue.level_of` and `sitrep.due_at` give for one cell, in a number of
statements that does not grow with the cells.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellMember, Level, Sitrep
from coordination.crisis.selectors.catalogue import CLOSEST, kinds_followed
from coordination.crisis.selectors.sitrep import late_hours
from portal.territories.models import Containment

# By kind and owner (a structure, a territory, or neither: ours), each level by its rank.
Ladders = dict[tuple[str, int | None, int | None], dict[int, Level]]


@dataclass(frozen=True)
class Standing:
    """One cell. `due` is None when reports are on event; `vacant` names required roles."""

    cell: Cell
    level: Level | None
    last: datetime | None
    due: datetime | None
    required: int
    vacant: list[str]

    @property
    def late_hours(self) -> int:
        """Whole hours since the report was due; 0 when it is not late."""
        return late_hours(self.due)

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < clock.now()

    @property
    def held(self) -> int:
        """How many of the required roles have all their people."""
        return self.required - len(self.vacant)


def standings(cells: Iterable[Cell]) -> list[Standing]:
    """Where each cell stands, in the order given: five statements."""
    cells = list(cells)
    levels = levels_of(cells)
    issued = _last_issued(cells)
    held = _held(cells)
    return [_standing(cell, levels.get(cell.pk), issued.get(cell.pk), held) for cell in cells]


def levels_of(cells: Iterable[Cell]) -> dict[int, Level]:
    """The level of each cell, by the cell's id; nothing for one that its ladder lacks."""
    cells = list(cells)
    ladders = ladders_of(cells)
    return {
        cell.pk: ladders[cell.pk][cell.level] for cell in cells if cell.level in ladders[cell.pk]
    }


def ladders_of(cells: Iterable[Cell]) -> dict[int, dict[int, Level]]:
    """The ladder that each cell follows, by rank: four statements whatever their number."""
    cells = list(cells)
    around: dict[int, dict[int, str]] = defaultdict(dict)
    places = {cell.territory_id for cell in cells}
    for inside, outside, kind in Containment.objects.filter(descendant__in=places).values_list(
        "descendant", "ancestor", "ancestor__kind"
    ):
        around[inside][outside] = kind
    kinds = {kind for cell in cells for kind in kinds_followed(cell.kind)}
    owners = Q(structure=None, territory=None)
    owners |= Q(structure__in={cell.structure_id for cell in cells if cell.structure_id})
    owners |= Q(territory__in={pk for found in around.values() for pk in found})
    known: Ladders = defaultdict(dict)
    for level in Level.objects.filter(owners, kind__in=kinds).prefetch_related(
        "requirements__role"
    ):
        known[level.kind, level.structure_id, level.territory_id][level.rank] = level
    return {cell.pk: _ladder(cell, known, around[cell.territory_id]) for cell in cells}


def _ladder(
    cell: Cell,
    ladders: Ladders,
    around: dict[int, str],
) -> dict[int, Level]:
    """The structure's own, else the closest territory's, else ours (selectors/catalogue.py)."""
    near = sorted(around, key=lambda pk: (CLOSEST.index(around[pk]), pk))
    for kind in kinds_followed(cell.kind):
        if cell.structure_id and (kind, cell.structure_id, None) in ladders:
            return ladders[kind, cell.structure_id, None]
        for territory in (*near, None):
            if (kind, None, territory) in ladders:
                return ladders[kind, None, territory]
    return {}


def _last_issued(cells: list[Cell]) -> dict[int, datetime]:
    out = Sitrep.objects.filter(cell__in=cells, state__in=Sitrep.OUT)
    return dict(out.order_by().values_list("cell").annotate(Max("issued_at")))


def _held(cells: list[Cell]) -> Counter[tuple[int, int | None]]:
    duties = CellMember.objects.filter(cell__in=cells, period__contains=clock.now())
    return Counter(duties.exclude(role=None).values_list("cell", "role"))


def _standing(
    cell: Cell, level: Level | None, last: datetime | None, held: Counter[tuple[int, int | None]]
) -> Standing:
    needs = sorted(level.requirements.all(), key=lambda one: one.role.rank) if level else []
    hours = level.sitrep_every_hours if level and cell.is_active else None
    since = last or cell.level_since
    return Standing(
        cell=cell,
        level=level,
        last=last,
        due=since + timedelta(hours=hours) if hours is not None else None,
        required=len(needs),
        vacant=[str(one.role) for one in needs if held[cell.pk, one.role_id] < one.headcount],
    )
