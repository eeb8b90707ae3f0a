"""How an act enters the journal."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Entry
from portal.audit.refusals import TooManyExports

# A security journal is kept six to twelve months (CNIL, délibération 2021-122).
KEPT = timedelta(days=365)
# Files taken away by one person in an hour; a day of steering needs a handful.
MOST_EXPORTS = 20


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


def acts_lately(actor: models.Model, action: str, *, within: timedelta) -> int:
    """How many times `actor` did `action` of late, for limits on acts.

    `action` may begin with a point: any subject then counts. Who counts waits for whoever
    counted before them to finish (an advisory lock until the end of the transaction), so that
    two requests at the same instant do not both find the last place free.
    """
    with connection.cursor() as cursor:
        key = f"{actor.pk}{action}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    same = Q(action__endswith=action) if action.startswith(".") else Q(action=action)
    since = timezone.now() - within
    return Entry.objects.filter(same, actor=actor.pk, at__gt=since).count()


@transaction.atomic
def record_export(by: models.Model, action: str, subject: models.Model, **detail: Any) -> None:
    """The journal knows who takes what away; `action` ends with ".exported".

    Raises TooManyExports: one hour of one person, whatever they take.
    """
    if acts_lately(by, ".exported", within=timedelta(hours=1)) >= MOST_EXPORTS:
        raise TooManyExports(most=MOST_EXPORTS)
    record(by, action, subject, **detail)


def old_entries() -> models.QuerySet[Entry]:
    """The lines that have been kept for a year."""
    return Entry.objects.filter(at__lt=timezone.now() - KEPT)


def purge_entries() -> int:
    """The lines older than a year are gone; how many. The only way a line ever leaves."""
    with transaction.atomic(), pgtrigger.ignore("audit.Entry:entry_append_only"):
        return int(old_entries().delete()[0])
