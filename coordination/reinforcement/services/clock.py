"""What the passing of time does to needs. One need failing to move does not hold the others."""

from collections.abc import Callable

import structlog
from django.db.models import QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Need, Slot
from coordination.reinforcement.services.need import close_need, expire_need
from coordination.reinforcement.services.submission import forward_held_need
from coordination.reinforcement.services.wave import needs_awaiting_a_wave, release_next_wave
from portal.lib.refusal import Refusal

log = structlog.get_logger(__name__)
State = Need.State


def turn_needs() -> int:
    """Needs that time concerns have moved; returns how many."""
    now = timezone.now()
    held = Need.objects.filter(state=State.SUBMITTED, submitted_at__isnull=True)
    moved = sum(_moves(forward_held_need, need) for need in held)
    # What was worked, in whole or in part, is closed once past; the rest expires first.
    moved += sum(_moves(_close, need) for need in _past(State.PARTLY_FILLED, State.FILLED))
    waiting = [State.SUBMITTED, State.VALIDATED, State.OPEN, State.PARTLY_FILLED]
    late = Need.objects.filter(state__in=waiting, answer_by__lte=now)
    moved += sum(_moves(_expire, need) for need in late)
    return moved + sum(_moves(_close, need) for need in _past(State.EXPIRED))


def run_waves() -> int:
    """Automatic waves that are due have left; returns how many."""
    return sum(_moves(release_next_wave, need) for need in needs_awaiting_a_wave())


def _past(*states: Need.State) -> QuerySet[Need]:
    ahead = Slot.objects.filter(period__endswith__gt=timezone.now()).values("need")
    return Need.objects.filter(state__in=states).exclude(pk__in=ahead)


def _close(need: Need) -> bool:
    close_need(need, by=None)
    return True


def _expire(need: Need) -> bool:
    expire_need(need)
    return True


def _moves(act: Callable[[Need], object], need: Need) -> bool:
    """Whether the need moved: somebody may have been faster, which is no trouble."""
    try:
        return bool(act(need))
    except Refusal as refusal:
        log.info("reinforcement.need_left_as_it_is", need=need.pk, refusal=str(refusal))
        return False
