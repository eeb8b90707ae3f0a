"""What happens to a need: written, submitted, validated, open, filled, ended.

Each act is a conditional update whose count is checked, and a line of the journal, in one
transaction. Rows are locked in one order everywhere: slots by id, then the need.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.refusals import (
    AnswerDateUseless,
    AuthorNotApproved,
    NeedIncomplete,
    NeedMoved,
    NeedPast,
    ReasonMissing,
)
from coordination.reinforcement.rules import may_oversee_need, may_run_need
from coordination.reinforcement.services.standdown import stand_down
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

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
def submit_need(need: Need, *, by: User) -> Need.State:
    """The need is in the hands of the ARS; returns the state reached.

    Open at once where no validation is required. Before the author's grant is approved it
    is kept, `submitted_at` empty, and nothing leaves. Raises NeedIncomplete, NeedPast,
    NeedMoved.
    """
    _check_complete(need)
    now = timezone.now()
    approved = may_run_need(by, need)
    _move(need, [State.DRAFT], State.SUBMITTED, submitted_at=now if approved else None)
    record(by, "need.submitted", need, held=not approved)
    if approved:
        return _after_submission(need, by=by)
    return State.SUBMITTED


@transaction.atomic
def forward_held_need(need: Need) -> bool:
    """A need kept back leaves by itself once its author is approved; says whether it did."""
    if not may_run_need(need.created_by, need):
        return False
    held = Need.objects.filter(pk=need.pk, state=State.SUBMITTED, submitted_at__isnull=True)
    if held.update(submitted_at=timezone.now()) != 1:
        return False
    record(None, "need.forwarded", need)
    _after_submission(need, by=need.created_by)
    return True


@transaction.atomic
def validate_need(need: Need, *, by: User, priority: int | None = None) -> None:
    """Validated by the ARS, with its priority. Raises NeedMoved, AuthorNotApproved."""
    if not may_run_need(need.created_by, need):
        raise AuthorNotApproved
    chosen = {} if priority is None else {"priority": priority}
    _move(
        need,
        [State.SUBMITTED],
        State.VALIDATED,
        validated_by=by,
        validated_at=timezone.now(),
        **chosen,
    )
    record(by, "need.validated", need, priority=priority)


@transaction.atomic
def return_need(need: Need, *, by: User, reason: str) -> None:
    """Back to draft with what must be changed. Raises NeedMoved, ReasonMissing."""
    _check_reason(reason)
    _move(need, [State.SUBMITTED, State.VALIDATED], State.DRAFT, state_reason=reason)
    record(by, "need.returned", need, reason=reason)


@transaction.atomic
def open_need(need: Need, *, by: User | None) -> None:
    """Volunteers may be told from now on. Raises NeedMoved, NeedPast, AnswerDateUseless."""
    _check_future(need)
    now = timezone.now()
    if need.answer_by <= now:
        raise AnswerDateUseless
    _move(need, [State.VALIDATED], State.OPEN, opened_at=now, state_reason="")
    record(by, "need.opened", need)
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state"])


@transaction.atomic
def suspend_need(need: Need, *, by: User, reason: str) -> None:
    """Nobody more is told until it resumes. Raises NeedMoved, ReasonMissing."""
    _check_reason(reason)
    _move(need, SUSPENDABLE, State.SUSPENDED, resumes_as=F("state"), state_reason=reason)
    record(by, "need.suspended", need, reason=reason)


@transaction.atomic
def resume_need(need: Need, *, by: User) -> None:
    """Back to the state before suspension, brought up to date. Raises NeedMoved."""
    _move(need, [State.SUSPENDED], F("resumes_as"), resumes_as="", state_reason="")
    record(by, "need.resumed", need)
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state"])


@transaction.atomic
def prolong_need(need: Need, *, by: User, answer_by: datetime) -> None:
    """Answers are awaited until `answer_by`; an expired need is open again.

    Raises AnswerDateUseless, NeedMoved.
    """
    _check_future(need)
    last = max(slot.period.upper for slot in need.slots.all())
    if not timezone.now() < answer_by <= last:
        raise AnswerDateUseless
    prolonged = [State.OPEN, State.PARTLY_FILLED, State.EXPIRED]
    _move(need, prolonged, State.OPEN, answer_by=answer_by, ended_at=None, state_reason="")
    record(by, "need.prolonged", need, answer_by=answer_by.isoformat())
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state"])


@transaction.atomic
def set_priority(need: Need, *, by: User, priority: int) -> None:
    """The ARS's priority, 1 (first) to 5, decides whose waves draw first. Raises NeedMoved."""
    living = Need.objects.filter(pk=need.pk, state__in=Need.LIVING)
    if living.update(priority=priority) != 1:
        raise _moved(need)
    record(by, "need.prioritised", need, priority=priority)


