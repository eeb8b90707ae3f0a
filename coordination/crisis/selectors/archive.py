"""The signed archives of a cell."""

from django.db.models import QuerySet

from coordination.crisis.models import Bundle, Cell


def bundles_of(cell: Cell) -> QuerySet[Bundle]:
    """The archives of `cell`, the last first, without their content."""
    return Bundle.objects.filter(cell=cell).defer("content").order_by("-number")


def ready_bundle(cell: Cell) -> Bundle | None:
    """The last one that may be taken, with its content."""
    ready = Bundle.objects.filter(cell=cell, state=Bundle.State.READY, content__isnull=False)
    return ready.order_by("-number").first()
