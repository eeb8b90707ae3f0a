"""What other modules ask of crises: where one is under way, who regulates, who sits in a cell."""

from typing import Any

from django.db.models import QuerySet

from coordination.crisis.models import Cell
from coordination.crisis.models.cell import cells_of_member
from coordination.crisis.models.choices import Mode
from coordination.crisis.selectors.catalogue import level_of
from portal.accounts.models import User


def territories_in_crisis() -> QuerySet[Cell, Any]:
    """Ids of the territories whose own cell is activated, exercises apart."""
    real = Cell.objects.active().filter(crisis__mode=Mode.ACTUAL, structure__isnull=True)
    return real.values_list("territory", flat=True)


def territories_regulated() -> list[int]:
    """Ids of the territories whose cell, at its present level, regulates the requests (rule 18)."""
    cells = Cell.objects.active().filter(crisis__mode=Mode.ACTUAL, structure__isnull=True)
    regulating = []
    for cell in cells.select_related("territory"):
        level = level_of(cell)
        if level is not None and level.approvals_required:
            regulating.append(cell.territory_id)
    return regulating


def territories_of_cells(user: User) -> QuerySet[Cell, Any]:
    """Ids of the territories where `user` is on duty in an activated cell, exercises too."""
    sat_in = Cell.objects.active().filter(pk__in=cells_of_member(user), structure__isnull=True)
    return sat_in.values_list("territory", flat=True)
