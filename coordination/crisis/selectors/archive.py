"""The signed archives of a cell."""

from django.db.models import Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Bundle, Cell, CellMember, Visibility
from portal.accounts.models import User


def bundles_of(cell: Cell) -> QuerySet[Bundle]:
    """The archives of `cell`, the last first, without their content."""
    return Bundle.objects.filter(cell=cell).defer("content").order_by("-number")


def bundles_seen(user: User) -> QuerySet[Bundle]:
    """Those that `user` may take: as `rules.may_take_archive` says, cell by cell."""
    now = CellMember.objects.filter(user=user.pk, period__contains=clock.now())
    inside = now.filter(Q(role__leads=True) | Q(standing=CellMember.Standing.PRIVACY))
    owned = Cell.objects.owned_by(user).exclude(visibility=Visibility.RESTRICTED)
    mine = Bundle.objects.filter(Q(cell__in=inside.values("cell")) | Q(cell__in=owned))
    return mine.select_related("cell__crisis", "cell__structure").defer("content")


def ready_bundle(cell: Cell) -> Bundle | None:
    """The last one that may be taken, with its content."""
    ready = Bundle.objects.filter(cell=cell, state=Bundle.State.READY, content__isnull=False)
    return ready.order_by("-number").first()
