"""Writing the rows: a publication becomes one message per person, channel and step.

Everything is one INSERT … SELECT … ON CONFLICT DO NOTHING: sixty thousand people cost one
statement, and playing it again adds nothing.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from coordination.notifications import texts
from coordination.notifications.models import Channel, Notification, Publication
from coordination.notifications.models.preference import default_channels
from coordination.notifications.registry import Notice, Outsider, notice_class, subject_kind

# A place for a parameter; a doubled percent sign stays as it is.
PLACE = re.compile(r"(?<!%)%s")
# A person without preferences is reached by e-mail. The first channel of theirs that the
# notice has words for is used; the others are kept for when it fails.
WRITE = """
WITH audience(user_id, reference) AS ({audience}),
person AS (
    SELECT a.user_id, coalesce(a.reference::text, '') AS reference, u.first_name,
           coalesce(%(optional)s AND %(notice)s = ANY(p.muted), false) AS is_muted,
           (SELECT c.name
              FROM unnest(coalesce(p.channels, ARRAY['email']::varchar[]))
                   WITH ORDINALITY AS c(name, rank)
             WHERE c.name = ANY(%(channels)s) AND (c.name <> 'sms' OR p.phone <> '')
             ORDER BY c.rank LIMIT 1) AS first_channel
      FROM audience a
      JOIN accounts_user u ON u.id = a.user_id AND u.is_active
      LEFT JOIN notifications_preference p ON p.user_id = a.user_id
),
message AS (
    SELECT person.*, 'inbox' AS channel, 'delivered' AS state FROM person
    UNION ALL
    SELECT person.*, first_channel, CASE WHEN is_muted THEN 'suppressed' ELSE 'queued' END
      FROM person WHERE first_channel IS NOT NULL
),
written AS (
    INSERT INTO notifications_notification (
        publication_id, user_id, address, first_name, reference, channel, step, queue, state,
        due_at, next_attempt_at, expires_at, attempts, lease_owner, provider, provider_ref,
        error, queued_at, delivered_at, suppressed_at)
    SELECT %(publication)s, user_id, '', first_name, reference, channel, 0, %(queue)s, state,
           %(due)s, %(due)s, %(expires)s, 0, '',
           CASE channel WHEN 'inbox' THEN 'portail' ELSE '' END, '',
           CASE state WHEN 'suppressed' THEN 'avis coupé par la personne' ELSE '' END, %(now)s,
           CASE state WHEN 'delivered' THEN %(now)s END,
           CASE state WHEN 'suppressed' THEN %(now)s END
      FROM message
    ON CONFLICT (publication_id, user_id, channel, step) DO NOTHING
    RETURNING channel, state
)
SELECT (SELECT count(DISTINCT user_id) FROM person),
       (SELECT count(*) FROM written),
       (SELECT count(*) FROM written WHERE state = 'queued')
