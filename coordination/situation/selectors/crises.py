"""The crises under way, as the home page says them to who sees their cells."""

from django.db.models import Exists, OuterRef, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellMember, Crisis
from portal.accounts.models import User

SHOWN = 6


def active_cells(user: User) -> "QuerySet[Cell]":
    """The cells above level 0 that `user` sees: real ones, one's own, then the most serious."""
    cells = Cell.objects.visible_to(user).active().filter(archived_at=None)
    under_way = cells.filter(crisis__in=Crisis.objects.under_way())
    held = CellMember.objects.filter(user=user.pk, period__contains=clock.now())
    mine = under_way.alias(is_mine=Exists(held.filter(cell=OuterRef("pk"))))
    return mine.select_related("crisis").order_by("crisis__mode", "-is_mine", "-level", "name")[
        :SHOWN
    ]
