"""The structure chooses: reserved for a call, selected, on stand-by, declined, confirmed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Volunteer
from coordination.reinforcement.notices import (
    AssignmentConfirmed,
    AssignmentDeclined,
    AssignmentSelected,
    AssignmentWaiting,
)
from coordination.reinforcement.refusals import (
    EmployerConsentMissing,
    EmployerRefuses,
    NoLongerPossible,
    PlacesClosed,
    ReservedByAnother,
    SetAside,
)
from coordination.reinforcement.services.need import refresh_fill_state
from coordination.reinforcement.services.places import (
    PLACES_OPEN,
    close_overtaken,
    lock_assignment,
    take,
)
from coordination.reinforcement.services.reveal import check_pace
from coordination.reinforcement.services.standby import offer_next
from coordination.reinforcement.services.telling import tell
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.time import PARIS

State = Assignment.State
Employer = Assignment.Employer

CALL = timedelta(minutes=15)
CANDIDATE = (State.ACCEPTED, State.STANDBY, State.OFFERED)
READY = (Employer.NOT_REQUIRED, Employer.WRITTEN)


@transaction.atomic
def reserve_for_call(assignment: Assignment, *, by: User) -> datetime:
    """`by` alone contacts this person for a quarter of an hour, and reads how to; until when.

    Holds no place. Renewable by the same person. Raises ReservedByAnother, NoLongerPossible,
    TooManyReveals.
    """
    check_pace(by)
    now = timezone.now()
    free = Q(reserved_until__isnull=True) | Q(reserved_until__lte=now) | Q(reserved_by=by)
    candidate = Assignment.objects.filter(free, pk=assignment.pk, state__in=CANDIDATE)
    if candidate.update(reserved_by=by, reserved_until=now + CALL) != 1:
        assignment.refresh_from_db()
        _check_not_reserved(assignment, by=by)
        raise NoLongerPossible(state=assignment.get_state_display())
    record(by, "contact.revealed", assignment, purpose="call")
    return now + CALL


@transaction.atomic
def release_call(assignment: Assignment, *, by: User) -> None:
    """The call of `by` is over: somebody else may contact this person."""
    mine = Assignment.objects.filter(pk=assignment.pk, reserved_by=by)
    mine.update(reserved_by=None, reserved_until=None)


@transaction.atomic
def reveal_contact(assignment: Assignment, *, by: User) -> None:
    """`by` reads the details of somebody selected, and that person can see that they did.

    Raises NoLongerPossible while the person is not selected (reserve for a call instead),
    TooManyReveals.
    """
    check_pace(by)
    if assignment.state not in Assignment.HOLDING:
        raise NoLongerPossible(state=assignment.get_state_display())
    record(by, "contact.revealed", assignment, purpose="mission")


@transaction.atomic
def select(assignment: Assignment, *, by: User) -> int:
    """The candidate takes the places they said yes to; returns asks of theirs closed elsewhere.

    Slots already full are dropped where the need goes by parts. Selected twice is selected
    once. Raises NoLongerPossible, PlacesClosed, ReservedByAnother, EmployerRefuses,
    NoPlaceLeft, EngagedElsewhere, SetAside.
    """
    fresh = lock_assignment(assignment)
    if fresh.state == State.SELECTED:
        return 0
    _check_candidate(fresh, by=by)
    if fresh.need.state not in PLACES_OPEN:
        raise PlacesClosed(state=fresh.need.get_state_display())
    if fresh.employer == Employer.REFUSED:
        raise EmployerRefuses
    if fresh.volunteer.state in Volunteer.SET_ASIDE:
        raise SetAside
    take(fresh)
    return make_firm(fresh, by=by)


@transaction.atomic
def decline(assignment: Assignment, *, by: User, reason: str) -> None:
    """The candidate is thanked and not chosen. Raises NoLongerPossible, ReservedByAnother."""
    fresh = lock_assignment(assignment)
    _check_candidate(fresh, by=by)
    was_offered = fresh.state == State.OFFERED
    fresh.declined = reason
    _enter(fresh, State.DECLINED, by=by, ended_at=timezone.now(), declined=reason)
    tell(AssignmentDeclined, fresh)
    if was_offered:
        offer_next(fresh.need)


@transaction.atomic
def put_on_standby(assignment: Assignment, *, by: User) -> None:
    """The candidate waits for a place to be given back. Raises NoLongerPossible,
    ReservedByAnother."""
    fresh = lock_assignment(assignment)
    _check_candidate(fresh, by=by)
    if fresh.state != State.ACCEPTED:
        raise NoLongerPossible(state=fresh.get_state_display())
    _enter(fresh, State.STANDBY, by=by)
    tell(AssignmentWaiting, fresh)


@transaction.atomic
def set_employer(assignment: Assignment, *, by: User, consent: str) -> None:
    """What the employer of a salaried person said. Raises NoLongerPossible once the mission
    has begun."""
    fresh = lock_assignment(assignment)
    if fresh.state not in (*CANDIDATE, State.SELECTED, State.CONFIRMED):
        raise NoLongerPossible(state=fresh.get_state_display())
    was = fresh.employer
    Assignment.objects.filter(pk=fresh.pk).update(employer=consent)
    record(by, "assignment.employer", fresh, was=was, consent=consent)


@transaction.atomic
def confirm(assignment: Assignment, *, by: User) -> None:
    """The mission is certain: conditions of employer and document are met.

    Raises NoLongerPossible, EmployerRefuses, EmployerConsentMissing.
    """
    fresh = lock_assignment(assignment)
    confirm_locked(fresh, by=by)


def confirm_locked(fresh: Assignment, *, by: User) -> None:
    """`confirm` for a caller that has locked the assignment."""
    if fresh.state != State.SELECTED:
        raise NoLongerPossible(state=fresh.get_state_display())
    if fresh.employer == Employer.REFUSED:
        raise EmployerRefuses
    if fresh.employer not in READY:
        raise EmployerConsentMissing
    _enter(fresh, State.CONFIRMED, by=by, confirmed_at=timezone.now())
    tell(AssignmentConfirmed, fresh)


def make_firm(assignment: Assignment, *, by: User | None) -> int:
    """The person is selected and told so; returns how many of their other asks closed.

    The caller has locked the assignment, whose seats hold their places. Nothing else may be
    locked afterwards: the closing reaches into other needs, and must be the last to wait.
    """
    assignment.reserved_by = None
    now = timezone.now()
    _enter(
        assignment, State.SELECTED, by=by, selected_at=now, reserved_until=None, offered_until=None
    )
    tell(AssignmentSelected, assignment)
    refresh_fill_state(assignment.need_id)
    return close_overtaken(assignment.volunteer_id)


def _check_candidate(assignment: Assignment, *, by: User) -> None:
    if assignment.state not in CANDIDATE:
        raise NoLongerPossible(state=assignment.get_state_display())
    _check_not_reserved(assignment, by=by)


def _check_not_reserved(assignment: Assignment, *, by: User) -> None:
    until, holder = assignment.reserved_until, assignment.reserved_by
    if until and holder and holder != by and until > timezone.now():
        name = holder.get_full_name() or holder.email
        raise ReservedByAnother(name=name, until=f"{until.astimezone(PARIS):%H h %M}")


def _enter(assignment: Assignment, state: str, *, by: User | None, **fields: object) -> None:
    was, assignment.state = assignment.state, state
    for name, value in fields.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=["state", "reserved_by", *fields])
    words = {name: value for name, value in fields.items() if isinstance(value, str)}
    record(by, f"assignment.{state}", assignment, was=was, **words)
