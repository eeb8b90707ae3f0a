"""A file is read and set aside; nothing of it is written until its owner confirms."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.oncall.models import Upload
from coordination.oncall.refusals.files import UploadGone, UploadOver
from portal.accounts.models import User

KEPT = timedelta(days=1)
MOST_WAITING = 10


@transaction.atomic
def set_aside(upload: Upload, *, rows: Iterable[Any], problems: Iterable[Any]) -> Upload:
    """What was read waits for its owner; what waited for more than a day is erased."""
    old = Upload.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.delete()
    waiting = Upload.objects.filter(owner=upload.owner).order_by("-created_at", "-pk")
    Upload.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[MOST_WAITING:])).delete()
    upload.rows, upload.problems = list(rows), list(problems)
    upload.save()
    return upload


def lock_waiting(upload: Upload, *, by: User) -> Upload:
    """The upload, locked until the end of the transaction, and marked as applied.

    Raises UploadGone when it was erased, UploadOver when it was confirmed already.
    """
    related = ("person", "line", "roster__line")
    mine = Upload.objects.visible_to(by).select_for_update(of=("self",)).select_related(*related)
    fresh = mine.filter(pk=upload.pk).first()
    if fresh is None:
        raise UploadGone
    if fresh.applied_at is not None:
        raise UploadOver
    fresh.applied_at = timezone.now()
    fresh.save(update_fields=["applied_at"])
    return fresh
