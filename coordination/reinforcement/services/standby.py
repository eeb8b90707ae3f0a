"""The stand-by list: whoever waits is offered, in order and for a time, what is given back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.notices import PlaceOffered, StandbyOver
from coordination.reinforcement.services.places import (
    PLACES_OPEN,
    engagements_over,
    lock_need,
    places_left,
)
from coordination.reinforcement.services.telling import tell
from portal.audit.services import record

State = Assignment.State

# Time to answer an offer: two hours, less when the slot is near, never under a quarter.
OFFER = timedelta(hours=2)
SHORTEST_OFFER = timedelta(minutes=15)
BEFORE_START = timedelta(hours=1)


def offer_next(need: Need) -> int:
    """Every free place that somebody waits for is offered; returns how many people were told.

    The caller has locked `need`. The list goes by score, then by time of the answer.
    """
    if Need.objects.get(pk=need.pk).state not in PLACES_OPEN:
        return 0
    left = places_left(need)
    waiting = Assignment.objects.filter(need=need, state=State.STANDBY)
    told = 0
    for person in waiting.order_by("-score", "answered_at", "pk").prefetch_related("seats__slot"):
        if not any(left.values()):
            break
        seats = _free_seats(person, need, left)
        if seats:
            _offer(person, seats)
            told += 1
        for seat in seats:
            left[seat.slot_id] -= 1
    return told


def expire_offers() -> int:
    """Offers left unanswered are over and go to the next person; returns how many."""
    late = Assignment.objects.filter(state=State.OFFERED, offered_until__lte=timezone.now())
    over = 0
    for need_id in sorted(set(late.values_list("need", flat=True))):
        over += _expire_offers_of(need_id)
    return over


def close_standby() -> int:
    """Who waited for slots that have all begun is thanked and told it is over; how many."""
    waiting = Assignment.objects.filter(state__in=(State.STANDBY, State.OFFERED))
    ahead = Seat.objects.filter(period__startswith__gt=timezone.now()).values("assignment")
    closed = 0
    for need_id in sorted(set(waiting.exclude(pk__in=ahead).values_list("need", flat=True))):
        closed += _close_standby_of(need_id)
    return closed


@transaction.atomic
def _expire_offers_of(need_id: int) -> int:
    need = lock_need(need_id)
    late = need.assignments.filter(state=State.OFFERED, offered_until__lte=timezone.now())
    found = list(late.select_for_update(no_key=True))
    late.update(state=State.EXPIRED, ended_at=timezone.now())
    for assignment in found:
        record(None, "assignment.offer_expired", assignment)
    offer_next(need)
    return len(found)


@transaction.atomic
def _close_standby_of(need_id: int) -> int:
    need = lock_need(need_id)
    ahead = Seat.objects.filter(period__startswith__gt=timezone.now()).values("assignment")
    over = need.assignments.filter(state__in=(State.STANDBY, State.OFFERED)).exclude(pk__in=ahead)
    found = list(over.select_for_update(no_key=True))
    over.update(state=State.STOOD_DOWN, ended_at=timezone.now(), offered_until=None)
    for assignment in found:
        record(None, "assignment.standby_over", assignment)
        tell(StandbyOver, assignment)
    return len(found)


def _free_seats(person: Assignment, need: Need, left: dict[int, int]) -> list[Seat]:
    seats = list(person.seats.all())
    free = [seat for seat in seats if left.get(seat.slot_id)]
    if len(free) < len(seats) and not need.partial_allowed:
        return []
    if engagements_over(person.volunteer_id, [seat.slot for seat in free]):
        return []
    return free


def _offer(person: Assignment, seats: list[Seat]) -> None:
    until = _until(min(seat.period.lower for seat in seats))
    waiting = Assignment.objects.filter(pk=person.pk, state=State.STANDBY)
    waiting.update(state=State.OFFERED, offered_until=until)
    record(None, "assignment.offered", person, until=until.isoformat())
    person.offered_until = until
    tell(PlaceOffered, person)


def _until(start: datetime) -> datetime:
    now = timezone.now()
    return max(now + SHORTEST_OFFER, min(now + OFFER, start - BEFORE_START))
