"""What happens to a need once submitted: validated, open, filled, ended.

Each act is a conditional update whose count is checked, and a line of the journal, in one
transaction. Rows are locked in one order everywhere: the need, then its slots by id.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.notices import (
    NeedCancelled,
    NeedExpiredUnfilled,
    NeedGivenUp,
    NeedReturned,
    NeedValidated,
)
from coordination.reinforcement.refusals import AnswerDateUseless, AuthorNotApproved
from coordination.reinforcement.rules import may_run_need
from coordination.reinforcement.services.standdown import stand_down
from coordination.reinforcement.services.transition import (
    check_future,
    check_reason,
    move,
    moved,
    record_and_tell,
)
from coordination.reinforcement.services.wave import stop_waves
from portal.accounts.models import User
from portal.audit.services import record

State = Need.State
SUSPENDABLE = (State.SUBMITTED, State.VALIDATED, State.OPEN, State.PARTLY_FILLED, State.FILLED)
FOLLOWING_PLACES = (State.OPEN, State.PARTLY_FILLED, State.FILLED)
FILL_ACTS = {
    State.OPEN: "need.emptied",
    State.PARTLY_FILLED: "need.partly_filled",
    State.FILLED: "need.filled",
}
# Those who were asked and are spared an answer; those who were counted on and must be told.
SPARED = (Assignment.State.NOTIFIED, Assignment.State.SEEN)
COUNTED_ON = (
    Assignment.State.ACCEPTED,
    Assignment.State.STANDBY,
    Assignment.State.OFFERED,
    Assignment.State.SELECTED,
    Assignment.State.CONFIRMED,
)


@transaction.atomic
def validate_need(need: Need, *, by: User, priority: int | None = None) -> None:
    """Validated by the ARS, with its priority. Raises NeedMoved, AuthorNotApproved."""
    if not may_run_need(need.created_by, need):
        raise AuthorNotApproved
    chosen = {} if priority is None else {"priority": priority}
    move(
        need,
        [State.SUBMITTED],
        State.VALIDATED,
        validated_by=by,
        validated_at=timezone.now(),
        **chosen,
    )
    record_and_tell(by, "need.validated", need, NeedValidated, priority=priority)


@transaction.atomic
def return_need(need: Need, *, by: User, reason: str) -> None:
    """Back to draft with what must be changed. Raises NeedMoved, ReasonMissing."""
    check_reason(reason)
    move(need, [State.SUBMITTED, State.VALIDATED], State.DRAFT, state_reason=reason)
    record_and_tell(by, "need.returned", need, NeedReturned, reason=reason)


@transaction.atomic
def open_need(need: Need, *, by: User | None) -> None:
    """Volunteers may be told from now on. Raises NeedMoved, NeedPast, AnswerDateUseless."""
    check_future(need)
    now = timezone.now()
    if need.answer_by <= now:
        raise AnswerDateUseless
    move(need, [State.VALIDATED], State.OPEN, opened_at=now, state_reason="")
    record(by, "need.opened", need)
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state"])


@transaction.atomic
def suspend_need(need: Need, *, by: User, reason: str) -> None:
    """Nobody more is told until it resumes. Raises NeedMoved, ReasonMissing."""
    check_reason(reason)
    move(need, SUSPENDABLE, State.SUSPENDED, resumes_as=F("state"), state_reason=reason)
    record(by, "need.suspended", need, reason=reason)
    stop_waves(need)


@transaction.atomic
def resume_need(need: Need, *, by: User) -> None:
    """Back to the state before suspension, brought up to date. Raises NeedMoved."""
    move(need, [State.SUSPENDED], F("resumes_as"), resumes_as="", state_reason="")
    record(by, "need.resumed", need)
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state"])


@transaction.atomic
def prolong_need(need: Need, *, by: User, answer_by: datetime) -> None:
    """Answers are awaited until `answer_by`; an expired need is open again.

    Raises AnswerDateUseless, NeedMoved.
    """
    check_future(need)
    last = max(slot.period.upper for slot in need.slots.all())
    if not timezone.now() < answer_by <= last:
        raise AnswerDateUseless
    prolonged = [State.OPEN, State.PARTLY_FILLED, State.EXPIRED]
    move(need, prolonged, State.OPEN, answer_by=answer_by, ended_at=None, state_reason="")
    record(by, "need.prolonged", need, answer_by=answer_by.isoformat())
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state"])


@transaction.atomic
def set_priority(need: Need, *, by: User, priority: int) -> None:
    """The ARS's priority, 1 (first) to 5, decides whose waves draw first. Raises NeedMoved."""
    living = Need.objects.filter(pk=need.pk, state__in=Need.LIVING)
    if living.update(priority=priority) != 1:
        raise moved(need)
    record(by, "need.prioritised", need, priority=priority)


