"""Flood rules: nobody receives message upon message; what is too much becomes one message.

The figures are GoAlert's, taken as a starting point (docs/decisions): per person and channel.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.notifications import states
from coordination.notifications.models import Channel, Notification, Publication, Queue
from coordination.notifications.notices import Bundle
from coordination.notifications.texts import freeze, render

Limit = tuple[int, timedelta]
# An account, or the address of who has none.
Whom = int | str
ONE_A_MINUTE: Limit = (1, timedelta(minutes=1))
SMS_LIMITS: tuple[Limit, ...] = (
    (5, timedelta(minutes=15)),
    (11, timedelta(hours=1)),
    (21, timedelta(hours=3)),
)
LONGEST = timedelta(hours=3)
# From so many messages waiting for the same person on the same channel, one says it all.
BUNDLED_FROM = 3


def whom(message: Notification) -> Whom:
    """Whose messages are counted together."""
    return message.user_id or message.address


def limits_of(channel: str, queue: str) -> tuple[Limit, ...]:
    """How many in how long; what is urgent is not held to one a minute."""
    apart = () if queue == Queue.URGENT else (ONE_A_MINUTE,)
    return apart + (SMS_LIMITS if channel == Channel.SMS else ())


def opens_at(sent: Sequence[datetime], now: datetime, limits: Iterable[Limit]) -> datetime | None:
    """When one more may leave, knowing those sent; None when it may now."""
    latest: datetime | None = None
    for count, window in limits:
        inside = sorted(at for at in sent if at > now - window)
        if len(inside) >= count:
            opening = inside[-count] + window
            latest = max(latest, opening) if latest else opening
    return latest


def sent_lately(messages: Sequence[Notification]) -> dict[Whom, list[datetime]]:
    """For each person of a batch of one channel, when the last messages left on it."""
    found: dict[Whom, list[datetime]] = defaultdict(list)
    if not messages:
        return found
    lately = Notification.objects.filter(
        channel=messages[0].channel, accepted_at__gt=timezone.now() - LONGEST
    )
    users = {message.user_id for message in messages if message.user_id}
    rows = lately.filter(user__in=users).values_list("user_id", "accepted_at")
    known: list[tuple[Whom | None, datetime | None]] = list(rows)
    addresses = {message.address for message in messages if message.address}
    if addresses:
        outside = lately.filter(user=None, address__in=addresses)
        known += outside.values_list("address", "accepted_at")
    for one, at in known:
        if one is not None and at is not None:
            found[one].append(at)
    return found


def bundle(messages: Sequence[Notification], *, owner: str) -> list[Notification]:
    """The messages left to send: those of a person who had too many are in a single one."""
    by_person: dict[int, list[Notification]] = defaultdict(list)
    for message in messages:
        urgent = message.queue == Queue.URGENT
        if message.user_id and not urgent and message.publication.notice != Bundle.slug:
            by_person[message.user_id].append(message)
    gathered: set[int] = set()
    for rows in by_person.values():
        if len(rows) >= BUNDLED_FROM:
            _gather(rows, owner=owner)
            gathered |= {row.pk for row in rows}
    return [message for message in messages if message.pk not in gathered]


@transaction.atomic
def _gather(rows: Sequence[Notification], *, owner: str) -> None:
    now, first = timezone.now(), rows[0]
    expires_at = max(row.expires_at for row in rows)
    titles = dict.fromkeys(row.shown_subject for row in rows)
    publication = Publication(
        key=f"{Bundle.slug}:{first.pk}:{first.attempts}",
        notice=Bundle.slug,
        queue=first.queue,
        subject_kind="accounts.user",
        subject_id=str(first.user_id),
        state=Publication.State.WRITTEN,
        created_at=now,
        next_attempt_at=now,
        written_at=now,
        expires_at=expires_at,
    )
    freeze(publication, render(Bundle.slug, {"count": len(rows), "titles": list(titles)}))
    publication.save()
    gathering = Notification.objects.create(
        publication=publication,
        user_id=first.user_id,
        first_name=first.first_name,
        channel=first.channel,
        queue=first.queue,
        due_at=now,
        next_attempt_at=now,
        expires_at=expires_at,
        queued_at=now,
    )
    for row in rows:
        reason: dict[str, Any] = {"error": "regroupé avec d’autres", "bundle_id": gathering.pk}
        if states.move(row.pk, Notification.State.SUPPRESSED, owner=owner, **reason):
            states.note(row.pk, "bundled")
