"""Places taken and given back: the one spot where two people could want the same one.

Locks are always taken in this order: the person (advisory), the need, its slots by id, the
assignment. Whoever answers, selects, stands down or draws a wave holds the need's row, so
that one need's rivals stand in a queue and never wait for each other in a ring. The
database has the last word (slot_within_capacity, seat_one_place_at_a_time).
"""

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat, Slot
from coordination.reinforcement.refusals import EngagedElsewhere, NoPlaceLeft
from portal.audit.services import record

State = Assignment.State

PERSON = 7201  # the space of advisory locks that stand for one volunteer
CLOSABLE = (State.NOTIFIED, State.SEEN, State.ACCEPTED, State.STANDBY, State.OFFERED)

# Answers may be over (expired) while the structure still chooses and the list still moves.
PLACES_OPEN = (Need.State.OPEN, Need.State.PARTLY_FILLED, Need.State.FILLED, Need.State.EXPIRED)

# Said on the page of an ask that closed because its person was taken elsewhere.
OVERTAKEN = "Vous êtes retenu pour une autre mission aux mêmes heures."


def lock_person(volunteer_id: int) -> None:
    """No other transaction gives this person a place until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PERSON, volunteer_id])


def lock_need(need_id: int) -> Need:
    """The need, fresh, that no other answer, selection or wave touches until we end."""
    needs = Need.objects.select_related("structure__commune")
    return needs.select_for_update(of=("self",), no_key=True).get(pk=need_id)


def lock_assignment(assignment: Assignment) -> Assignment:
    """The assignment, fresh, with its person and its need locked before it."""
    lock_person(assignment.volunteer_id)
    need = lock_need(assignment.need_id)
    rows = Assignment.objects.select_related("volunteer__user")
    fresh = rows.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    fresh.need = need
    return fresh


def open_slots(need: Need) -> list[Slot]:
    """The slots of `need` that have not ended, locked in the order of their ids."""
    slots = need.slots.select_for_update(no_key=True).order_by("pk")
    return list(slots.filter(period__endswith__gt=timezone.now()))


def places_left(need: Need, *, apart_from: Assignment | None = None) -> dict[int, int]:
    """Places free by slot id: not held, nor offered to somebody else than `apart_from`."""
    promised = live_offers(need)
    if apart_from is not None:
        promised = promised.exclude(assignment=apart_from.pk)
    counts = dict(
        promised.values("slot").annotate(people=Count("pk")).values_list("slot", "people")
    )
    return {
        slot.pk: max(0, slot.capacity - slot.taken - counts.get(slot.pk, 0))
        for slot in open_slots(need)
    }


def live_offers(need: Need) -> QuerySet[Seat]:
    """Seats of the stand-by list that were offered a place and may still take it."""
    return Seat.objects.filter(
        assignment__need=need,
        assignment__state=State.OFFERED,
        assignment__offered_until__gt=timezone.now(),
    )


def write_seats(assignment: Assignment, slots: Iterable[Slot]) -> None:
    """The assignment says yes to `slots` and to no other; none of its seats holds a place."""
    assignment.seats.all().delete()
    Seat.objects.bulk_create(
        Seat(
            assignment=assignment,
            slot=slot,
            volunteer_id=assignment.volunteer_id,
            period=slot.period,
        )
        for slot in slots
    )


def take(assignment: Assignment) -> list[Slot]:
    """The assignment's seats hold a place wherever one is left; returns the slots dropped.

    Where the structure accepts part of the slots, those that are full are dropped. Raises
    NoPlaceLeft, and EngagedElsewhere when the person holds another place at these hours.
    The caller has locked the assignment.
    """
    left = places_left(assignment.need, apart_from=assignment)
    seats = list(assignment.seats.select_related("slot").filter(slot__in=left))
    full = [seat for seat in seats if left[seat.slot_id] < 1]
    if len(full) == len(seats) or (full and not assignment.need.partial_allowed):
        raise NoPlaceLeft
    assignment.seats.filter(slot__in=[seat.slot_id for seat in full]).delete()
    _hold(assignment)
    return [seat.slot for seat in full]


def give_back(assignment: Assignment) -> int:
    """The assignment holds no place any more; returns how many it gave back."""
    return assignment.seats.filter(holds=True).update(holds=False)


def engagements_over(volunteer_id: int, slots: Iterable[Slot]) -> list[Seat]:
    """The places this person already holds at the hours of `slots`, in any other need."""
    slots = list(slots)
    hours = Q()
    for slot in slots:
        hours |= Q(period__overlap=slot.period)
    if not hours:
        return []
    held = Seat.objects.filter(hours, volunteer=volunteer_id, holds=True)
    others = held.exclude(assignment__need__in={slot.need_id for slot in slots})
    return list(others.select_related("assignment__need__structure").order_by("period"))


@transaction.atomic
def close_overtaken(volunteer_id: int | None = None) -> int:
    """Pending asks that a place held elsewhere makes impossible are closed; says how many.

    Where part of the slots is enough and one is still free, only the seats that overlap go.
    Rows that somebody is changing right now are skipped: the sweep (no `volunteer_id`)
    comes again.
    """
    held = Seat.objects.filter(
        volunteer=OuterRef(OuterRef("volunteer")), holds=True, period__overlap=OuterRef("period")
    )
    upcoming = Slot.objects.filter(need=OuterRef("need"), period__endswith__gt=timezone.now())
    asks = Assignment.objects.filter(state__in=CLOSABLE)
    if volunteer_id is not None:
        asks = asks.filter(volunteer=volunteer_id)
    asks = asks.filter(Exists(upcoming.filter(Exists(held)))).filter(
        Q(need__partial_allowed=False) | ~Exists(upcoming.filter(~Exists(held)))
    )
    found = list(asks.select_for_update(of=("self",), skip_locked=True, no_key=True))
    Assignment.objects.filter(pk__in=[ask.pk for ask in found]).update(
        state=State.STOOD_DOWN, cancel_reason=OVERTAKEN, ended_at=timezone.now()
    )
    for ask in found:
        record(None, "assignment.overtaken", ask, was=ask.state)
    return len(found)


def _hold(assignment: Assignment) -> None:
    try:
        with transaction.atomic():
            assignment.seats.update(holds=True)
    except IntegrityError as error:
        if "seat_one_place_at_a_time" in str(error):
            raise EngagedElsewhere from error
        if "slot_within_capacity" in str(error):
            raise NoPlaceLeft from error
        raise
