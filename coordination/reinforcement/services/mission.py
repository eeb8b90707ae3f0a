"""On site: arrived or not, hours, the end, and a word from either side."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.notifications.models import Publication
from coordination.notifications.registry import subject_kind
from coordination.notifications.services import notify
from coordination.reinforcement.models import Assignment, Feedback, Seat
from coordination.reinforcement.notices import MarkedAbsent, MissionFinished, MissionSoon
from coordination.reinforcement.refusals import (
    FeedbackGiven,
    HoursTooMany,
    NoLongerPossible,
    NotFinished,
    SlotsToCome,
    TooEarly,
)
from coordination.reinforcement.selectors.assignment import seats_to_come
from coordination.reinforcement.services.need import refresh_fill_state
from coordination.reinforcement.services.places import lock_assignment
from coordination.reinforcement.services.selection import confirm_locked
from coordination.reinforcement.services.standby import offer_next
from coordination.reinforcement.services.telling import tell
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.time import hours_between

State = Assignment.State
Presence = Seat.Presence

# People come ahead of time, and sometimes stay after their slot.
AHEAD = timedelta(hours=2)
OVERTIME_HOURS = 4
DAY_BEFORE = timedelta(hours=24)
TWO_HOURS = timedelta(hours=2)


@transaction.atomic
def mark_present(seat: Seat, *, by: User) -> None:
    """The person has arrived for this slot; the first arrival starts the mission.

    Someone selected whose employer's condition is met is confirmed on the way. Raises
    NoLongerPossible, TooEarly, EmployerRefuses, EmployerConsentMissing.
    """
    fresh, row = _lock_seat(seat)
    if fresh.state == State.SELECTED:
        confirm_locked(fresh, by=by)
    if fresh.state not in (State.CONFIRMED, State.STARTED) or not row.holds:
        raise NoLongerPossible(state=fresh.get_state_display())
    now = timezone.now()
    if row.period.lower > now + AHEAD:
        raise TooEarly
    row.presence, row.arrived_at = Presence.PRESENT, row.arrived_at or now
    row.save(update_fields=["presence", "arrived_at"])
    record(by, "assignment.present", fresh, slot=row.slot_id)
    if fresh.state != State.STARTED:
        _enter(fresh, State.STARTED, by=by, started_at=fresh.started_at or now)


@transaction.atomic
def mark_absent(seat: Seat, *, by: User) -> None:
    """The person did not come for this slot: the place is free and the stand-by list called.

    Without any other slot expected or done, the assignment is over as absent, and the
    person is told. Raises NoLongerPossible, TooEarly before the slot begins.
    """
    fresh, row = _lock_seat(seat)
    expected = (State.SELECTED, State.CONFIRMED, State.STARTED)
    if fresh.state not in expected or not row.holds:
        raise NoLongerPossible(state=fresh.get_state_display())
    if row.period.lower > timezone.now():
        raise TooEarly
    row.presence, row.holds = Presence.ABSENT, False
    row.save(update_fields=["presence", "holds"])
    record(by, "assignment.missed", fresh, slot=row.slot_id)
    if not fresh.seats.filter(holds=True).exists():
        _enter(fresh, State.ABSENT, by=by, ended_at=timezone.now())
        tell(MarkedAbsent, fresh)
    refresh_fill_state(fresh.need_id)
    offer_next(fresh.need)


@transaction.atomic
def finish(
    assignment: Assignment, *, by: User, hours: Mapping[int, Decimal], gives_back: bool = False
) -> None:
    """The mission is over, with the hours done by slot id; the stand-by list is called.

    Hours prove presence; a slot without hours nor presence is not attested. Slots still to
    come are given back only when the structure `gives_back`.

    Raises NoLongerPossible, SlotsToCome, HoursTooMany.
    """
    fresh = lock_assignment(assignment)
    if fresh.state != State.STARTED:
        raise NoLongerPossible(state=fresh.get_state_display())
    coming = seats_to_come(fresh)
    if coming.exists() and not gives_back:
        raise SlotsToCome(count=coming.count())
    given_back = coming.update(holds=False)
    for seat in fresh.seats.filter(holds=True):
        _count_hours(seat, hours.get(seat.slot_id))
    if given_back:
        record(by, "assignment.given_back", fresh, slots=given_back)
    _enter(fresh, State.FINISHED, by=by, ended_at=timezone.now())
    tell(MissionFinished, fresh)
    refresh_fill_state(fresh.need_id)
    offer_next(fresh.need)


@transaction.atomic
def give_feedback(
    assignment: Assignment, *, author: str, by: User | None, rating: int, text: str
) -> Feedback:
    """A word from one side, once, after the mission. Raises NotFinished, FeedbackGiven."""
    if Assignment.objects.get(pk=assignment.pk).state != State.FINISHED:
        raise NotFinished
    try:
        with transaction.atomic():
            feedback = Feedback.objects.create(
                assignment=assignment, author=author, rating=rating, text=text
            )
    except IntegrityError as error:
        raise FeedbackGiven from error
    record(by, "assignment.reviewed", assignment, author=author, rating=rating)
    return feedback


def remind_missions() -> int:
    """People expected within a day, then within two hours, are reminded once each; how many."""
    now = timezone.now()
    coming = Seat.objects.filter(
        holds=True,
        presence=Presence.EXPECTED,
        assignment__state__in=(State.SELECTED, State.CONFIRMED),
        period__startswith__gt=now,
        period__startswith__lte=now + DAY_BEFORE,
    )
    told = 0
    for seat in coming.order_by("pk"):
        told += _remind(seat, step=2 if seat.period.lower <= now + TWO_HOURS else 1)
    return told


def _lock_seat(seat: Seat) -> tuple[Assignment, Seat]:
    fresh = lock_assignment(seat.assignment)
    return fresh, fresh.seats.get(pk=seat.pk)


def _count_hours(seat: Seat, hours: Decimal | None) -> None:
    longest = int(hours_between(seat.period.lower, seat.period.upper)) + OVERTIME_HOURS
    if hours is not None and hours > longest:
        raise HoursTooMany(longest=longest, hours=hours)
    if hours:
        Seat.objects.filter(pk=seat.pk).update(hours=hours, presence=Presence.PRESENT)


def _enter(assignment: Assignment, state: str, *, by: User, **instants: datetime) -> None:
    was, assignment.state = assignment.state, state
    for name, instant in instants.items():
        setattr(assignment, name, instant)
    assignment.save(update_fields=["state", *instants])
    record(by, f"assignment.{state}", assignment, was=was)


@transaction.atomic
def _remind(seat: Seat, *, step: int) -> int:
    told = Publication.objects.filter(
        notice=MissionSoon.slug, subject_id=str(seat.pk), subject_kind=subject_kind(seat), step=step
    )
    if told.exists():
        return 0
    notify(MissionSoon, seat, step=step)
    return 1
