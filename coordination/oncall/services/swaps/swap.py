"""A swap is asked for, taken, approved, given up. One taker wins; the others are told who.

Locks are always taken in the same order: the swap, rosters, then shifts by number, then people.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.notifications.services import cancel, notify
from coordination.oncall.models import Person, Roster, Shift, Swap
from coordination.oncall.notices import SwapAccepted, SwapApplied, SwapEnded, SwapOpened
from coordination.oncall.refusals import (
    AlreadyOnDutyElsewhere,
    OutsideSlot,
    ShiftOver,
    SwapLate,
    SwapNeedsCounter,
    SwapNotForYou,
    SwapNotRunning,
    SwapOver,
    SwapOwn,
    SwapPending,
    SwapTaken,
)
from coordination.oncall.selectors.holders.eligibility import Candidate, report
from coordination.oncall.selectors.swaps.swap_page import SOON
from coordination.oncall.services.rosters.roster import correct_roster
from coordination.oncall.services.rosters.shift import check_rules
from coordination.oncall.services.swaps.handover import exchange, hand_over
from portal.accounts.models import User
from portal.audit.services import record
from portal.ui import moments

State = Swap.State
Kind = Swap.Kind
ANSWER_DAYS = 7


@transaction.atomic
def open_swap(
    shift: Shift,
    *,
    kind: str,
    by: User | None,
    period: Any = None,
    offered_to: Person | None = None,
    counter_shift: Shift | None = None,
    reason: str = "",
    needs_approval: bool = False,
) -> Swap:
    """The shift, or a part of it, looks for somebody; it stays its holder's meanwhile.

    An exchange is offered to who holds the other shift. Raises ShiftOver, OutsideSlot,
    SwapNeedsCounter, SwapPending (even asked twice at the same instant).
    """
    fresh = _lock_given(shift, period := period or shift.period, counter_shift)
    offered_to = _other_side(fresh, counter_shift) if kind == Kind.EXCHANGE else offered_to
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                shift=fresh,
                period=period,
                kind=kind,
                state=State.OFFERED if offered_to else State.OPEN,
                giver=fresh.person,
                offered_to=offered_to,
                counter_shift=counter_shift,
                reason=reason,
                needs_approval=needs_approval,
                deadline=min(period.upper, timezone.now() + timedelta(days=ANSWER_DAYS)),
                opened_by=by,
            )
    except IntegrityError as error:
        raise SwapPending from error
    acting = _acts_for(by, fresh.person)
    record(by, "swap.opened", swap, shift=str(fresh.uuid), kind=kind, acting=acting)
    if kind != Kind.TAKE_NOW:
        notify(SwapOpened, swap)
    return swap


@transaction.atomic
def take_now(
    shift: Shift, *, taker: Person, by: User | None, reason: str = "", forced_reason: str = ""
) -> Swap:
    """During an incident `taker` holds what is left of a shift under way, or a whole one that
    begins soon; its holder is told. Raises SwapNotRunning, ShiftOver, SwapPending, RuleBroken."""
    now = timezone.now().replace(second=0, microsecond=0)
    if shift.period.lower > now + SOON:
        raise SwapNotRunning(hours=SOON // timedelta(hours=1), person=shift.person)
    since = max(shift.period.lower, now)
    period = DateTimeTZRange(since, max(shift.period.upper, since))
    swap = open_swap(
        shift, kind=Kind.TAKE_NOW, by=by, period=period, offered_to=taker, reason=reason
    )
    return take_swap(swap, taker=taker, by=by, forced_reason=forced_reason)


@transaction.atomic
def take_swap(swap: Swap, *, taker: Person, by: User | None, forced_reason: str = "") -> Swap:
    """`taker` holds the shift from now on, or once approved where the line wants it.

    Of many who take it at the same instant one wins. Raises SwapTaken (who, when), SwapOver,
    SwapNotForYou, SwapLate, SwapOwn, RuleBroken, AlreadyOnDutyElsewhere.
    """
    fresh = _lock(swap)
    _check_open(fresh, taker)
    check_rules(
        candidate_of(fresh, taker), forced_reason=forced_reason, besides=_given_up(fresh, taker)
    )
    if fresh.counter_shift:
        _check_giver(fresh, forced_reason=forced_reason)
    fresh.report = _written(fresh, taker)
    fresh.taker, fresh.taken_at, fresh.decided_by = taker, timezone.now(), by
    if fresh.needs_approval:
        _enter(fresh, State.ACCEPTED, by=by)
        notify(SwapAccepted, fresh)
    else:
        _apply(fresh, by=by, forced_reason=forced_reason)
    return fresh


@transaction.atomic
def approve_swap(swap: Swap, *, by: User) -> Swap:
    """The coordination agrees: the shift changes hands. Raises SwapOver, RuleBroken,
    AlreadyOnDutyElsewhere."""
    fresh = _lock(swap)
    if fresh.state != State.ACCEPTED or fresh.taker is None:
        raise SwapOver(state=fresh.get_state_display())
    check_rules(candidate_of(fresh, fresh.taker), besides=_given_up(fresh, fresh.taker))
    _apply(fresh, by=by)
    return fresh


@transaction.atomic
def end_swap(swap: Swap, *, by: User | None, to: str = State.CANCELLED) -> None:
    """The request is given up, refused or expired; the shift stays its holder's.

    Raises SwapOver.
    """
    fresh = _lock(swap)
    if fresh.state not in Swap.PENDING:
        raise SwapOver(state=fresh.get_state_display())
    fresh.ended_at = timezone.now()
    _enter(fresh, to, by=by)
    cancel(SwapOpened, fresh)
    if to in (State.EXPIRED, State.REFUSED):
        notify(SwapEnded, fresh)


@transaction.atomic
def expire_swaps() -> int:
    """The requests whose time is over are expired; how many. Safe to run twice."""
    late = Swap.objects.pending().filter(deadline__lte=timezone.now())
    found = list(late.select_for_update(skip_locked=True))
    for swap in found:
        end_swap(swap, by=None, to=State.EXPIRED)
    return len(found)


def candidate_of(swap: Swap, taker: Person) -> Candidate:
    """The taker, for what the swap gives."""
    shift = swap.shift
    return Candidate(
        taker, shift.line, shift.sector, shift.role, swap.period, shift.slot.slot_class
    )


def _lock_given(shift: Shift, period: Any, counter_shift: Shift | None) -> Shift:
    """The shift as it is now, locked. Raises ShiftOver, OutsideSlot."""
    related = ("person", "line", "sector", "role", "roster", "slot")
    rows = Shift.objects.select_for_update(of=("self",)).select_related(*related)
    fresh = rows.get(pk=shift.pk)
    if not fresh.holds or fresh.period.upper <= timezone.now():
        raise ShiftOver(status=fresh.get_status_display())
    if period.lower < fresh.period.lower or period.upper > fresh.period.upper:
        raise OutsideSlot
    if counter_shift is not None and not counter_shift.holds:
        raise ShiftOver(status=counter_shift.get_status_display())
    return fresh


def _lock(swap: Swap) -> Swap:
    """The swap and its shifts as they are now, held until the end of the transaction."""
    fresh = Swap.objects.select_for_update().get(pk=swap.pk)
    numbers = sorted(filter(None, [fresh.shift_id, fresh.counter_shift_id]))
    rosters = Roster.objects.filter(shifts__in=numbers).order_by("pk")
    list(Roster.objects.select_for_update().filter(pk__in=rosters.values("pk")).order_by("pk"))
    related = ("slot", "sector__line", "line", "role", "roster", "person")
    locked = Shift.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    shifts = {one.pk: one for one in locked.select_related(*related).order_by("pk")}
    fresh.shift = shifts[fresh.shift_id]
    if fresh.counter_shift_id:
        fresh.counter_shift = shifts[fresh.counter_shift_id]
    return fresh


def _check_open(swap: Swap, taker: Person) -> None:
    if swap.taker_id and swap.taken_at:
        raise SwapTaken(person=swap.taker, when=_said(swap.taken_at))
    if swap.state not in (State.OPEN, State.OFFERED):
        raise SwapOver(state=swap.get_state_display())
    if swap.deadline <= timezone.now():
        raise SwapLate(when=_said(swap.deadline))
    if swap.offered_to_id and swap.offered_to_id != taker.pk:
        raise SwapNotForYou(person=swap.offered_to)
    if taker.pk == swap.shift.person_id:
        raise SwapOwn(person=taker)
    if not swap.shift.holds or swap.shift.person_id != swap.giver_id:
        raise ShiftOver(status=swap.shift.get_status_display())
    counter = swap.counter_shift
    if counter is not None and not (counter.holds and counter.person_id == taker.pk):
        raise ShiftOver(status=counter.get_status_display())


def _other_side(shift: Shift, counter: Shift | None) -> Person:
    """Who holds the other shift of an exchange. Raises SwapNeedsCounter."""
    if counter is None or counter.period.lower <= timezone.now():
        raise SwapNeedsCounter
    if counter.person_id == shift.person_id:
        raise SwapOwn(person=shift.person)
    return counter.person


def _acts_for(by: User | None, person: Person | None) -> str:
    """For the journal: the person in whose name somebody else acts, or nothing."""
    own = by is None or person is None or person.user_id == by.pk
    return "" if own or person is None else str(person.uuid)


def _check_giver(swap: Swap, *, forced_reason: str) -> None:
    """In an exchange the giver takes the other shift: the same rules, for both."""
    counter = swap.counter_shift
    if counter is None:
        return
    taking = Candidate(swap.giver, counter.line, counter.sector, counter.role, counter.period)
    check_rules(taking, forced_reason=forced_reason, besides=[swap.shift_id])


def _given_up(swap: Swap, taker: Person) -> list[int]:
    """In an exchange, the taker's own shift does not count any more."""
    return [swap.counter_shift_id] if swap.counter_shift_id else []


