"""The crises under way, as the home page says them to who sees their cells."""

from django.db.models import QuerySet

from coordination.crisis.models import Cell, Crisis
from portal.accounts.models import User

SHOWN = 6


def active_cells(user: User) -> "QuerySet[Cell]":
    """The cells above level 0 that `user` sees, real ones first, the most serious first."""
    cells = Cell.objects.visible_to(user).active().filter(archived_at=None)
    under_way = cells.filter(crisis__in=Crisis.objects.under_way())
    return under_way.select_related("crisis").order_by("crisis__mode", "-level", "name")[:SHOWN]
