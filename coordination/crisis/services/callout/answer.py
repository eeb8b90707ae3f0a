"""Somebody called answers: by their link, by SMS, signed in, or by telephone to the cell."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Call, CallOut, CallSeat, EntryKind
from coordination.crisis.refusals.callout import (
    ArrivalUnlikely,
    CallAnswered,
    CallNotSent,
    CallOutEnded,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.rules import may_note_answer
from coordination.crisis.services.callout.escalation import (
    alarm_desk,
    locked,
    send_next,
    silence,
)
from coordination.crisis.services.writing import note
from coordination.oncall.selectors.alerts.calling import database_now
from portal.accounts.models import User
from portal.audit.services import record
from portal.ui import moments

State, CallState = CallSeat.State, Call.State
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Said:
    """What somebody answers, and in how many minutes they arrive."""

    answer: str
    eta_minutes: int | None = None


@transaction.atomic
def answer_call(call: Call, said: Said, *, via: str) -> Call:
    """The answer stands, even given after the next person was called; once.

    « Indisponible » calls the next at once. Raises CallAnswered, CallNotSent, CallOutEnded,
    ArrivalUnlikely, CellArchived.
    """
    callout, fresh = _held(call, said)
    sent = Call.objects.filter(
        pk=fresh.pk, answer="", state__in=[CallState.SENT, CallState.ESCALATED]
    )
    if fresh.answer or _answered_elsewhere(fresh):
        raise CallAnswered(said=fresh.said or "", when=_when(fresh))
    if sent.update(**_values(fresh, said, via)) != 1:
        raise CallNotSent
    _follow(callout, fresh, by=fresh.user, was="")
    return fresh


@transaction.atomic
def note_answer(call: Call, said: Said, *, by: User) -> Call:
    """What they said on the telephone stands, in place of what they had answered if need be.

    Somebody whom the portal had not called yet may be noted too. Raises NotOnDuty,
    CallOutEnded, ArrivalUnlikely, CellArchived.
    """
    if not may_note_answer(by, call):
        raise NotOnDuty
    callout, fresh = _held(call, said)
    was = fresh.said
    Call.objects.filter(pk=fresh.pk).update(**_values(fresh, said, Call.Via.PHONE), noted_by=by)
    _follow(callout, fresh, by=by, was=was)
    return fresh


def give_answer(call: Call, said: Said, *, by: User) -> None:
    """The answer of `by` when they are the one called, what they heard otherwise.

    Raises what `answer_call` or `note_answer` raises.
    """
    if call.user_id == by.pk:
        answer_call(call, said, via=Call.Via.WEB)
    else:
        note_answer(call, said, by=by)


def _held(call: Call, said: Said) -> tuple[CallOut, Call]:
    """The call-out locked and the call as it is now."""
    if said.eta_minutes is not None and not 0 <= said.eta_minutes <= LONGEST_MINUTES:
        raise ArrivalUnlikely
    callout = locked(call.callout)
    if callout.cell.archived_at is not None:
        raise CellArchived
    if callout.ended_at is not None:
        raise CallOutEnded
    fresh = Call.objects.select_related("seat__role", "person", "user").get(pk=call.pk)
    return callout, fresh


def _answered_elsewhere(call: Call) -> bool:
    """By another of their calls: their links are as many, their answer is one."""
    others = Call.objects.filter(
        callout=call.callout_id, user=call.user_id, person=call.person_id
    ).exclude(answer="")
    known = others.first()
    if known is None:
        return False
    call.answer, call.eta_minutes, call.answered_at = (
        known.answer, known.eta_minutes, known.answered_at,
    )  # fmt: skip
    return True


def _values(call: Call, said: Said, via: str) -> dict[str, object]:
    """What the row takes; `call` bears it too."""
    coming = said.answer in Call.COMING
    call.answer, call.via = said.answer, via
    call.eta_minutes = said.eta_minutes if coming else None
    call.answered_at = clock.told() or database_now()
    names = ("answer", "via", "eta_minutes", "answered_at")
    return {name: getattr(call, name) for name in names} | {"state": CallState.ANSWERED}


def _follow(callout: CallOut, call: Call, *, by: User | None, was: str) -> None:
    """The seat is manned, or goes on to the next person; the log says who answered what."""
    seat, now = call.seat, call.answered_at or database_now()
    words = _said_in_log(callout, call, was)
    manned = CallSeat.objects.filter(pk=seat.pk).exclude(state=State.STOPPED)
    _drop_others(call)
    if call.is_coming:
        manned.update(state=State.MANNED, next_due_at=None, manned_at=now)
        silence(seat)
    elif _awaited(seat, call):
        seat.failures += 1
        manned.update(failures=seat.failures)
        following = send_next(callout, [seat], now).get(seat.pk)
        alarm_desk(callout, [seat], now)
        words += f" ; {following.who} est appelé" if following else " ; au secrétariat d’appeler"
    record(by, "callout.answered", callout, answer=str(call.answer), via=str(call.via))
    note(callout.cell, words, by=by, kind=EntryKind.CALL, links=(callout.get_absolute_url(),))


def _drop_others(call: Call) -> None:
    """They have answered: their other calls are of no use any more."""
    theirs = Call.objects.filter(callout=call.callout_id, user=call.user_id, person=call.person_id)
    waiting = theirs.filter(state__in=[CallState.PLANNED, CallState.SENT]).exclude(pk=call.pk)
    waiting.update(state=CallState.DROPPED)


def _awaited(seat: CallSeat, call: Call) -> bool:
    """Whether the seat was waiting for that person: not manned by another, nobody else called."""
    others = Call.objects.filter(seat=seat).exclude(pk=call.pk)
    if others.filter(answer__in=Call.COMING).exists():
        return False
    return not others.filter(state=CallState.SENT).exists() and seat.state != State.STOPPED


def _said_in_log(callout: CallOut, call: Call, was: str) -> str:
    role = f" pour « {call.seat.role} »" if call.seat.role else ""
    before = f"« {was} » → " if was else ""
    return (
        f"Rappel « {callout.cause} » : {call.who} répond {before}« {call.said} »{role}, "
        f"{call.get_via_display()}"
    )


def _when(call: Call) -> str:
    at = call.answered_at or database_now()
    return moments.moment_words(timezone.localtime(at), now=timezone.localtime())
