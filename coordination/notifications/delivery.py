"""Sending: claim a batch, call the provider outside any transaction, record each outcome.

Before each call the row says that the call begins, in the same statement that records the
outcome of the message before it. A worker killed at any moment therefore leaves at most one
message in doubt; the others of its batch were never begun and are simply queued again.
"""

import logging
import os
import random
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.utils import timezone

from coordination.notifications import flood, gsm, ledger, quiet, states
from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import (
    Doubtful,
    Letter,
    Permanent,
    Provider,
    Temporary,
)
from coordination.notifications.models import Channel, Notification, Publication, Queue, fill
from coordination.notifications.registry import Notice, notice_class

logger = logging.getLogger(__name__)

BATCH = 100
LEASE_SECONDS = 90
# No call begins when the lease has less than this left: it would outlive it.
LEAST_LEASE_SECONDS = 30
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 15, 900
SMS_SEGMENTS = 2
# A worker of a queue helps the more urgent ones first, never the less urgent.
SERVED = {
    Queue.URGENT: (Queue.URGENT,),
    Queue.DEFAULT: (Queue.URGENT, Queue.DEFAULT),
    Queue.BULK: (Queue.URGENT, Queue.DEFAULT, Queue.BULK),
}
State = Notification.State

# The batch is chosen apart, once: inside "id IN (…)" a plan may choose again, and claim more.
CLAIM = """
WITH batch AS MATERIALIZED (
    SELECT id FROM notifications_notification
     WHERE state = 'queued' AND queue = %(queue)s
       AND next_attempt_at <= statement_timestamp()
       AND expires_at > statement_timestamp()
     ORDER BY next_attempt_at, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
UPDATE notifications_notification AS message
   SET state = 'sending', sending_at = statement_timestamp(), attempts = attempts + 1,
       lease_until = statement_timestamp() + %(lease)s * interval '1 second',
       lease_owner = %(owner)s, call_started_at = NULL
  FROM batch
 WHERE message.id = batch.id
RETURNING message.id
"""
# The outcome of one message and the beginning of the next, in one statement.
RECORD_AND_BEGIN = """
WITH taken AS (
    UPDATE notifications_notification
       SET state = 'accepted', accepted_at = statement_timestamp(), provider_ref = %(ref)s::text,
           error = '', provider = %(provider)s::text, lease_until = NULL, lease_owner = ''
     WHERE id = %(taken)s::bigint AND state = 'sending' AND lease_owner = %(owner)s::text
), begun AS (
    UPDATE notifications_notification SET call_started_at = statement_timestamp()
     WHERE id = %(begun)s::bigint AND state = 'sending' AND lease_owner = %(owner)s::text
       AND lease_until > statement_timestamp() + %(least)s::integer * interval '1 second'
    RETURNING id
) SELECT count(*) FROM begun
"""


def drain(queue: str, *, seconds: float = 20.0, batch: int = BATCH) -> bool:
    """Due messages of `queue` were sent; True when time ran out before the queue was empty."""
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        if not deliver_batch(queue, ends_at=ends_at, batch=batch):
            return False
    return True


def deliver_batch(queue: str, *, ends_at: float = float("inf"), batch: int = BATCH) -> int:
    """One batch was claimed and tried; how many messages it held."""
    owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_ident() % 100_000}"
    messages = claim(queue, owner=owner, batch=batch)
    by_channel: dict[str, list[Notification]] = defaultdict(list)
    for message in messages:
        by_channel[message.channel].append(message)
    for channel, rows in by_channel.items():
        _Round(provider_of(channel), owner, ends_at).run(rows)
    return len(messages)


def claim(queue: str, *, owner: str, batch: int = BATCH) -> list[Notification]:
    """Due messages now leased to `owner`, those of more urgent queues before the others."""
    for served in SERVED[Queue(queue)]:
        with transaction.atomic(), connection.cursor() as cursor:
            values: dict[str, str | int]
            values = {"owner": owner, "lease": LEASE_SECONDS, "queue": served, "batch": batch}
            cursor.execute(CLAIM, values)
            found = [row[0] for row in cursor.fetchall()]
        if found:
            rows = Notification.objects.filter(pk__in=found, lease_owner=owner)
            people = rows.select_related("user__preference").order_by("next_attempt_at", "pk")
            return list(people.prefetch_related("publication"))
    return []


