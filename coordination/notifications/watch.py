"""The watchers: ticks that are played once, heartbeats, the audit and the dead-man address."""

import logging
import time
from datetime import timedelta
from typing import Any

import httpx
from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from coordination.notifications import incoming, sweep
from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import Temporary
from coordination.notifications.circuit import low_credits
from coordination.notifications.doorbell import ring_delivery, ring_writing
from coordination.notifications.models import (
    Channel,
    Heartbeat,
    Notification,
    ProviderEvent,
    Publication,
    Tick,
)
from coordination.notifications.registry import failures

logger = logging.getLogger(__name__)

SWEEP_SECONDS, FETCH_SECONDS, AUDIT_SECONDS = 10, 60, 300
AUDITED_DAYS, KEPT_DAYS, TICK_DAYS = 2, 92, 2
# The alarm of field/delivery: the oldest due message, in seconds, by queue.
LATE_SECONDS = {"urgent": 60, "default": 300, "bulk": 300}


def beat(name: str, **detail: Any) -> None:
    """`name` has just proved alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now(), "detail": detail})


def tick(name: str, every_seconds: int) -> bool:
    """True for the first caller of the slot of time that holds this instant."""
    slot = int(time.time()) // every_seconds
    _tick, created = Tick.objects.get_or_create(name=name, slot=slot)
    return created


def sweep_once() -> dict[str, int]:
    """What was lost is found again and rung; nothing when this slot was already played."""
    if not tick("sweep", SWEEP_SECONDS):
        return {}
    found = sweep.repair()
    if settings.PORTAL_SMS_REPLIES and tick("incoming", FETCH_SECONDS):
        found["fetched"] = fetch_replies()
    for publication_id, queue in sweep.due_publications():
        ring_writing(publication_id, queue)
    for queue in sweep.due_queues():
        ring_delivery(queue)
    beat("sweep", **found)
    return found


def fetch_replies() -> int:
    """What people answered by SMS was asked of the provider; 0 when it cannot say now."""
    try:
        return incoming.fetch()
    except Temporary as error:
        logger.warning("notifications: incoming SMS: %s", error)
        return 0


def audit_once() -> dict[str, Any]:
    """Holes found and filled, alarms raised, the dead-man address told; {} when played."""
    if not tick("audit", AUDIT_SECONDS):
        return {}
    check_credits()
    report = {"holes": fill_holes(), "late": late_queues(), "credits": low_credits()}
    report["failures"] = failures()
    if any(report[name] for name in ("holes", "late", "failures")) or report["credits"] is not None:
        logger.error(
            "notifications: holes %(holes)s, late %(late)s, credits %(credits)s, "
            "failures %(failures)s",
            report,
        )
    else:
        tell_deadman()
    beat("audit", **report)
    return report


def fill_holes() -> list[int]:
    """Publications of the last days with fewer messages than people matched, to write again."""
    recent = Publication.objects.filter(
        state=Publication.State.WRITTEN,
        created_at__gte=timezone.now() - timedelta(days=AUDITED_DAYS),
    )
    counted = recent.annotate(told=Count("messages", filter=Q(messages__channel=Channel.INBOX)))
    holes = list(counted.filter(told__lt=F("recipients")).values_list("pk", flat=True)[:100])
    Publication.objects.filter(pk__in=holes, expires_at__gt=timezone.now()).update(
        state=Publication.State.PENDING, next_attempt_at=timezone.now()
    )
    return holes


def late_queues() -> dict[str, int]:
    """Seconds of lateness of the oldest due message, for the queues beyond their alarm."""
    now = timezone.now()
    late = {}
    for queue, allowed in LATE_SECONDS.items():
        waiting = Notification.objects.filter(state=Notification.State.QUEUED, queue=queue)
        oldest = waiting.filter(next_attempt_at__lte=now).order_by("next_attempt_at").first()
        age = int((now - oldest.next_attempt_at).total_seconds()) if oldest else 0
        if age > allowed:
            late[queue] = age
    return late


def check_credits() -> float | None:
    """What is left of the prepaid SMS is known and dated; None where nothing is prepaid."""
    try:
        left = provider_of(Channel.SMS).credits()
    except Temporary as error:
        logger.warning("notifications: the balance of SMS is unknown (%s)", error)
        return None
    if left is not None:
        beat("credits", left=left)
    return left


def tell_deadman() -> bool:
    """The dead-man address heard from us. Its silence is the alarm, so a failure is only noted."""
    address = settings.PORTAL_DEADMAN_URL
    if not address:
        return False
    try:
        return httpx.get(address, timeout=5).is_success
    except httpx.HTTPError as error:
        logger.warning("dead-man address: %s", type(error).__name__)
        return False


def old_texts() -> QuerySet[Publication]:
    """The publications whose texts have been kept for three months."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    return Publication.objects.filter(created_at__lt=limit, purged_at__isnull=True)


def purge_once() -> int:
    """Texts older than three months are erased, once a day; how many publications."""
    if not tick("purge", 86_400):
        return 0
    old = old_texts()
    empty = dict.fromkeys(("email_subject", "email_body", "sms_text", "inbox_text"), "")
    Notification.objects.filter(publication__in=old).update(first_name="", reference="")
    # The identifier stays, so that a message fetched again is known.
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    ProviderEvent.objects.filter(received_at__lt=limit).update(payload={})
    Tick.objects.filter(at__lt=timezone.now() - timedelta(days=TICK_DAYS)).delete()
    return old.update(purged_at=timezone.now(), **empty)