"""


def publish(notice: Notice, *, step: int) -> Publication:
    """The publication exists, once per notice, subject and step."""
    now = timezone.now()
    kind, subject = subject_kind(notice.subject), str(notice.subject.pk)
    publication, _created = Publication.objects.get_or_create(
        key=f"{notice.slug}:{kind}:{subject}:{step}",
        defaults={
            "notice": notice.slug,
            "queue": notice.queue,
            "subject_kind": kind,
            "subject_id": subject,
            "step": step,
            "created_at": now,
            "next_attempt_at": now,
            "expires_at": notice.expires_at(),
        },
    )
    return publication


def write(publication: Publication, notice: Notice, *, due_at: datetime | None = None) -> int:
    """The texts are frozen and every recipient has their messages; how many are to be sent.

    In the caller's transaction. Played again, only people new to the audience are added.
    """
    now = timezone.now()
    if publication.written_at is None:
        texts.freeze(publication, texts.render(notice.slug, notice.context()))
    recipients, _written, queued = _insert(publication, notice.audience(), due_at or now, now)
    queued += _insert_outside(publication, notice.outsiders(), due_at or now, now)
    publication.recipients = max(publication.recipients, recipients)
    publication.state = Publication.State.WRITTEN
    publication.written_at = publication.written_at or now
    publication.save()
    return queued


def write_pending(publication_id: int) -> int:
    """A pending publication is written, in one transaction; how many messages are to be sent.

    0 when somebody else holds it or it needs no writing any more. What its notice raises
    goes through, and leaves it pending.
    """
    with transaction.atomic():
        waiting = Publication.objects.filter(pk=publication_id, state=Publication.State.PENDING)
        publication = waiting.select_for_update(skip_locked=True).first()
        if publication is None:
            return 0
        if publication.expires_at <= timezone.now():
            waiting.update(state=Publication.State.STALE)
            return 0
        notice = notice_class(publication.notice).about(publication.subject_id)
        notice.prepare()
        return write(publication, notice)


def withdraw(publications: QuerySet[Publication], references: list[str] | None) -> int:
    """The messages not yet claimed will not leave; how many. Read ones stay read."""
    now = timezone.now()
    waiting = Notification.objects.filter(
        publication__in=publications, state=Notification.State.QUEUED
    )
    if references is None:
        publications.filter(state=Publication.State.PENDING).update(
            state=Publication.State.CANCELLED
        )
    else:
        waiting = waiting.filter(reference__in=references)
    return waiting.update(
        state=Notification.State.CANCELLED,
        cancelled_at=now,
        error="le fait annoncé a été retiré",
        lease_until=None,
    )


def count_attempt(publication_id: int) -> None:
    """One more try at writing is counted; should it break, the next one is not before a while.

    15 s doubled each time, at most 15 min. Committed before the try, so that nothing has to
    be caught.
    """
    waiting = Publication.objects.filter(pk=publication_id, state=Publication.State.PENDING)
    tried = waiting.values_list("attempts", flat=True).first() or 0
    delay = timedelta(seconds=min(15 * 2 ** min(tried, 6), 900))
    waiting.update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + delay)


def _next_address(message: Notification, at: datetime) -> Notification | None:
    publication = message.publication
    try:
        notice = notice_class(publication.notice).about(publication.subject_id)
        ways = next((one.ways for one in notice.outsiders() if _is(one, message)), ())
    except (KeyError, ObjectDoesNotExist):
        return None
    tried = Notification.objects.filter(publication=publication, user=None)
    used = set(tried.values_list("address", flat=True))
    words = texts.channels_of(publication)
    left = [(channel, to) for channel, to in ways if channel in words and to not in used]
    if not left:
        return None
    channel, address = left[0]
    row, created = Notification.objects.get_or_create(
        publication=publication,
        user=None,
        address=address,
        channel=channel,
        step=message.step + 1,
        defaults={
            "first_name": message.first_name,
            "reference": message.reference,
            "queue": message.queue,
            "due_at": at,
            "next_attempt_at": at,
            "expires_at": message.expires_at,
            "queued_at": at,
        },
    )
    return row if created else None


def _is(one: Outsider, message: Notification) -> bool:
    """Whether the message was for that person: by their reference, else by their address."""
    if message.reference:
        return one.reference == message.reference
    return any(address == message.address for _channel, address in one.ways)


def _insert(
    publication: Publication, audience: QuerySet[Any], due_at: datetime, now: datetime
) -> tuple[int, int, int]:
    try:
        rows = audience.order_by().values_list("user_id", "reference")
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return 0, 0, 0
    values: dict[str, Any] = {
        "optional": notice_class(publication.notice).optional,
        "notice": publication.notice,
        "channels": texts.channels_of(publication),
        "publication": publication.pk,
        "queue": publication.queue,
        "due": due_at,
        "expires": publication.expires_at,
        "now": now,
    }
    # The audience's parameters are positional: they take names, so that one dict holds all.
    named = {f"audience_{rank}": value for rank, value in enumerate(params)}
    marks = iter(f"%({name})s" for name in named)
    query = WRITE.format(audience=PLACE.sub(lambda _found: next(marks), sql))
    with connection.cursor() as cursor:
        cursor.execute(query, values | named)
        recipients, written, queued = cursor.fetchone()
    return int(recipients), int(written), int(queued)


def _insert_outside(
    publication: Publication, outsiders: Iterable[Outsider], due_at: datetime, now: datetime
) -> int:
    """A few people at most: councils, prefects, those whom a coordinator listed."""
    words = texts.channels_of(publication)
    ways = [
        (one, *next(way for way in one.ways if way[0] in words))
        for one in outsiders
        if any(channel in words for channel, _address in one.ways)
    ]
    rows = [
        Notification(
            publication=publication, address=address, first_name=one.first_name,
            reference=one.reference, channel=channel, queue=publication.queue, due_at=due_at,
            next_attempt_at=due_at, expires_at=publication.expires_at, queued_at=now,
        )
        for one, channel, address in ways
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def fall_back(message: Notification, *, at: datetime) -> Notification | None:
    """The next channel of the person, as a new step of its own; None when there is none left.

    Without an account, the next of the addresses that the notice knows for them.
    """
    if at >= message.expires_at:
        return None
    if message.user is None:
        return _next_address(message, at)
    tried = Notification.objects.filter(publication=message.publication_id, user=message.user)
    used = set(tried.values_list("channel", flat=True))
    preference = getattr(message.user, "preference", None)
    wanted = preference.channels if preference else default_channels()
    reachable = [c for c in wanted if c != Channel.SMS or (preference and preference.phone)]
    words = texts.channels_of(message.publication)
    left = [c for c in reachable if c in words and c not in used]
    if not left:
        return None
    row, created = Notification.objects.get_or_create(
        publication_id=message.publication_id,
        user_id=message.user.pk,
        channel=left[0],
        step=message.step + 1,
        defaults={
            "first_name": message.first_name,
            "reference": message.reference,
            "queue": message.queue,
            "due_at": at,
            "next_attempt_at": at,
            "expires_at": message.expires_at,
            "queued_at": at,
        },
    )
    return row if created else None