class _Round:
    """One batch of one channel, on its way through one provider."""

    def __init__(self, provider: Provider, owner: str, ends_at: float) -> None:
        self.provider = provider
        self.owner = owner
        self.ends_at = ends_at
        self.taken: tuple[int, str] | None = None
        self.notices: dict[int, Notice] = {}
        self.lately: dict[int, list[datetime]] = {}

    def run(self, messages: list[Notification]) -> None:
        """Each message is sent, put off, bundled, or given back."""
        messages = flood.bundle(messages, owner=self.owner)
        self.lately = flood.sent_lately(messages)
        try:
            with self.provider.opened(), _lighter_commits():
                for rank, message in enumerate(messages):
                    if time.monotonic() > self.ends_at:
                        self._give_back(messages[rank:])
                        break
                    self._one(message)
                self._record()
        except Temporary as error:
            for message in messages:
                self._later(message, error)

    def _one(self, message: Notification) -> None:
        now = timezone.now()
        wakes_at = quiet.ends_at(message, now)
        if wakes_at is not None:
            self._wait(message, wakes_at, "heures calmes")
            return
        limits = flood.limits_of(message.channel, message.queue)
        opens_at = flood.opens_at(self.lately.get(message.user_id, ()), now, limits)
        if opens_at is not None:
            self._wait(message, opens_at, "messages trop rapprochés")
            return
        try:
            letter = self._letter(message)
        except Permanent as error:
            self._record()
            self._fail(message, str(error))
            return
        if not self._record(begin=message):
            return
        try:
            taken = self.provider.send(letter)
        except Temporary as error:
            self._later(message, error)
        except Permanent as error:
            self._fail(message, str(error))
        except Doubtful as error:
            self._doubt(message, str(error))
        else:
            self.taken = (message.pk, taken.ref)
            self.lately.setdefault(message.user_id, []).append(now)

    def _letter(self, message: Notification) -> Letter:
        publication = message.publication
        try:
            link = self._notice(publication).link(message.reference)
        except (KeyError, ObjectDoesNotExist) as error:
            raise Permanent("l’objet du message n’existe plus") from error
        except Exception as error:
            logger.exception("notifications: the link of %s", publication.notice)
            raise Permanent(f"adresse impossible à calculer ({type(error).__name__})") from error
        body = publication.text_for(message.channel)
        text = fill(body, first_name=message.first_name, link=link)
        to = message.user.email
        if message.channel == Channel.SMS:
            text = gsm.fit(text, link=link, at_most=SMS_SEGMENTS)
            preference = getattr(message.user, "preference", None)
            to = preference.phone if preference else ""
        subject = fill(publication.email_subject, first_name=message.first_name, link="")
        return Letter(
            key=message.key,
            to=to,
            subject=subject,
            text=text,
            body=body,
            first_name=message.first_name,
            link=link,
            is_urgent=message.queue == Queue.URGENT,
            expires_at=message.expires_at,
        )

    def _notice(self, publication: Publication) -> Notice:
        if publication.pk not in self.notices:
            notice = notice_class(publication.notice).about(publication.subject_id)
            self.notices[publication.pk] = notice
        return self.notices[publication.pk]

    def _record(self, begin: Notification | None = None) -> bool:
        """The message before is accepted; `begin` may be called now, still ours."""
        pk, ref = self.taken or (None, "")
        values: dict[str, Any] = {
            "taken": pk,
            "ref": ref[:120],
            "provider": self.provider.name,
            "begun": begin and begin.pk,
            "owner": self.owner,
            "least": LEAST_LEASE_SECONDS,
        }
        if pk is None and begin is None:
            return False
        begun = _prepared(RECORD_AND_BEGIN, values) == 1
        self.taken = None
        return begun

    def _later(self, message: Notification, error: Temporary) -> None:
        if message.attempts >= self.provider.max_attempts:
            self._fail(message, f"{error} ({message.attempts} essais)")
            return
        at = timezone.now() + retry_delay(message.attempts, error.retry_after)
        if self._back(message, at, str(error)):
            states.note(message.pk, "retry", f"{error}")

    def _wait(self, message: Notification, at: datetime, reason: str) -> None:
        if at < message.expires_at:
            self._back(message, at, reason, attempts=message.attempts - 1)
        elif states.move(message.pk, State.SUPPRESSED, owner=self.owner, error=reason):
            states.note(message.pk, "suppressed", reason)

    def _back(self, message: Notification, at: datetime, reason: str, **fields: Any) -> bool:
        return states.move(
            message.pk,
            State.QUEUED,
            owner=self.owner,
            next_attempt_at=at,
            error=reason[:200],
            **fields,
        )

    def _give_back(self, messages: list[Notification]) -> None:
        for message in messages:
            self._back(message, message.next_attempt_at, "", attempts=message.attempts - 1)

    def _fail(self, message: Notification, reason: str) -> None:
        with transaction.atomic():
            failed = states.move(
                message.pk,
                State.FAILED,
                owner=self.owner,
                error=reason[:200],
                provider=self.provider.name,
            )
            if failed:
                states.note(message.pk, "failed", reason)
                ledger.fall_back(message, at=timezone.now())

    def _doubt(self, message: Notification, reason: str) -> None:
        doubted = states.move(
            message.pk,
            State.UNCERTAIN,
            owner=self.owner,
            error=reason[:200],
            provider=self.provider.name,
        )
        if doubted:
            states.note(message.pk, "uncertain", reason)


def retry_delay(attempts: int, asked: float | None = None) -> timedelta:
    """15 s, doubled at each attempt, at most 15 min, ±25 %; never less than what was asked."""
    doubled = min(FIRST_RETRY_SECONDS * 2 ** max(attempts - 1, 0), LAST_RETRY_SECONDS)
    seconds = doubled * random.uniform(0.75, 1.25)  # noqa: S311 - a jitter, not a secret
    return timedelta(seconds=max(seconds, min(asked or 0.0, 3600.0)))


def _prepared(sql: str, values: dict[str, Any]) -> int:
    """The number that answers. The statement is planned once per connection, not per message."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(sql, values, prepare=True).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _lighter_commits() -> Iterator[None]:
    """Commits do not wait for the disk. A crash of PostgreSQL may lose the last ones; the
    sweep knows when it restarted and treats what was claimed before as begun."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
