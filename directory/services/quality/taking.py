"""Who sees to a signal: taken, given back, taken over from somebody who left it for a week."""

from django.db import transaction
from django.utils import timezone

from directory.models import Signal
from directory.models.faults import LEFT_AFTER_DAYS
from directory.refusals import NotHeld, SignalSettled, SignalTaken
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.refusal import Refusal


@transaction.atomic
def take_signal(signal: Signal, *, by: User, reason: str = "") -> None:
    """`by` sees to it from now on, alone; to say so again begins a new week.

    Raises SignalTaken, SignalSettled.
    """
    free = Signal.objects.waiting().free_for(by).filter(pk=signal.pk)
    if free.update(taken_by=by, taken_at=timezone.now()) != 1:
        raise _why_not(signal)
    over = signal.taken_by if signal.taken_by not in (None, by) else None
    record(by, "signal.taken", signal, rule=signal.rule, over=str(over or ""))


@transaction.atomic
def give_back(signal: Signal, *, by: User, reason: str = "") -> None:
    """Nobody sees to it any more. Raises NotHeld."""
    held = Signal.objects.waiting().filter(pk=signal.pk, taken_by=by)
    if held.update(taken_by=None, taken_at=None) != 1:
        raise NotHeld
    record(by, "signal.given_back", signal, rule=signal.rule)


def _why_not(signal: Signal) -> Refusal:
    now = Signal.objects.select_related("taken_by").get(pk=signal.pk)
    if now.state != Signal.State.NEW:
        return SignalSettled()
    return SignalTaken(who=str(now.taken_by), days=LEFT_AFTER_DAYS)
