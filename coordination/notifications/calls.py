"""A batch in flight: claimed, each call written down before it begins, outcomes together.

Writing on a message costs every index of the table; a notebook of one narrow row per batch
(`Call`) does not. Before each call it says which message begins and that the one before was
taken; every few messages the outcomes are copied onto the messages and the notebook is blank
again. A worker killed at any moment therefore leaves one message in doubt at most.
"""

import os
import secrets
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.models import F

from coordination.notifications.models import Call, Notification

State = Notification.State

# Below, a message is always found by its identifier: a plan tempted by the partial index on
# state = 'sending' would read every message in flight, four times slower.
# The batch is chosen apart, once: inside "id IN (…)" a plan may choose again, and claim more.
CLAIM = """
WITH batch AS MATERIALIZED (
    SELECT id FROM notifications_notification
     WHERE state = 'queued' AND queue = %(queue)s
       AND next_attempt_at <= statement_timestamp()
       AND expires_at > statement_timestamp()
     ORDER BY next_attempt_at, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), notebook AS (
    INSERT INTO notifications_call (owner, lease_until, provider, taken, refs)
    SELECT %(owner)s, statement_timestamp() + %(lease)s * interval '1 second', '', '{}', '{}'
     WHERE EXISTS (SELECT FROM batch)
)
UPDATE notifications_notification AS message
   SET state = 'sending', sending_at = statement_timestamp(), attempts = attempts + 1,
       lease_until = statement_timestamp() + %(lease)s * interval '1 second',
       lease_owner = %(owner)s
  FROM batch
 WHERE message.id = batch.id
RETURNING message.id
"""
BEGIN = """
UPDATE notifications_call
   SET begun = %(begun)s::bigint, provider = %(provider)s::text,
       taken = array_append(taken, %(taken)s::bigint),
       refs = array_append(refs, %(ref)s::text::varchar)
 WHERE owner = %(owner)s::text AND (
       SELECT state = 'sending' AND lease_owner = %(owner)s::text
              AND lease_until > statement_timestamp() + %(least)s::integer * interval '1 second'
         FROM notifications_notification WHERE id = %(begun)s::bigint)
"""
RECORD = """
WITH blank AS (
    UPDATE notifications_call SET taken = '{}', refs = '{}' WHERE owner = %(owner)s::text
)
UPDATE notifications_notification AS message
   SET state = 'accepted', accepted_at = said.at, provider_ref = said.ref, error = '',
       provider = %(provider)s::text, lease_until = NULL, lease_owner = ''
  FROM unnest(%(ids)s::bigint[], %(refs)s::text[], %(times)s::timestamptz[]) AS said (id, ref, at)
 WHERE message.id = said.id
   AND CASE message.state WHEN 'sending' THEN message.lease_owner END = %(owner)s::text
"""
# What a batch reads of its messages and of their people; dates are slow to read.
READ = (
    *("key", "publication", "user", "address", "first_name", "reference", "channel", "step"),
    "queue",
    *("state", "attempts", "expires_at", "next_attempt_at", "user__email"),
    *("user__preference__phone", "user__preference__channels", "user__preference__zone"),
    *("user__preference__quiet_from", "user__preference__quiet_until"),
)


@dataclass(frozen=True)
class Accepted:
    """A message that the provider took, under which name, and when."""

    pk: int
    ref: str
    at: datetime


def new_owner() -> str:
    """A name for one batch of this process, never used before."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(6)}"


def claim(queue: str, *, owner: str, lease_seconds: int, batch: int) -> list[Notification]:
    """Due messages of `queue`, now leased to `owner`, whose notebook is open."""
    with transaction.atomic(), connection.cursor() as cursor:
        values: dict[str, str | int]
        values = {"owner": owner, "lease": lease_seconds, "queue": queue, "batch": batch}
        cursor.execute(CLAIM, values)
        found = [row[0] for row in cursor.fetchall()]
    if not found:
        return []
    rows = Notification.objects.filter(pk__in=found, lease_owner=owner).only(*READ)
    people = rows.select_related("user__preference").order_by("next_attempt_at", "pk")
    return list(people.prefetch_related("publication"))


def begin(
    pk: int, *, after: Accepted | None, provider: str, owner: str, least_seconds: int
) -> bool:
    """The call of that message begins, `after` was taken; False when it is not ours any more."""
    values = {
        "begun": pk,
        "taken": after and after.pk,
        "ref": after and after.ref,
        "provider": provider,
        "owner": owner,
        "least": least_seconds,
    }
    return _prepared(BEGIN, values) == 1


def record(taken: list[Accepted], *, provider: str, owner: str) -> int:
    """These messages say that the provider took them; how many were still ours."""
    values = {
        "ids": [one.pk for one in taken],
        "refs": [one.ref for one in taken],
        "times": [one.at for one in taken],
        "provider": provider,
        "owner": owner,
    }
    return _prepared(RECORD, values)


def put_back(
    pks: Iterable[int], *, owner: str, at: datetime | None = None, reason: str = ""
) -> None:
    """These messages, never begun, wait again, until `at` when given; no attempt is counted."""
    ours = Notification.objects.filter(pk__in=pks, state=State.SENDING, lease_owner=owner)
    ours.update(
        state=State.QUEUED,
        attempts=F("attempts") - 1,
        lease_until=None,
        lease_owner="",
        error=reason,
        **({"next_attempt_at": at} if at else {}),
    )


def close(owner: str) -> None:
    """The batch is over: its notebook is gone."""
    Call.objects.filter(pk=owner).delete()


@contextmanager
def lighter_commits() -> Iterator[None]:
    """Commits do not wait for the disk. A crash of PostgreSQL may lose the last ones; the
    sweep knows when it restarted and treats what was claimed before as begun."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _prepared(sql: str, values: dict[str, Any]) -> int:
    """How many rows changed. The statement is planned once per connection, not per message."""
    connection.ensure_connection()
    # Django switches prepared statements off, whatever `prepare` says.
    connection.connection.prepare_threshold = 0
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, values, prepare=True).rowcount
