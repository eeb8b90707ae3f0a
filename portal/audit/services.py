"""How an act enters the journal."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone

from portal.audit.models import Entry

# A security journal is kept six to twelve months (CNIL, délibération 2021-122).
KEPT = timedelta(days=365)


def record(actor: Any, action: str, subject: models.Model, **detail: Any) -> Entry:
    """The act stands in the journal, in the caller's transaction.

    `action` is "subject.verb" in English, as in "need.published"; `detail` holds plain
    JSON values and never a phone number, an e-mail address or a token.
    """
    known = actor if actor is not None and not isinstance(actor, AnonymousUser) else None
    return Entry.objects.create(
        actor=known,
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=detail,
    )


def acts_within_an_hour(actor: models.Model, action: str) -> int:
    """How many times `actor` did `action` during the last hour, for limits on acts."""
    lately = timezone.now() - timedelta(hours=1)
    return Entry.objects.filter(actor=actor.pk, action=action, at__gt=lately).count()


def old_entries() -> models.QuerySet[Entry]:
    """The lines that have been kept for a year."""
    return Entry.objects.filter(at__lt=timezone.now() - KEPT)


def purge_entries() -> int:
    """The lines older than a year are gone; how many. The only way a line ever leaves."""
    with transaction.atomic(), pgtrigger.ignore("audit.Entry:entry_append_only"):
        return int(old_entries().delete()[0])
