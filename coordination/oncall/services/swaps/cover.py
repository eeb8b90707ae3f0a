"""A place is proposed to several people; the first who accepts has it, the others are told who.

Locks are taken in this order: the call, then what `assign` and `reassign` lock themselves.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.notifications.services import cancel, notify
from coordination.oncall.models import CoverCall, CoverOffer, LineRole, Person, Shift, Slot
from coordination.oncall.notices import CoverAsked, CoverEnded
from coordination.oncall.refusals import (
    CoverNotForYou,
    CoverOver,
    CoverPending,
    CoverTaken,
    NobodyChosen,
    ShiftOver,
)
from coordination.oncall.services.rosters.shift import assign, reassign
from portal.accounts.models import User
from portal.audit.services import record
from portal.ui import moments

State = CoverCall.State
Answer = CoverOffer.State
ANSWER_TIME = timedelta(days=3)
# Somebody must still be able to prepare: the answer is due two hours before.
MARGIN = timedelta(hours=2)


@transaction.atomic
def ask_cover(
    slot: Slot,
    *,
    role: LineRole,
    people: Iterable[Person],
    by: User | None,
    period: Any = None,
    replaces: Shift | None = None,
    reason: str = "",
) -> CoverCall:
    """The place is proposed to these people, each by a link of their own.

    A shift stays its holder's until somebody accepts. Raises NobodyChosen, ShiftOver,
    CoverPending (even asked twice at the same instant).
    """
    chosen = sorted({one.pk: one for one in people}.values(), key=lambda one: one.pk)
    period, now = period or (replaces.period if replaces else slot.period), timezone.now()
    if not chosen:
        raise NobodyChosen
    if period.upper <= now:
        raise ShiftOver(status="terminé")
    call = CoverCall(
        line=slot.roster.line,
        slot=slot,
        role=role,
        period=period,
        replaces=replaces,
        reason=reason,
        deadline=_deadline(period, now),
        opened_by=by,
    )
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError as error:
        raise CoverPending from error
    CoverOffer.objects.bulk_create(CoverOffer(call=call, person=one) for one in chosen)
    record(by, "cover.asked", call, people=[str(one.uuid) for one in chosen])
    notify(CoverAsked, call)
    return call


@transaction.atomic
def accept_cover(call: CoverCall, *, person: Person, by: User | None) -> None:
    """The person holds the place; the others are told so when they answer.

    Raises CoverTaken (who, when), CoverOver, CoverNotForYou, RuleBroken, AlreadyOnDutyElsewhere,
    ShiftOver, RosterMoved.
    """
    fresh = _lock(call)
    offer = fresh.offers.filter(person=person).first()
    if offer is None:
        raise CoverNotForYou(person=person)
    _check_open(fresh, person)
    motive = f"{person} accepte de prendre ce créneau"
    if fresh.replaces is not None:
        reassign(fresh.replaces, person=person, by=by, motive=motive)
        held = fresh.replaces
    else:
        held = assign(
            fresh.slot, role=fresh.role, person=person, by=by, period=fresh.period,
            origin=Shift.Origin.SWAP, motive=motive,
        )  # fmt: skip
    # They agreed themselves: it is not a proposal any more.
    Shift.objects.filter(pk=held.pk).update(status=Shift.Status.ACCEPTED)
    _answer(offer, Answer.ACCEPTED, by=by)
    _end(fresh, State.FILLED, by=by, taker=person)


@transaction.atomic
def decline_cover(call: CoverCall, *, person: Person, by: User | None) -> None:
    """The person cannot; when everybody has said no, the search is over and it is told.

    Raises CoverNotForYou, CoverTaken, CoverOver.
    """
    fresh = _lock(call)
    offer = fresh.offers.filter(person=person).first()
    if offer is None:
        raise CoverNotForYou(person=person)
    _check_open(fresh, person)
    _answer(offer, Answer.DECLINED, by=by)
    if not fresh.offers.filter(state=Answer.WAITING).exists():
        _end(fresh, State.EXPIRED, by=by)


@transaction.atomic
def end_cover(call: CoverCall, *, by: User | None, to: str = State.CANCELLED) -> None:
    """Nobody is awaited any more; what has not left will not. Raises CoverOver, CoverTaken."""
    fresh = _lock(call)
    _check_open(fresh, None)
    _end(fresh, to, by=by)


@transaction.atomic
def expire_covers(now: datetime) -> int:
    """The searches whose time is over are ended, and the coordination knows; how many."""
    late = CoverCall.objects.filter(state=State.OPEN, deadline__lte=now)
    found = list(late.select_for_update(skip_locked=True))
    for call in found:
        end_cover(call, by=None, to=State.EXPIRED)
    return len(found)


def _deadline(period: Any, now: datetime) -> datetime:
    latest: datetime = min(max(period.lower - MARGIN, now + MARGIN), period.upper)
    return min(now + ANSWER_TIME, latest)


def _lock(call: CoverCall) -> CoverCall:
    rows = CoverCall.objects.select_for_update(of=("self",)).select_related(
        "slot__roster__line", "slot__sector__line", "role", "taker", "line"
    )
    fresh = rows.get(pk=call.pk)
    if fresh.replaces_id:
        related = ("slot", "sector__line", "line", "role", "roster", "person")
        fresh.replaces = Shift.objects.select_related(*related).get(pk=fresh.replaces_id)
    return fresh


def _check_open(call: CoverCall, person: Person | None) -> None:
    if call.state == State.FILLED and call.ended_at:
        now = timezone.localtime()
        raise CoverTaken(person=call.taker, when=moments.moment_words(call.ended_at, now=now))
    if call.state != State.OPEN:
        raise CoverOver(state=call.get_state_display())
    if person is not None and call.deadline <= timezone.now():
        raise CoverOver(state=State.EXPIRED.label)


def _answer(offer: CoverOffer, state: str, *, by: User | None) -> None:
    now = timezone.now()
    CoverOffer.objects.filter(pk=offer.pk).update(state=state, answered_at=now)
    record(by, f"cover.{state}", offer.call, person=str(offer.person.uuid))


def _end(call: CoverCall, state: str, *, by: User | None, taker: Person | None = None) -> None:
    call.state, call.ended_at, call.taker = state, timezone.now(), taker
    call.save(update_fields=["state", "ended_at", "taker"])
    record(by, f"cover.{state}", call)
    cancel(CoverAsked, call)
    if state != State.CANCELLED:
        notify(CoverEnded, call)
