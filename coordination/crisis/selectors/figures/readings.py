"""The readings that one may see one by one."""

from django.db.models import Q, QuerySet

from coordination.crisis.models import Cell, Reading
from directory.models import Structure
from portal.accounts.models import Role as Office
from portal.accounts.models import User


def readings_seen(user: User) -> QuerySet[Reading]:
    """The real ones of the structures that `user` manages, or that a cell of theirs looks after."""
    cells = Cell.objects.with_log_for(user).active().filter(crisis__mode="actual")
    whole = cells.filter(structure__isnull=True).values("territory")
    around = Structure.objects.in_territories(whole).values("pk")
    mine = Q(structure__in=user.structures_of(Office.MANAGER))
    theirs = Q(structure__in=cells.filter(structure__isnull=False).values("structure"))
    seen = Reading.objects.filter(mine | theirs | Q(structure__in=around), exercise=None)
    return seen.select_related("structure", "indicator")
