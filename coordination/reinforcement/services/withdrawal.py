"""Ways back: a mission cancelled by either side, a silent structure, a mistake corrected."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Assignment
from coordination.reinforcement.notices import (
    CandidateReleased,
    CandidateWaits,
    MissionCancelled,
    StructureSilent,
    VolunteerWithdrew,
)
from coordination.reinforcement.refusals import NoLongerPossible, ReasonMissing
from coordination.reinforcement.services.need import refresh_fill_state
from coordination.reinforcement.services.places import give_back, lock_assignment, take
from coordination.reinforcement.services.standby import offer_next
from coordination.reinforcement.services.telling import tell
from portal.accounts.models import User
from portal.audit.services import record

State = Assignment.State

CANCELLABLE = (
    State.ACCEPTED,
    State.STANDBY,
    State.OFFERED,
    State.SELECTED,
    State.CONFIRMED,
    State.STARTED,
)
# One stage back, and no other way back.
EARLIER = {
    State.CONFIRMED: State.SELECTED,
    State.SELECTED: State.ACCEPTED,
    State.STARTED: State.CONFIRMED,
    State.FINISHED: State.STARTED,
    State.ABSENT: State.CONFIRMED,
    State.DECLINED: State.ACCEPTED,
    State.RELEASED: State.ACCEPTED,
}
# A structure that leaves a yes without answer hears of it twice, then loses the candidate.
FIRST_REMINDER = timedelta(hours=4)
SECOND_REMINDER = timedelta(hours=24)
RELEASE = timedelta(hours=48)


@transaction.atomic
def cancel_by_volunteer(assignment: Assignment, *, by: User | None, reason: str = "") -> None:
    """The volunteer gives up: places free, stand-by list called, managers told.

    Cancelled twice is cancelled once. Raises NoLongerPossible.
    """
    fresh = lock_assignment(assignment)
    if fresh.state == State.CANCELLED:
        return
    expected = fresh.state in Assignment.HOLDING
    _cancel(fresh, by=by, reason=reason, side="volunteer")
    if expected:
        tell(VolunteerWithdrew, fresh)


@transaction.atomic
def cancel_by_structure(assignment: Assignment, *, by: User, reason: str) -> None:
    """The structure gives up: places free, stand-by list called, the volunteer told why.

    Raises ReasonMissing, NoLongerPossible.
    """
    if not reason.strip():
        raise ReasonMissing
    fresh = lock_assignment(assignment)
    _cancel(fresh, by=by, reason=reason, side="structure")
    tell(MissionCancelled, fresh)


@transaction.atomic
def step_back(assignment: Assignment, *, by: User, reason: str) -> str:
    """A mistake is corrected by one stage, with a line in the journal; returns the stage.

    Raises ReasonMissing, NoLongerPossible, and NoPlaceLeft or EngagedElsewhere when the
    stage before holds a place that is gone.
    """
    if not reason.strip():
        raise ReasonMissing
    fresh = lock_assignment(assignment)
    was = State(fresh.state)
    if was not in EARLIER:
        raise NoLongerPossible(state=fresh.get_state_display())
    fresh.state, fresh.declined, fresh.ended_at = EARLIER[was], "", None
    fresh.save(update_fields=["state", "declined", "ended_at"])
    record(by, "assignment.corrected", fresh, was=was, now=fresh.state, reason=reason)
    if was == State.ABSENT:
        take(fresh)
    if was == State.SELECTED:
        give_back(fresh)
    refresh_fill_state(fresh.need_id)
    return str(fresh.state)


def remind_structures() -> int:
    """Managers who leave a yes without answer are reminded, at 4 h then at 24 h; how many."""
    now = timezone.now()
    told = 0
    for rank, delay in enumerate((FIRST_REMINDER, SECOND_REMINDER)):
        waiting = _waiting().filter(reminded=rank, answered_at__lte=now - delay)
        for assignment in waiting:
            told += _remind(assignment, rank)
    return told


def release_silent() -> int:
    """Candidates left without answer for 48 h, or whose slots begin, are free; how many.

    They are told so, and the ARS learns which structure did not answer.
    """
    now = timezone.now()
    starting = _waiting().annotate(start=Min("seats__period__startswith"))
    late = set(_waiting().filter(answered_at__lte=now - RELEASE).values_list("pk", flat=True))
    late |= set(starting.filter(start__lte=now).values_list("pk", flat=True))
    return sum(_release(assignment) for assignment in _waiting().filter(pk__in=late))


def _waiting() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state=State.ACCEPTED).order_by("pk")


@transaction.atomic
def _remind(assignment: Assignment, rank: int) -> int:
    row = Assignment.objects.filter(pk=assignment.pk, state=State.ACCEPTED, reminded=rank)
    if row.update(reminded=rank + 1) != 1:
        return 0
    tell(CandidateWaits, assignment)
    return 1


@transaction.atomic
def _release(assignment: Assignment) -> int:
    fresh = lock_assignment(assignment)
    if fresh.state != State.ACCEPTED:
        return 0
    Assignment.objects.filter(pk=fresh.pk).update(
        state=State.RELEASED, ended_at=timezone.now(), reserved_by=None, reserved_until=None
    )
    record(None, "assignment.released", fresh, waiting_since=str(fresh.answered_at))
    tell(CandidateReleased, fresh)
    tell(StructureSilent, fresh)
    return 1


def _cancel(fresh: Assignment, *, by: User | None, reason: str, side: str) -> None:
    if fresh.state not in CANCELLABLE:
        raise NoLongerPossible(state=fresh.get_state_display())
    was, fresh.state = fresh.state, State.CANCELLED
    fresh.cancel_reason, fresh.ended_at = reason[:300], timezone.now()
    fresh.reserved_by = fresh.reserved_until = fresh.offered_until = None
    fresh.save()
    give_back(fresh)
    record(by, "assignment.cancelled", fresh, was=was, side=side, reason=reason[:300])
    refresh_fill_state(fresh.need_id)
    offer_next(fresh.need)
