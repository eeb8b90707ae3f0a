"""Reminders of readings, at 24 h and 48 h: one digest a person, nothing lost nor doubled.

As for the tasks of a cell (crisis/services/reminders.py): what is due is claimed (SKIP LOCKED) in
the transaction that writes the digests and the next instant, by one worker at a time. After an
outage all that is due makes one digest, and what was missed is not sent again.
"""

from datetime import datetime, timedelta

from django.db import transaction

from coordination.guidance.models import Addressee, ReadingDigest, Version
from coordination.guidance.notices import ReadingsDue
from coordination.notifications.services import notify
from portal.locks import alone

LOCK = 7204  # one worker reminds at a time
BATCH = 1000
SECOND_REMINDER = timedelta(hours=48)


@transaction.atomic
def remind_readings(now: datetime) -> int:
    """Who has not read what they were asked to is reminded, once; how many people. Safe to run at
    any time; does nothing while another worker reminds."""
    if not alone(LOCK):
        return 0
    due = Addressee.objects.filter(next_due_at__lte=now, version__state=Version.State.IN_FORCE)
    claimed = due.select_for_update(skip_locked=True, of=("self",)).select_related("version")
    rows = list(claimed.order_by("user", "pk")[:BATCH])
    people: dict[int, list[Addressee]] = {}
    for one in rows:
        people.setdefault(one.user_id, []).append(one)
        mine = Addressee.objects.filter(pk=one.pk, next_due_at=one.next_due_at)
        mine.update(next_due_at=_next(one, now))
    for user, subjects in people.items():
        digest = ReadingDigest.objects.create(user_id=user, at=now)
        digest.subjects.set(subjects)
        notify(ReadingsDue, digest)
    return len(people)


def _next(one: Addressee, now: datetime) -> datetime | None:
    """The second reminder while it is to come, then none."""
    if one.version.published_at is None:
        return None
    second = one.version.published_at + SECOND_REMINDER
    return second if second > now else None