@transaction.atomic
def close_need(need: Need, *, by: User | None) -> None:
    """Over: its last slot has ended, or its manager says so. Raises NeedMoved."""
    closing = [State.OPEN, State.PARTLY_FILLED, State.FILLED, State.EXPIRED]
    _move(need, closing, State.CLOSED, ended_at=timezone.now())
    record(by, "need.closed", need)
    stand_down(need)


@transaction.atomic
def cancel_need(need: Need, *, by: User, reason: str) -> None:
    """Given up; its places are free and everybody involved is told why.

    Whoever is already on site finishes. Raises NeedMoved, ReasonMissing.
    """
    _check_reason(reason)
    # The seats first: their slots are locked before the need, as everywhere.
    involved = Assignment.objects.filter(need=need)
    leaving = involved.filter(state__in=COUNTED_ON)
    Seat.objects.filter(assignment__in=leaving, holds=True).update(holds=False)
    now = timezone.now()
    _move(need, [State.DRAFT, *Need.LIVING], State.CANCELLED, state_reason=reason, ended_at=now)
    record(by, "need.cancelled", need, reason=reason)
    involved.filter(state__in=SPARED).update(state=Assignment.State.STOOD_DOWN, ended_at=now)
    leaving.update(state=Assignment.State.CANCELLED, cancel_reason=reason, ended_at=now)


@transaction.atomic
def expire_need(need: Need) -> None:
    """The latest useful time has passed with places left. Raises NeedMoved."""
    waiting = [State.SUBMITTED, State.VALIDATED, State.OPEN, State.PARTLY_FILLED]
    _move(need, waiting, State.EXPIRED, ended_at=timezone.now())
    record(None, "need.expired", need)


def refresh_fill_state(need_id: int) -> None:
    """Open, partly filled or filled, as its places say, in the caller's transaction.

    A need that becomes filled stands down whoever is still asked. One that is suspended
    only remembers; drafts and ended needs stay as they are, except that an expired need
    whose last place is taken is filled.
    """
    need = Need.objects.select_for_update(no_key=True).get(pk=need_id)
    known = need.resumes_as if need.state == State.SUSPENDED else need.state
    reached = _state_of_places(need)
    follows = known in FOLLOWING_PLACES or (known, reached) == (State.EXPIRED, State.FILLED)
    if not follows or reached == known:
        return
    if need.state == State.SUSPENDED:
        Need.objects.filter(pk=need_id, state=State.SUSPENDED).update(resumes_as=reached)
        return
    filled_at = timezone.now() if reached == State.FILLED else None
    ended = {"ended_at": None} if known == State.EXPIRED else {}
    _move(need, [known], reached, filled_at=filled_at, **ended)
    record(None, FILL_ACTS[reached], need)
    if reached == State.FILLED:
        stand_down(need)


def needs_validation(need: Need, *, by: User) -> bool:
    """The ARS validates what structures ask, on the departments set so; never its own needs."""
    if may_oversee_need(by, need):
        return False
    departments = settings.VALIDATION_DEPARTMENTS
    if "*" in departments:
        return True
    around = Territory.objects.containing([need.structure.commune_id])
    return around.filter(kind=Territory.Kind.DEPARTMENT, code__in=departments).exists()


def _after_submission(need: Need, *, by: User) -> Need.State:
    """What follows a submission by someone approved: told to the ARS, or open at once."""
    if needs_validation(need, by=by):
        return State.SUBMITTED
    validator = by if may_oversee_need(by, need) else None
    _move(
        need,
        [State.SUBMITTED],
        State.VALIDATED,
        validated_by=validator,
        validated_at=timezone.now(),
    )
    record(by, "need.validated", need, required=False)
    open_need(need, by=by)
    return State.OPEN


def _state_of_places(need: Need) -> Need.State:
    taken = need.slots.aggregate(all=Sum("taken", default=0))["all"]
    if taken and not need.slots.vacant().exists():
        return State.FILLED
    return State.PARTLY_FILLED if taken else State.OPEN


def _move(need: Need, sources: Iterable[str], target: Any, **changes: Any) -> None:
    """One conditional update; `need` is up to date afterwards. Raises NeedMoved."""
    moving = Need.objects.filter(pk=need.pk, state__in=list(sources))
    if moving.update(state=target, **changes) != 1:
        raise _moved(need)
    need.refresh_from_db(fields=["state", *changes])


def _moved(need: Need) -> NeedMoved:
    return NeedMoved(state=Need.objects.get(pk=need.pk).get_state_display())


def _check_complete(need: Need) -> None:
    missing = [
        words
        for words, absent in (
            ("aucune profession n’est choisie", not need.professions.exists()),
            ("aucun créneau n’est indiqué", not need.slots.exists()),
        )
        if absent
    ]
    if missing:
        raise NeedIncomplete(missing=" et ".join(missing))
    _check_future(need)
    if need.answer_by <= timezone.now():
        raise AnswerDateUseless


def _check_future(need: Need) -> None:
    if not need.slots.filter(period__endswith__gt=timezone.now()).exists():
        raise NeedPast


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
