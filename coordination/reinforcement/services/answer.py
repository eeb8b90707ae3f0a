"""A volunteer answers: yes, only these slots, no; and puts themselves forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Slot, Volunteer
from coordination.reinforcement.notices import AnswerReceived
from coordination.reinforcement.refusals import (
    AlreadyEngaged,
    AlreadyFilled,
    AnswersClosed,
    CannotApply,
    EngagedElsewhere,
    MustCancel,
    NoLongerPossible,
    NoPlaceLeft,
    NoSlotChosen,
    SetAside,
    SlotsOverlap,
    WholeNeedWanted,
)
from coordination.reinforcement.selectors.offers import obstacle_to_apply, spontaneous_fit
from coordination.reinforcement.services.places import (
    OVERTAKEN,
    PLACES_OPEN,
    engagements_over,
    lock_assignment,
    lock_need,
    lock_person,
    take,
    write_seats,
)
from coordination.reinforcement.services.selection import make_firm
from coordination.reinforcement.services.standby import offer_next
from coordination.reinforcement.services.telling import tell
from portal.accounts.models import User
from portal.audit.services import record

State = Assignment.State

ANSWERABLE = (
    State.NOTIFIED,
    State.SEEN,
    State.ACCEPTED,
    State.REFUSED,
    State.EXPIRED,
    State.STANDBY,
    State.OFFERED,
    State.STOOD_DOWN,
)


@dataclass(frozen=True)
class Outcome:
    """What an answer came to: the state reached, slots found full, asks closed elsewhere."""

    state: str
    full: Sequence[Slot] = field(default_factory=list)
    closed: int = 0


def mark_seen(assignment: Assignment) -> None:
    """The page was read by a person: weak evidence, set by a POST of the page, once."""
    told = Assignment.objects.filter(pk=assignment.pk, state=State.NOTIFIED)
    told.update(state=State.SEEN, seen_at=timezone.now())


@transaction.atomic
def accept(
    assignment: Assignment,
    *,
    by: User | None,
    channel: str,
    slots: Iterable[int] | None = None,
    note: str = "",
) -> Outcome:
    """The person says yes to `slots` (ids; None: all those still ahead).

    In direct mode, or when a place was offered, the yes takes the places, and what is full
    leads to the stand-by list. The same answer twice is one answer. Raises AnswersClosed,
    AlreadyFilled, NoSlotChosen, WholeNeedWanted, SlotsOverlap, AlreadyEngaged,
    NoLongerPossible, SetAside.
    """
    fresh = lock_assignment(assignment)
    if fresh.state in Assignment.HOLDING:
        return Outcome(fresh.state)
    _check_welcome(fresh.volunteer)
    _check_open(fresh)
    chosen = choose(fresh.need, slots)
    _check_free(fresh, chosen)
    write_seats(fresh, chosen)
    _stamp(fresh, channel=channel, note=note)
    if fresh.need.mode == Need.Mode.DIRECT or fresh.state == State.OFFERED:
        return _take_or_wait(fresh, by=by)
    if fresh.state != State.STANDBY:
        _enter(fresh, State.ACCEPTED, by=by)
        _tell_of_first_answer(fresh)
    return Outcome(fresh.state)


@transaction.atomic
def refuse(
    assignment: Assignment,
    *,
    by: User | None,
    channel: str,
    reason: str = Assignment.Refusal.UNSAID,
    note: str = "",
) -> None:
    """The person says no; it needs no reason and costs nothing. A place offered goes on.

    The same answer twice is one answer. Raises MustCancel once selected, and
    NoLongerPossible when the ask is over.
    """
    fresh = lock_assignment(assignment)
    if fresh.state in Assignment.HOLDING:
        raise MustCancel
    if fresh.state not in ANSWERABLE:
        raise NoLongerPossible(state=fresh.get_state_display())
    was_offered = fresh.state == State.OFFERED
    fresh.seats.all().delete()
    fresh.refusal = reason
    fresh.save(update_fields=["refusal"])
    _stamp(fresh, channel=channel, note=note)
    _enter(fresh, State.REFUSED, by=by, reason=reason)
    if was_offered:
        offer_next(fresh.need)


@transaction.atomic
def join_standby(
    assignment: Assignment,
    *,
    by: User | None,
    channel: str,
    slots: Iterable[int] | None = None,
) -> None:
    """The person waits for a place to be given back. Raises AnswersClosed, NoSlotChosen,
    WholeNeedWanted, AlreadyEngaged, MustCancel, NoLongerPossible, SetAside."""
    fresh = lock_assignment(assignment)
    if fresh.state in Assignment.HOLDING:
        raise MustCancel
    _check_welcome(fresh.volunteer)
    if fresh.state not in ANSWERABLE or fresh.cancel_reason == OVERTAKEN:
        raise NoLongerPossible(state=fresh.get_state_display())
    if fresh.need.state not in PLACES_OPEN:
        raise AnswersClosed(state=fresh.need.get_state_display())
    chosen = choose(fresh.need, slots)
    _check_free(fresh, chosen)
    write_seats(fresh, chosen)
    _stamp(fresh, channel=channel)
    _enter(fresh, State.STANDBY, by=by)
    offer_next(fresh.need)


@transaction.atomic
def apply_spontaneously(
    volunteer: Volunteer, need: Need, *, by: User, slots: Iterable[int] | None = None
) -> Assignment:
    """A volunteer nobody asked says yes to an open need that they fit; no budget is taken.

    Raises CannotApply, and whatever `accept` raises.
    """
    lock_person(volunteer.pk)
    fresh = lock_need(need.pk)
    if not fresh.is_recruiting:
        raise AnswersClosed(state=fresh.get_state_display())
    if obstacle := obstacle_to_apply(volunteer, fresh):
        raise CannotApply(why=obstacle)
    fit = spontaneous_fit(volunteer, fresh)
    salaried = volunteer.status in (Volunteer.Status.PUBLIC, Volunteer.Status.PRIVATE)
    employer = Assignment.Employer.ASKED if salaried else Assignment.Employer.NOT_REQUIRED
    assignment, made = Assignment.objects.get_or_create(
        need=fresh,
        volunteer=volunteer,
        defaults={
            "origin": Assignment.Origin.SPONTANEOUS,
            "state": State.SEEN,
            "need_version": fresh.version,
            "employer": employer,
            "score": fit.score,
            "distance_km": fit.distance_km,
            "reasons": fit.reasons(timezone.now()),
        },
    )
    if made:
        record(by, "assignment.applied", assignment, need=fresh.pk)
    accept(assignment, by=by, channel=Assignment.Channel.PORTAL, slots=slots)
    assignment.refresh_from_db()
    return assignment


def choose(need: Need, slots: Iterable[int] | None) -> list[Slot]:
    """The slots of `need` still ahead among the ids `slots` (None: all of them).

    Raises NoSlotChosen, WholeNeedWanted when the need does not go by parts, SlotsOverlap.
    """
    ahead = list(need.slots.filter(period__endswith__gt=timezone.now()).order_by("period", "pk"))
    wanted = {slot.pk for slot in ahead} if slots is None else set(slots)
    chosen = [slot for slot in ahead if slot.pk in wanted]
    if not chosen:
        raise NoSlotChosen
    if len(chosen) < len(ahead) and not need.partial_allowed:
        raise WholeNeedWanted
    if any(one.period.upper > two.period.lower for one, two in pairwise(chosen)):
        raise SlotsOverlap
    return chosen


def _check_welcome(volunteer: Volunteer) -> None:
    """An old link must not bring back whom the ARS suspended, nor who has left."""
    if volunteer.state in Volunteer.SET_ASIDE:
        raise SetAside


def _check_open(assignment: Assignment) -> None:
    need, state = assignment.need, assignment.state
    if state not in ANSWERABLE or assignment.cancel_reason == OVERTAKEN:
        raise NoLongerPossible(state=assignment.get_state_display())
    if state == State.OFFERED:
        if assignment.offered_until and assignment.offered_until <= timezone.now():
            raise AlreadyFilled
        if need.state in PLACES_OPEN:
            return
    if need.is_full:
        raise AlreadyFilled
    if not need.is_recruiting:
        over = need.state in PLACES_OPEN
        raise AnswersClosed(state="la date limite est passée" if over else need.get_state_display())


def _check_free(assignment: Assignment, chosen: Sequence[Slot]) -> None:
    held = engagements_over(assignment.volunteer_id, chosen)
    if held:
        raise AlreadyEngaged(mission=held[0].assignment.need.structure)


def _take_or_wait(assignment: Assignment, *, by: User | None) -> Outcome:
    try:
        full = take(assignment)
    except NoPlaceLeft:
        _enter(assignment, State.STANDBY, by=by)
        return Outcome(assignment.state)
    except EngagedElsewhere as error:
        raise AlreadyEngaged(mission="une autre structure") from error
    closed = make_firm(assignment, by=by)
    return Outcome(assignment.state, full=full, closed=closed)


def _stamp(assignment: Assignment, *, channel: str, note: str = "") -> None:
    """When and how the person answered; an answer proves that the page was seen."""
    now = timezone.now()
    assignment.answered_at = now
    assignment.seen_at = assignment.seen_at or now
    assignment.answer_channel = channel
    assignment.answer_note = note
    assignment.save(update_fields=["answered_at", "seen_at", "answer_channel", "answer_note"])


def _enter(assignment: Assignment, state: str, *, by: User | None, **detail: str) -> None:
    was, assignment.state = assignment.state, state
    assignment.offered_until = None
    assignment.cancel_reason = ""
    assignment.save(update_fields=["state", "offered_until", "cancel_reason"])
    if was != state:
        channel = assignment.answer_channel
        record(by, f"assignment.{state}", assignment, was=was, channel=channel, **detail)


def _tell_of_first_answer(assignment: Assignment) -> None:
    """Managers hear of the first person who waits for them, not of each of the next ones."""
    waiting = Assignment.objects.filter(need=assignment.need_id, state=State.ACCEPTED)
    if not waiting.exclude(pk=assignment.pk).exists():
        tell(AnswerReceived, assignment)
