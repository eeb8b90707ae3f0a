"""One move of a need: conditional, checked, told."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from coordination.notifications.registry import Notice
from coordination.notifications.services import notify
from coordination.reinforcement.models import Need
from coordination.reinforcement.refusals import NeedMoved, NeedPast, ReasonMissing
from portal.audit.models import Entry
from portal.audit.services import record


def move(need: Need, sources: Iterable[str], target: Any, **changes: Any) -> None:
    """`need` goes from one of `sources` to `target`, and is up to date. Raises NeedMoved."""
    moving = Need.objects.filter(pk=need.pk, state__in=list(sources))
    if moving.update(state=target, **changes) != 1:
        raise moved(need)
    need.refresh_from_db(fields=["state", *changes])


def moved(need: Need) -> NeedMoved:
    """The refusal that says where the need now stands."""
    return NeedMoved(state=Need.objects.get(pk=need.pk).get_state_display())


def record_and_tell(
    actor: Any, action: str, need: Need, *notices: type[Notice], **detail: Any
) -> None:
    """The act stands in the journal and those concerned are told, once each time it happens."""
    entry = record(actor, action, need, **detail)
    same = Entry.objects.filter(
        action=action, subject_kind=entry.subject_kind, subject_id=entry.subject_id
    )
    step = same.count()
    for notice in notices:
        notify(notice, need, step=step)


def check_future(need: Need) -> None:
    """Raises NeedPast when every slot has ended."""
    if not need.slots.filter(period__endswith__gt=timezone.now()).exists():
        raise NeedPast


def check_reason(reason: str) -> None:
    """Raises ReasonMissing for an empty reason."""
    if not reason.strip():
        raise ReasonMissing