@transaction.atomic
def close_need(need: Need, *, by: User | None) -> None:
    """Over: its last slot has ended, or its manager says so. Raises NeedMoved."""
    closing = [State.OPEN, State.PARTLY_FILLED, State.FILLED, State.EXPIRED]
    move(need, closing, State.CLOSED, ended_at=timezone.now())
    record(by, "need.closed", need)
    stop_waves(need)
    stand_down(need)


@transaction.atomic
def cancel_need(need: Need, *, by: User, reason: str) -> None:
    """Given up; its places are free and everybody involved is told why.

    Whoever is already on site finishes. Raises NeedMoved, ReasonMissing.
    """
    check_reason(reason)
    now = timezone.now()
    move(need, [State.DRAFT, *Need.LIVING], State.CANCELLED, state_reason=reason, ended_at=now)
    stop_waves(need)
    involved = Assignment.objects.filter(need=need)
    leaving = involved.filter(state__in=COUNTED_ON)
    Seat.objects.filter(assignment__in=leaving, holds=True).update(holds=False)
    involved.filter(state__in=SPARED).update(state=Assignment.State.STOOD_DOWN, ended_at=now)
    leaving.update(state=Assignment.State.CANCELLED, cancel_reason=reason, ended_at=now)
    record_and_tell(by, "need.cancelled", need, NeedCancelled, NeedGivenUp, reason=reason)


@transaction.atomic
def expire_need(need: Need) -> None:
    """The latest useful time has passed with places left. Raises NeedMoved."""
    waiting = [State.SUBMITTED, State.VALIDATED, State.OPEN, State.PARTLY_FILLED]
    move(need, waiting, State.EXPIRED, ended_at=timezone.now())
    stop_waves(need)
    record_and_tell(None, "need.expired", need, NeedExpiredUnfilled)


def refresh_fill_state(need_id: int) -> None:
    """Open, partly filled or filled, as its places say, in the caller's transaction.

    Filled means every place of every slot, past ones included. A need that has nothing left
    to take stands down whoever is still asked. One that is suspended only remembers; drafts
    and ended needs stay as they are, except that an expired need whose last place is taken
    is filled.
    """
    need = Need.objects.select_for_update(no_key=True).get(pk=need_id)
    known = need.resumes_as if need.state == State.SUSPENDED else need.state
    reached = _state_of_places(need)
    if known not in FOLLOWING_PLACES and (known, reached) != (State.EXPIRED, State.FILLED):
        return
    if need.state == State.SUSPENDED:
        Need.objects.filter(pk=need_id, state=State.SUSPENDED).update(resumes_as=reached)
        return
    if reached != known:
        filled_at = timezone.now() if reached == State.FILLED else None
        ended = {"ended_at": None} if known == State.EXPIRED else {}
        move(need, [known], reached, filled_at=filled_at, **ended)
        record(None, FILL_ACTS[reached], need)
    if need.is_full:
        stop_waves(need)
        stand_down(need)


def _state_of_places(need: Need) -> Need.State:
    found = need.slots.aggregate(taken=Sum("taken", default=0), places=Sum("capacity", default=0))
    if not found["taken"]:
        return State.OPEN
    return State.FILLED if found["taken"] == found["places"] else State.PARTLY_FILLED
