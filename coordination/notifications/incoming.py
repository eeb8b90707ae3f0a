"""The SMS that people send: kept raw by the view or the sweep, then read here, once each."""

import hashlib
import json
import re
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coordination.notifications import gsm, ledger, states
from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import Heard
from coordination.notifications.doorbell import ring_delivery
from coordination.notifications.models import Channel, Notification, Preference, ProviderEvent
from coordination.notifications.notices import SmsReply, heard_in
from coordination.notifications.registry import readers
from portal.lib.text import search_key

State = Notification.State
STOP = re.compile(r"(stop|arret(er|ez)?)\b.*")


def keep(payload: dict[str, Any]) -> int:
    """The SMS is kept as it came, once per event of the provider; the id of its row."""
    raw = json.dumps(payload, sort_keys=True)
    known_as = str(payload.get("id") or hashlib.sha256(raw.encode()).hexdigest())[:120]
    event, _created = ProviderEvent.objects.get_or_create(
        provider="sms",
        kind=ProviderEvent.Kind.INCOMING,
        event_id=known_as,
        defaults={"payload": payload},
    )
    return event.pk


def read(event_id: int) -> str:
    """The SMS kept under that id has been obeyed, once; what was said back, "" for nothing."""
    with transaction.atomic():
        waiting = ProviderEvent.objects.filter(pk=event_id, handled_at__isnull=True)
        event = waiting.select_for_update(skip_locked=True).first()
        if event is None:
            return ""
        said = _obey(event)
        event.handled_at = timezone.now()
        event.save()
        if said:
            _say_back(event)
        return said


def read_waiting() -> int:
    """The SMS that were kept and not read, a worker having died for instance; how many."""
    kept = ProviderEvent.objects.filter(
        kind=ProviderEvent.Kind.INCOMING, handled_at__isnull=True
    ).values_list("pk", flat=True)
    return sum(bool(read(pk)) for pk in list(kept.order_by("pk")[:100]))


def fetch() -> int:
    """What the provider received and did not tell is kept and read; how many. Raises Temporary."""
    found = provider_of(Channel.SMS).fetch_incoming(_known)
    for payload in found:
        read(keep(payload))
    return len(found)


def _known(ids: list[str]) -> set[str]:
    kept = ProviderEvent.objects.filter(kind=ProviderEvent.Kind.INCOMING, event_id__in=ids)
    return set(kept.values_list("event_id", flat=True))


def _obey(event: ProviderEvent) -> str:
    """Does what the SMS asks; its row says what came of it. Returns what to say back."""
    try:
        heard = heard_in(event)
    except ValueError as error:
        event.outcome = str(error)[:300]
        return ""
    phone = heard.phone
    if STOP.fullmatch(search_key(heard.text)):
        # Whoever has no account may be told all the same: their STOP counts as much.
        _stop(phone)
        event.outcome = "STOP\u00a0: plus de SMS vers ce numéro"
        return ""
    if not _is_known(phone):
        event.outcome = "numéro inconnu"
        return ""
    event.outcome = _answer(heard)
    return event.outcome


def _is_known(phone: str) -> bool:
    """The telephone of an account, or one that a message of ours went to."""
    ours = Notification.objects.filter(user=None, address=phone, channel=Channel.SMS)
    return Preference.objects.filter(phone=phone).exists() or ours.exists()


def _answer(heard: Heard) -> str:
    """The words of the first module that understood; each does its part in our transaction."""
    said = (reader.answer(heard.phone, heard.text) for reader in readers())
    return gsm.fit(next(filter(None, said), ""), at_most=1)


def _stop(phone: str) -> None:
    """No SMS leaves for this number any more, those that wait included; e-mails go on."""
    now = timezone.now()
    for preference in Preference.objects.select_for_update().filter(phone=phone):
        preference.channels = [one for one in preference.channels if one != Channel.SMS]
        preference.save(update_fields=["channels", "updated_at"])
    waiting = Notification.objects.filter(
        Q(user__preference__phone=phone) | Q(user=None, address=phone),
        channel=Channel.SMS,
        state=State.QUEUED,
    )
    for message in waiting.select_related("user__preference", "publication"):
        if states.move(message.pk, State.SUPPRESSED, error="STOP reçu par SMS"):
            ledger.fall_back(message, at=now)
    for reader in readers():
        reader.stop(phone)


def _say_back(event: ProviderEvent) -> None:
    notice = SmsReply(event)
    ledger.write(ledger.publish(notice, step=0), notice)
    transaction.on_commit(lambda: ring_delivery(notice.queue), robust=True)
