"""What other modules ask of notifications: tell, and take back."""

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction
from django.db.models import Model

from coordination.notifications import ledger
from coordination.notifications.doorbell import ring_delivery, ring_writing
from coordination.notifications.models import Publication
from coordination.notifications.refusals import OutsideTransaction
from coordination.notifications.registry import Notice, subject_kind


def notify(notice: type[Notice], subject: Model, *, step: int = 0) -> Publication:
    """The notice's messages are written in the caller's transaction and leave after it.

    A notice in bulk is only announced: a worker writes its messages. The same notice about
    the same subject at the same `step` is published once: give another step to tell again.
    Raises OutsideTransaction when the caller holds no transaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(notice.slug)
    told = notice(subject)
    publication = ledger.publish(told, step=step)
    if notice.in_bulk:
        doorbell = partial(ring_writing, publication.pk, notice.queue)
    else:
        ledger.write(publication, told)
        doorbell = partial(ring_delivery, notice.queue)
    transaction.on_commit(doorbell, robust=True)
    return publication


def cancel(notice: type[Notice], subject: Model, *, references: Iterable[str] | None = None) -> int:
    """The messages of that notice that nobody claimed yet will not leave; how many.

    `references` narrows it to some recipients. In the caller's transaction.
    """
    told = Publication.objects.filter(
        notice=notice.slug, subject_kind=subject_kind(subject), subject_id=str(subject.pk)
    )
    return ledger.withdraw(told, None if references is None else [str(r) for r in references])
