"""Telling a person the same thing again, when it has become true again."""

from django.db.models import Model

from coordination.notifications.models import Publication
from coordination.notifications.registry import Notice, subject_kind
from coordination.notifications.services import notify


def tell(notice: type[Notice], subject: Model) -> None:
    """The notice leaves, even if it already did about this subject (selected twice, say).

    In the caller's transaction, which has locked what `subject` belongs to.
    """
    earlier = Publication.objects.filter(
        notice=notice.slug, subject_kind=subject_kind(subject), subject_id=str(subject.pk)
    )
    notify(notice, subject, step=earlier.count())