def _apply(swap: Swap, *, by: User | None, forced_reason: str = "") -> None:
    taker, shift = swap.taker, swap.shift
    if taker is None:
        raise SwapOver(state=swap.get_state_display())
    swap.ended_at = timezone.now()
    _enter(swap, State.APPLIED, by=by)
    try:
        with transaction.atomic():
            if swap.counter_shift:
                exchange(shift, swap.counter_shift, by=by)
            else:
                given = hand_over(shift, to=taker, period=swap.period, by=by)
                Shift.objects.filter(pk=given.pk).update(forced_reason=forced_reason)
    except IntegrityError as error:
        raise AlreadyOnDutyElsewhere from error
    motive = f"échange : {taker} prend le tour de {swap.giver}"
    for roster in {one.roster_id: one.roster for one in _shifts(swap)}.values():
        correct_roster(roster, by=by, motive=motive)
    cancel(SwapOpened, swap)
    notify(SwapApplied, swap)


def _shifts(swap: Swap) -> list[Shift]:
    return [swap.shift, swap.counter_shift] if swap.counter_shift else [swap.shift]


def _written(swap: Swap, taker: Person) -> list[dict[str, Any]]:
    """The rules as both sides will read them."""
    found = report(candidate_of(swap, taker), besides=_given_up(swap, taker))
    return [{"code": one.code, "severity": one.severity, "sentence": one.sentence} for one in found]


def _enter(swap: Swap, state: str, *, by: User | None) -> None:
    was, swap.state = swap.state, state
    swap.save(update_fields=["state", "taker", "taken_at", "decided_by", "ended_at", "report"])
    record(by, f"swap.{state}", swap, was=was, acting=_acts_for(by, swap.taker))


def _said(instant: datetime) -> str:
    now = timezone.localtime()
    zone: ZoneInfo | Any = now.tzinfo
    return moments.moment_words(instant.astimezone(zone), now=now)
