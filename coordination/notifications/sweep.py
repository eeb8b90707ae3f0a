"""What repairs: lost rings, expired leases, overdue messages, doubts. Safe to run at any time."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from coordination.notifications import incoming, ledger, states
from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import Answer, Temporary
from coordination.notifications.models import (
    Channel,
    Notification,
    ProviderEvent,
    Publication,
    Queue,
)
from coordination.notifications.registry import notice_class

State = Notification.State
BATCH = 500
# The same channel is tried again after a doubt only for harmless duplicates, never sooner.
DOUBT_SECONDS = 60

# What the notebook of a dead batch says: taken, begun, or neither. Claimed before the database
# restarted counts as begun, for the last lines of the notebook may be lost.
FREE_LEASES = """
WITH expired AS MATERIALIZED (
    SELECT id, lease_owner, channel, sending_at
      FROM notifications_notification
     WHERE state = 'sending' AND lease_until < statement_timestamp()
     LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), taken AS (
    SELECT t.id, t.ref, c.provider
      FROM notifications_call AS c, unnest(c.taken, c.refs) AS t (id, ref)
     WHERE c.owner IN (SELECT lease_owner FROM expired)
), told AS (
    SELECT e.id, t.ref, t.provider,
           CASE WHEN t.id IS NOT NULL THEN 'accepted'
                WHEN e.channel = ANY(%(idempotent)s) THEN 'queued'
                WHEN c.begun = e.id OR e.sending_at < pg_postmaster_start_time() THEN 'uncertain'
                ELSE 'queued' END AS became
      FROM expired AS e
      LEFT JOIN notifications_call AS c ON c.owner = e.lease_owner
      LEFT JOIN taken AS t ON t.id = e.id
)
UPDATE notifications_notification AS message
   SET state = became,
       accepted_at = CASE became WHEN 'accepted' THEN statement_timestamp() ELSE accepted_at END,
       uncertain_at = CASE became WHEN 'uncertain' THEN statement_timestamp()
                      ELSE uncertain_at END,
       next_attempt_at = CASE became WHEN 'queued' THEN statement_timestamp()
                         ELSE next_attempt_at END,
       error = CASE became WHEN 'uncertain' THEN 'réponse du prestataire perdue'
               WHEN 'accepted' THEN '' ELSE error END,
       provider = coalesce(told.provider, message.provider),
       provider_ref = coalesce(told.ref, message.provider_ref),
       lease_until = NULL, lease_owner = ''
  FROM told
 WHERE message.id = told.id AND message.state = 'sending'
RETURNING state
"""
CLOSE_NOTEBOOKS = """
DELETE FROM notifications_call AS c
 WHERE lease_until < statement_timestamp() AND NOT EXISTS (
       SELECT FROM notifications_notification
        WHERE state = 'sending' AND lease_owner = c.owner)
