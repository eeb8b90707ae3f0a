"""Sending: claim a batch, call the provider outside any transaction, record each outcome.

Before each call the batch's notebook says which message begins (calls.py). A worker killed at
any moment therefore leaves at most one message in doubt: those before it are known to be
taken, those after it were never begun and are simply queued again.
"""

import logging
import random
import time
from collections import defaultdict
from datetime import datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from coordination.notifications import calls, circuit, flood, gsm, ledger, quiet, states
from coordination.notifications.calls import Accepted
from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import (
    Doubtful,
    Letter,
    Permanent,
    Provider,
    Temporary,
)
from coordination.notifications.models import (
    CODE,
    Channel,
    Notification,
    Publication,
    Queue,
    fill,
)
from coordination.notifications.registry import Notice, notice_class

logger = logging.getLogger(__name__)

BATCH = 100
# After so many messages taken, the messages say so themselves.
NOTEBOOK = 25
LEASE_SECONDS = 90
# No call begins when the lease has less than this left: it would outlive it.
LEAST_LEASE_SECONDS = 30
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 15, 900
SMS_SEGMENTS = 2
HELD = "prestataire en panne, essai suspendu"
# A worker of a queue helps the more urgent ones first, never the less urgent.
SERVED = {
    Queue.URGENT: (Queue.URGENT,),
    Queue.DEFAULT: (Queue.URGENT, Queue.DEFAULT),
    Queue.BULK: (Queue.URGENT, Queue.DEFAULT, Queue.BULK),
}
State = Notification.State


def drain(queue: str, *, seconds: float = 20.0, batch: int = BATCH) -> bool:
    """Due messages of `queue` were sent; True when time ran out before the queue was empty."""
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        if not deliver_batch(queue, ends_at=ends_at, batch=batch):
            return False
    return True


def deliver_batch(queue: str, *, ends_at: float = float("inf"), batch: int = BATCH) -> int:
    """One batch was claimed and tried; how many messages it held."""
    owner = calls.new_owner()
    messages = claim(queue, owner=owner, batch=batch)
    if not messages:
        return 0
    by_channel: dict[str, list[Notification]] = defaultdict(list)
    for message in messages:
        by_channel[message.channel].append(message)
    for channel, rows in by_channel.items():
        _Round(provider_of(channel), owner, ends_at).run(rows)
    calls.close(owner)
    return len(messages)


def claim(queue: str, *, owner: str, batch: int = BATCH) -> list[Notification]:
    """Due messages now leased to `owner`, those of more urgent queues before the others."""
    for served in SERVED[Queue(queue)]:
        found = calls.claim(served, owner=owner, lease_seconds=LEASE_SECONDS, batch=batch)
        if found:
            return found
    return []


