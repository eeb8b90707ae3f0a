"""What other modules ask of notifications: tell, and take back."""

import hashlib
import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from coordination.notifications import incoming, ledger, states
from coordination.notifications.doorbell import ring_delivery, ring_writing
from coordination.notifications.models import (
    Channel,
    Notification,
    Preference,
    ProviderEvent,
    Publication,
)
from coordination.notifications.refusals import AlreadyGone, CannotRetry, OutsideTransaction
from coordination.notifications.registry import Notice, subject_kind
from portal.accounts.models import User
from portal.audit.services import record

State = Notification.State
RETRIED = (State.FAILED, State.UNCERTAIN, State.QUEUED)


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


def mark_read(message: Notification) -> bool:
    """The person has opened it; False when it was read already."""
    return states.move(message.pk, State.READ)


def mark_all_read(user: User) -> int:
    """Nothing is unread any more in this person's messages; how many were."""
    unread = Notification.objects.filter(user=user).unread()
    return unread.update(state=State.READ, read_at=timezone.now())


@transaction.atomic
def retry(message: Notification, *, by: User) -> None:
    """A failed, uncertain or put off message leaves now. Raises CannotRetry.

    An uncertain one may then arrive twice: the page says so before.
    """
    now = timezone.now()
    if message.expires_at <= now:
        raise CannotRetry(reason="il arriverait trop tard pour être utile")
    if message.publication.purged_at:
        raise CannotRetry(reason="son texte a été effacé")
    again = Notification.objects.filter(
        pk=message.pk, state__in=RETRIED, channel__in=[Channel.EMAIL, Channel.SMS]
    )
    moved = again.update(state=State.QUEUED, next_attempt_at=now, attempts=0)
    if moved != 1:
        raise AlreadyGone
    states.note(message.pk, "retried", f"relancé par {by}")
    record(by, "notification.retried", message)
    transaction.on_commit(partial(ring_delivery, message.queue), robust=True)


@transaction.atomic
def withdraw_message(message: Notification, *, by: User) -> None:
    """A message that waits will not leave. Raises AlreadyGone when it does not wait any more."""
    if not states.move(message.pk, State.CANCELLED, error="annulé à la main"):
        raise AlreadyGone
    states.note(message.pk, "withdrawn", f"annulé par {by}")
    record(by, "notification.withdrawn", message)


@transaction.atomic
def save_preference(preference: Preference) -> None:
    """The person is reached this way from now on, messages already waiting excepted."""
    preference.full_clean(exclude=["user"])
    preference.save()


def keep_receipt(provider: str, payload: dict[str, Any]) -> bool:
    """The receipt is kept as it came, once; the sweep will read it. False when known already."""
    raw = json.dumps(payload, sort_keys=True)
    _event, created = ProviderEvent.objects.get_or_create(
        provider=provider,
        kind=ProviderEvent.Kind.RECEIPT,
        event_id=hashlib.sha256(raw.encode()).hexdigest(),
        defaults={"payload": payload},
    )
    return created


def hear_sms(payload: dict[str, Any]) -> str:
    """The SMS is kept raw, once, then obeyed; what was said back, "" for nothing."""
    return incoming.read(incoming.keep(payload))
