"""How an act enters the journal."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal.audit.models import Entry


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