class _Round:
    """One batch of one channel, on its way through one provider."""

    def __init__(self, provider: Provider, owner: str, ends_at: float) -> None:
        self.provider = provider
        self.owner = owner
        self.ends_at = ends_at
        self.taken: list[Accepted] = []
        self.last: Accepted | None = None
        self.waiting: dict[tuple[datetime, str], list[int]] = defaultdict(list)
        self.notices: dict[int, Notice] = {}
        self.lately: dict[flood.Whom, list[datetime]] = {}
        self.gate = circuit.Gate()

    def run(self, messages: list[Notification]) -> None:
        """Each message is sent, put off, bundled, or given back."""
        self.gate = circuit.gate(self.provider.name)
        if self.gate.until:
            self._hold(messages)
            return
        messages = flood.bundle(messages, owner=self.owner)
        self.lately = flood.sent_lately(messages)
        try:
            with self.provider.opened(), calls.lighter_commits():
                for rank, message in enumerate(messages):
                    if time.monotonic() > self.ends_at:
                        calls.put_back([one.pk for one in messages[rank:]], owner=self.owner)
                        break
                    self._one(message)
                    if self.gate.until:
                        self._hold(messages[rank + 1 :])
                        break
                self._record()
                for (at, reason), pks in self.waiting.items():
                    calls.put_back(pks, owner=self.owner, at=at, reason=reason)
        except Temporary as error:
            self._broken(error)
            for message in messages:
                self._later(message, error)
        if self.gate.is_trial:
            circuit.untried(self.provider.name)

    def _one(self, message: Notification) -> None:
        now = timezone.now()
        wakes_at = quiet.ends_at(message, now)
        if wakes_at is not None:
            self._wait(message, wakes_at, "heures calmes")
            return
        limits = flood.limits_of(message.channel, message.queue)
        opens_at = flood.opens_at(self.lately.get(flood.whom(message), ()), now, limits)
        if opens_at is not None:
            self._wait(message, opens_at, "messages trop rapprochés")
            return
        try:
            letter = self._letter(message)
        except Permanent as error:
            self._fail(message, str(error))
            return
        if not self._begin(message):
            return
        try:
            taken = self.provider.send(letter)
        except Temporary as error:
            if not error.of_recipient:
                self._broken(error)
            self._later(message, error)
        except Permanent as error:
            self._well()
            self._fail(message, str(error))
        except Doubtful as error:
            self._broken(error)
            self._doubt(message, str(error))
        else:
            self._well()
            self.last = Accepted(message.pk, taken.ref[:120], now)
            self.taken.append(self.last)
            self.lately.setdefault(flood.whom(message), []).append(now)

    def _letter(self, message: Notification) -> Letter:
        publication = message.publication
        body, to = publication.text_for(message.channel), _address(message)
        code = ""
        try:
            notice = self._notice(publication)
            link = notice.link(message.reference)
            code = notice.code(message.reference, to) if CODE in body else ""
            if message.channel == Channel.SMS:
                link += notice.sms_mark
        except (KeyError, ObjectDoesNotExist) as error:
            raise Permanent("l’objet du message n’existe plus") from error
        except Exception as error:
            logger.exception("notifications: the link of %s", publication.notice)
            raise Permanent(f"adresse impossible à calculer ({type(error).__name__})") from error
        text = fill(body, first_name=message.first_name, link=link, code=code)
        if message.channel == Channel.SMS:
            text = gsm.fit(text, link=link, at_most=SMS_SEGMENTS)
        subject = fill(publication.email_subject, first_name=message.first_name, link="")
        return Letter(
            key=message.key,
            to=to,
            subject=subject,
            text=text,
            body=body,
            first_name=message.first_name,
            link=link,
            code=code,
            is_urgent=message.queue == Queue.URGENT,
            expires_at=message.expires_at,
        )

    def _notice(self, publication: Publication) -> Notice:
        if publication.pk not in self.notices:
            notice = notice_class(publication.notice).about(publication.subject_id)
            self.notices[publication.pk] = notice
        return self.notices[publication.pk]

    def _begin(self, message: Notification) -> bool:
        """The message may be called now: it is still ours, and whoever comes after a death
        will know that its call began."""
        if len(self.taken) >= NOTEBOOK:
            self._record()
        begun = calls.begin(
            message.pk,
            after=self.last,
            provider=self.provider.name,
            owner=self.owner,
            least_seconds=LEAST_LEASE_SECONDS,
        )
        if begun:
            self.last = None
        return begun

    def _record(self) -> None:
        """What the provider took is written on the messages."""
        if not self.taken:
            return
        said = calls.record(self.taken, provider=self.provider.name, owner=self.owner)
        if said != len(self.taken):
            logger.warning("notifications: %s of %s outcomes kept", said, len(self.taken))
        self.taken, self.last = [], None

    def _later(self, message: Notification, error: Temporary) -> None:
        if self.gate.until:
            # The provider is at fault, not the message: its attempts are not used up.
            self._hold([message])
            return
        if message.attempts >= self.provider.max_attempts:
            self._fail(message, f"{error} ({message.attempts} essais)")
            return
        at = timezone.now() + retry_delay(message.attempts, error.retry_after)
        moved = states.move(
            message.pk,
            State.QUEUED,
            owner=self.owner,
            next_attempt_at=at,
            error=str(error)[:200],
        )
        if moved:
            states.note(message.pk, "retry", f"{error}")

    def _broken(self, error: Exception) -> None:
        """The provider failed once more; beyond some, nobody calls it for a while."""
        until = circuit.failed(self.provider.name, str(error))
        self.gate = circuit.Gate(until=until, failures=self.gate.failures + 1)

    def _well(self) -> None:
        if self.gate.failures or self.gate.is_trial:
            circuit.answered(self.provider.name)
            self.gate = circuit.Gate()

    def _hold(self, messages: list[Notification]) -> None:
        """Messages wait for their provider; urgent ones leave by another way when there is one."""
        for message in messages:
            if message.queue == Queue.URGENT:
                self._another_way(message)
        held = [message.pk for message in messages]
        calls.put_back(held, owner=self.owner, at=self.gate.until, reason=HELD)

    def _another_way(self, message: Notification) -> None:
        with transaction.atomic():
            if ledger.fall_back(message, at=timezone.now()) is None:
                return
            states.move(message.pk, State.SUPPRESSED, owner=self.owner, error=HELD)
            states.note(message.pk, "fallback", HELD)

    def _wait(self, message: Notification, at: datetime, reason: str) -> None:
        if at < message.expires_at:
            self.waiting[at, reason].append(message.pk)
        elif states.move(message.pk, State.SUPPRESSED, owner=self.owner, error=reason):
            states.note(message.pk, "suppressed", reason)

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


def _address(message: Notification) -> str:
    if message.user is None:
        return message.address
    if message.channel != Channel.SMS:
        return message.user.email
    preference = getattr(message.user, "preference", None)
    return preference.phone if preference else ""


def retry_delay(attempts: int, asked: float | None = None) -> timedelta:
    """15 s, doubled at each attempt, at most 15 min, ±25 %; never less than what was asked."""
    doubled = min(FIRST_RETRY_SECONDS * 2 ** max(attempts - 1, 0), LAST_RETRY_SECONDS)
    seconds = doubled * random.uniform(0.75, 1.25)  # noqa: S311 - a jitter, not a secret
    return timedelta(seconds=max(seconds, min(asked or 0.0, 3600.0)))
