"""The structures of an audience that no message reaches: nobody there has an account."""

from dataclasses import dataclass

from django.db.models import QuerySet

from coordination.crisis.models import Cell
from coordination.crisis.selectors.message import managed_near, places_of
from directory.models import Structure

MOST_NAMED = 30


@dataclass(frozen=True)
class Unreached:
    """The first ones by name, to be telephoned, and how many there are."""

    structures: list[Structure]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.structures)


def unreached(cell: Cell, code: str) -> Unreached:
    """Those of the audience `code` of which nobody would have the message; two statements."""
    rows = _silent(cell, code)
    named = rows.select_related("commune", "category").order_by("name_key", "pk")
    return Unreached(list(named[:MOST_NAMED]), rows.count())


def unreached_count(cell: Cell, code: str) -> int:
    """How many there are."""
    return _silent(cell, code).count()


def _silent(cell: Cell, code: str) -> QuerySet[Structure]:
    """None for an audience of people, nor in an exercise, which telephones nobody outside."""
    kind, _, category = code.partition("-")
    if cell.crisis.is_exercise or kind not in ("responsables", "categorie"):
        return Structure.objects.none()
    near = Structure.objects.opened().in_territories(places_of(cell))
    if kind == "categorie":
        near = near.filter(category=category)
    return near.exclude(pk__in=managed_near(cell).values("structure"))
