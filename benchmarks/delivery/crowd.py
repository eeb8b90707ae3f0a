"""Publishing to the crowd and watching it leave, from outside the workers."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from benchmarks.delivery.notices import Crowd, Urgent
from benchmarks.measure import say
from coordination.notifications.models import Notification, Publication
from coordination.notifications.services import notify
from portal.accounts.models import User

_urgent: list[int] = []


def publish() -> dict[str, float]:
    """Seconds until the request is over, the rows are written, and the first has left."""
    subject = User.objects.get(pk=1)
    started = time.monotonic()
    began_at = timezone.now()
    with transaction.atomic():
        publication = notify(Crowd, subject)
    page = time.monotonic() - started
    rows = Publication.objects.filter(pk=publication.pk, state="written")
    _wait(rows.exists, seconds=120)
    written = time.monotonic() - started
    say(f"page {page:.3f} s, lignes écrites {written:.1f} s")
    sent = Notification.objects.filter(publication=publication, state="accepted")
    _wait(sent.exists, seconds=120)
    first_at = sent.aggregate(at=Min("accepted_at"))["at"]
    return {
        "started": started,
        "page": page,
        "written": written,
        "first": (first_at - began_at).total_seconds(),
    }


def wait_until_drained(*, started: float, urgent_every: float) -> dict[str, float]:
    """The rate from the first to the last, and the p99 of urgent notices sent meanwhile."""
    crowd = Publication.objects.get(notice=Crowd.slug)
    waiting = Notification.objects.filter(publication=crowd, state__in=["queued", "sending"])
    step = 0
    while waiting.exists() and time.monotonic() - started < 300:
        step += 1
        with transaction.atomic():
            _urgent.append(notify(Urgent, User.objects.get(pk=step + 1)).pk)
        time.sleep(urgent_every)
    left = Notification.objects.filter(publication=crowd, channel="sms", state="accepted")
    times = left.aggregate(first=Min("accepted_at"), last=Max("accepted_at"))
    seconds = (times["last"] - times["first"]).total_seconds()
    return {"rate": left.count() / seconds, "urgent_p99": _urgent_p99()}


def one_task_per_message(count: int) -> float:
    """Messages per second with one Celery task each, from the first enqueued to the last sent."""
    with transaction.atomic():
        publication = notify(Crowd, User.objects.get(pk=1), step=99)
        Publication.objects.filter(pk=publication.pk).update(state="cancelled")
    _write_for_tasks(publication.pk, count)
    pending = Notification.objects.filter(publication=publication, state="queued")
    keys = list(pending.values_list("pk", flat=True))
    started = time.monotonic()
    with current_app.producer_or_acquire() as producer:
        for pk in keys:
            current_app.send_task("bench.send_one", (pk,), queue="bulk", producer=producer)
    _wait(lambda: not pending.exists(), seconds=300)
    rate = len(keys) / (time.monotonic() - started)
    publication.delete()
    say(f"une tâche par message : {rate:.0f}/s")
    return rate


def _write_for_tasks(publication: int, count: int) -> None:
    """Messages that delivery does not see: not due before tomorrow."""
    tomorrow = timezone.now() + timedelta(days=1)
    Notification.objects.bulk_create(
        Notification(
            publication_id=publication,
            user_id=pk,
            channel="sms",
            queue="bulk",
            due_at=tomorrow,
            next_attempt_at=tomorrow,
            expires_at=tomorrow,
            queued_at=timezone.now(),
        )
        for pk in range(1, count + 1)
    )


def _urgent_p99() -> float:
    rows = Notification.objects.filter(publication__in=_urgent, channel="sms")
    _wait(lambda: not rows.exclude(state="accepted").exists(), seconds=60)
    waits = sorted(
        (row.accepted_at - row.queued_at).total_seconds() for row in rows if row.accepted_at
    )
    return waits[min(len(waits) - 1, int(len(waits) * 0.99))]


def _wait(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)


def announce() -> None:
    """The crowd is told, as a request does it."""
    with transaction.atomic():
        notify(Crowd, User.objects.get(pk=1))


def unfinished() -> int:
    """1 until the rows are written, then how many messages have still to leave, doubts that
    nobody has looked into yet included."""
    if not Publication.objects.filter(notice=Crowd.slug, state="written").exists():
        return 1
    doubts = Q(state="uncertain", next_attempt_at__lte=timezone.now())
    return Notification.objects.filter(Q(state__in=["queued", "sending"]) | doubts).count()


def accepted() -> int:
    """How many messages the provider took, as far as we know."""
    return Notification.objects.filter(state="accepted").count()


def uncertain() -> set[int]:
    """Whose message is marked as possibly received twice."""
    rows = Notification.objects.filter(state="uncertain")
    return set(rows.values_list("user_id", flat=True))


def receipts(folder: Path) -> Counter[int]:
    """How many messages each person really received, all channels, by the provider's file."""
    told: Counter[int] = Counter()
    for line in (folder / "received.txt").read_text().splitlines():
        address = line.split()[0]
        digits = address.removeprefix("+336") if address[0] == "+" else address[1:].split("@")[0]
        told[int(digits)] += 1
    return told
