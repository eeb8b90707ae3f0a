"""The breaker of each provider: after some failures in a row nobody calls it for a while.

Without it every message of a crowd would meet the same dead provider, use up its attempts and
end as failed, while its worker waits for one time-out after another (docs/decisions/0014).
Closed: all pass. Open until `retry_at`: nothing is called, messages stay queued. Then half
open: one worker tries one message for everybody.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from coordination.notifications.models import Circuit, Heartbeat

# So many failures in a row, whoever met them, are no longer an accident.
FAILURES = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)


class Gate(NamedTuple):
    """Whether the provider may be called: `until` when not, `is_trial` for one message only."""

    until: datetime | None = None
    is_trial: bool = False
    failures: int = 0


def gate(provider: str) -> Gate:
    """Where the provider stands now; whoever finds the pause over tries for everybody."""
    found = Circuit.objects.filter(provider=provider).first()
    if found is None or found.retry_at is None:
        return Gate(failures=found.failures if found else 0)
    now = timezone.now()
    if found.retry_at > now:
        return Gate(until=found.retry_at)
    # One trial at a time: the others wait for as long as a call may last, and more.
    mine = Circuit.objects.filter(provider=provider, retry_at=found.retry_at)
    if mine.update(retry_at=now + LONGEST_PAUSE) == 1:
        return Gate(is_trial=True, failures=found.failures)
    return Gate(until=now + FIRST_PAUSE)


def failed(provider: str, reason: str) -> datetime | None:
    """One failure more in a row; until when the provider is now left alone, if it is."""
    now = timezone.now()
    Circuit.objects.get_or_create(provider=provider)
    mine = Circuit.objects.filter(provider=provider)
    mine.update(failures=F("failures") + 1, reason=reason[:200])
    failures = mine.values_list("failures", flat=True).get()
    if failures < FAILURES:
        return None
    until = now + pause(failures)
    mine.update(retry_at=until, opened_at=Coalesce("opened_at", now))
    return until


def answered(provider: str) -> None:
    """The provider has answered: all is well again."""
    Circuit.objects.filter(provider=provider, failures__gt=0).update(
        failures=0, opened_at=None, retry_at=None, reason=""
    )


def untried(provider: str) -> None:
    """Whoever was to try for all had nothing to send: the next one may."""
    open_ones = Circuit.objects.filter(provider=provider, retry_at__isnull=False)
    open_ones.update(retry_at=timezone.now())


def low_credits() -> float | None:
    """What is left of the prepaid SMS when it is under the alarm; None when there is enough."""
    known = Heartbeat.objects.filter(name="credits").values_list("detail", flat=True).first()
    if not known:
        return None
    left = float(known["left"])
    return left if left < settings.PORTAL_SMS_LOW_CREDITS else None


def cut_providers() -> list[Circuit]:
    """The providers that are left alone because they keep failing."""
    return list(Circuit.objects.filter(opened_at__isnull=False).order_by("provider"))


def pause(failures: int) -> timedelta:
    """30 s, doubled at each failed trial, at most 10 min."""
    return min(FIRST_PAUSE * 2 ** min(failures - FAILURES, 10), LONGEST_PAUSE)
