"""The moves a message may make. Each is one conditional update, so that one mover wins."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from coordination.notifications.channels.base import Answer
from coordination.notifications.models import Attempt, Notification

State = Notification.State

SOURCES: dict[str, tuple[str, ...]] = {
    State.QUEUED: (State.SENDING, State.UNCERTAIN),
    State.SENDING: (State.QUEUED,),
    State.ACCEPTED: (State.SENDING, State.UNCERTAIN),
    State.DELIVERED: (State.ACCEPTED, State.UNCERTAIN, State.SENDING),
    State.READ: (State.DELIVERED, State.ACCEPTED),
    State.FAILED: (State.SENDING, State.ACCEPTED, State.UNCERTAIN),
    State.UNCERTAIN: (State.SENDING,),
    State.STALE: (State.QUEUED, State.SENDING),
    State.SUPPRESSED: (State.QUEUED, State.SENDING),
    State.CANCELLED: (State.QUEUED,),
}
FINAL = (
    State.DELIVERED,
    State.READ,
    State.FAILED,
    State.STALE,
    State.SUPPRESSED,
    State.CANCELLED,
)


def move(pk: int, to: str, *, owner: str = "", at: datetime | None = None, **fields: Any) -> bool:
    """The message is now in `to`. False when its state (or its lease) no longer allows it."""
    now = at or timezone.now()
    allowed = Q(pk=pk, state__in=SOURCES[to])
    if owner:
        allowed &= Q(lease_owner=owner)
    if to != State.SENDING:
        fields |= {"lease_until": None, "lease_owner": ""}
    stamp = {} if to == State.QUEUED else {f"{to}_at": now}
    return Notification.objects.filter(allowed).update(state=to, **stamp, **fields) == 1


def note(pk: int, event: str, detail: str = "") -> None:
    """The history of the message has one more line."""
    Attempt.objects.create(notification_id=pk, at=timezone.now(), event=event, detail=detail[:200])


def follow(message: Notification, answer: Answer) -> bool:
    """The state follows what the provider says; never backwards. False when nothing moved."""
    target = {
        Answer.TAKEN: State.ACCEPTED,
        Answer.DELIVERED: State.DELIVERED,
        Answer.FAILED: State.FAILED,
    }.get(answer)
    if target is None or not move(message.pk, target):
        return False
    note(message.pk, f"provider:{answer.value}", "réponse du prestataire")
    return True