"""


def repair() -> dict[str, int]:
    """Leases freed, overdue messages marked, doubts asked about; how many of each."""
    found = free_leases()
    return found | {
        "stale": expire(),
        "resolved": resolve_doubts(),
        "receipts": handle_receipts(),
        "heard": incoming.read_waiting(),
    }


def free_leases() -> dict[str, int]:
    """Messages whose worker died: accepted if known so, queued again if not begun, uncertain."""
    idempotent = [c for c in ("email", "sms") if provider_of(c).is_idempotent]
    with connection.cursor() as cursor:
        cursor.execute(FREE_LEASES, {"idempotent": idempotent, "batch": BATCH})
        freed = [row[0] for row in cursor.fetchall()]
        cursor.execute(CLOSE_NOTEBOOKS)
    return {"requeued": freed.count("queued"), "uncertain": freed.count("uncertain")}


def expire() -> int:
    """Messages and publications whose time has passed will never leave; how many messages."""
    now = timezone.now()
    late = Notification.objects.filter(state=State.QUEUED, expires_at__lte=now)
    Publication.objects.filter(state=Publication.State.PENDING, expires_at__lte=now).update(
        state=Publication.State.STALE
    )
    return late.update(state=State.STALE, stale_at=now, error="trop tard pour être utile")


def resolve_doubts() -> int:
    """Uncertain messages were asked about, once a round each; how many found an answer."""
    doubts = Notification.objects.filter(state=State.UNCERTAIN).filter(
        Q(next_attempt_at__lte=timezone.now())
    )
    rows = doubts.select_related("user__preference", "publication").order_by("uncertain_at")
    return sum(_resolve(message) for message in rows[:BATCH])


def handle_receipts() -> int:
    """The receipts kept raw are read, and the messages follow them; how many moved."""
    receipts = ProviderEvent.objects.filter(kind=ProviderEvent.Kind.RECEIPT)
    events = receipts.filter(handled_at__isnull=True).order_by("pk")
    return sum(_handle(event) for event in events[:BATCH])


def due_queues() -> list[str]:
    """The queues in which a message waits for a worker now."""
    now = timezone.now()
    waiting = Notification.objects.filter(state=State.QUEUED, next_attempt_at__lte=now)
    return [queue for queue in Queue.values if waiting.filter(queue=queue).exists()]


def due_publications(*, older_than_seconds: float = 5.0) -> list[tuple[int, str]]:
    """Publications still to be written, whose ring was lost or whose writing failed."""
    now = timezone.now()
    waiting = Publication.objects.filter(
        state=Publication.State.PENDING,
        next_attempt_at__lte=now,
        created_at__lte=now - timedelta(seconds=older_than_seconds),
    )
    return list(waiting.order_by("created_at").values_list("pk", "queue")[:BATCH])


def _handle(event: ProviderEvent) -> int:
    provider, moved, outcome = provider_of(Channel.SMS), 0, "sans effet"
    try:
        receipts = provider.parse_receipt(event.payload)
    except ValueError:
        receipts, outcome = [], "illisible"
    for receipt in receipts:
        known = Notification.objects.filter(provider=provider.name, provider_ref=receipt.ref)
        for message in known.select_related("user__preference", "publication")[:1]:
            moved += states.follow(message, receipt.answer)
            if receipt.answer is Answer.FAILED and moved:
                ledger.fall_back(message, at=timezone.now())
    outcome = "appliqué" if moved else outcome
    ProviderEvent.objects.filter(pk=event.pk).update(handled_at=timezone.now(), outcome=outcome)
    return moved


def _resolve(message: Notification) -> int:
    provider = provider_of(message.channel)
    since = message.sending_at or message.queued_at
    try:
        answer = provider.status(message.key, message.provider_ref, since)
    except Temporary as error:
        _ask_later(message, str(error))
        return 0
    if answer in (Answer.TAKEN, Answer.DELIVERED, Answer.FAILED):
        return int(states.follow(message, answer))
    if answer is Answer.NEVER_SEEN or _may_repeat(message):
        states.note(message.pk, "requeued", "le prestataire ne l’a jamais vu")
        return int(states.move(message.pk, State.QUEUED, next_attempt_at=timezone.now()))
    with transaction.atomic():
        if ledger.fall_back(message, at=timezone.now()):
            states.note(message.pk, "fallback", "le prestataire ne sait pas : autre moyen")
        _ask_later(message, "le prestataire ne sait pas")
    return 0


def _may_repeat(message: Notification) -> bool:
    waited = timezone.now() - (message.uncertain_at or timezone.now())
    harmless = notice_class(message.publication.notice).duplicate_is_harmless
    return harmless and waited >= timedelta(seconds=DOUBT_SECONDS)


def _ask_later(message: Notification, reason: str) -> None:
    Notification.objects.filter(pk=message.pk, state=State.UNCERTAIN).update(
        next_attempt_at=timezone.now() + timedelta(minutes=15),
        attempts=F("attempts") + 1,
        error=reason[:200],
    )
