"""Calls without an answer go to the next person when they are due: PostgreSQL holds the clock.

One transaction claims one call-out (SKIP LOCKED) and moves its seats that are due, a batch at a
time, with their messages and their lines in the log: a worker that dies in it has done nothing,
and the next tick plays it again (docs/decisions/0016).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from coordination.crisis.models import Call, CallOut, CallSeat, CallWave, EntryKind, Importance
from coordination.crisis.notices.callout import CalledOut, CallUnanswered
from coordination.crisis.selectors.callout.ladder import TRIES
from coordination.crisis.services.writing import note
from coordination.notifications.services import cancel, notify
from coordination.notifications.watch import beat
from coordination.oncall.selectors.alerts.calling import database_now

State, CallState = CallSeat.State, Call.State
BATCH, MOST_A_TICK = 200, 50
# A line of the log holds as many names; the others make further lines.
NAMES = 40


def play_due(*, at_most: int = MOST_A_TICK) -> int:
    """The seats that were due have moved, each once however many workers; how many batches."""
    played = 0
    while played < at_most and play_one():
        played += 1
    beat("callouts", played=played)
    return played


@transaction.atomic
def play_one() -> bool:
    """One batch of one call-out has moved; False when none is due or free."""
    due = CallSeat.objects.filter(state=State.CALLING, next_due_at__lte=Now())
    mine = Exists(due.filter(callout=OuterRef("pk")))
    living = CallOut.objects.living().filter(mine)
    claimed = living.select_for_update(skip_locked=True, of=("self",))
    callout = claimed.select_related("cell__crisis", "cell__territory").order_by("?").first()
    if callout is None:
        return False
    found = due.filter(callout=callout).select_related("role").order_by("next_due_at", "pk")
    seats = list(found[:BATCH])
    now = database_now()
    said = pass_on(callout, seats, now)
    _log(callout, said)
    return True


def locked(callout: CallOut) -> CallOut:
    """The call-out, which nobody else moves until the end of the transaction."""
    rows = CallOut.objects.select_for_update(of=("self",))
    return rows.select_related("cell__crisis", "cell__territory").get(pk=callout.pk)


def pass_on(callout: CallOut, seats: list[CallSeat], now: datetime) -> list[str]:
    """The calls of these seats that await an answer go to the next person; what to log of it.

    Where nobody is left, and from the third failure, the secretariat is told. The caller holds
    the call-out.
    """
    waiting = Call.objects.filter(seat__in=seats, state=CallState.SENT)
    missed = {one.seat_id: one for one in waiting.select_related("person", "user")}
    gone = Call.objects.filter(pk__in=[one.pk for one in missed.values()], state=CallState.SENT)
    gone.update(state=CallState.ESCALATED, escalated_at=now)
    for seat in seats:
        seat.failures += 1
    CallSeat.objects.bulk_update(seats, ["failures"])
    called = send_next(callout, seats, now)
    alarm_desk(callout, seats, now)
    return [_words(seat, missed.get(seat.pk), called.get(seat.pk)) for seat in seats]


def send_next(callout: CallOut, seats: Iterable[CallSeat], now: datetime) -> dict[int, Call]:
    """The next person of each ladder is called, by one sending a role and means; who, by seat.

    A seat whose ladder is at its end is the secretariat's.
    """
    asked = {seat.pk: seat for seat in seats}
    planned = Call.objects.filter(seat__in=asked, state=CallState.PLANNED).order_by("seat", "rank")
    first: dict[int, Call] = {}
    for call in planned.select_related("person", "user"):
        first.setdefault(call.seat_id, call)
    waves: dict[tuple[int | None, str], list[Call]] = {}
    for number, call in first.items():
        only = call.channel if call.attempt else ""
        waves.setdefault((asked[number].role_id, only), []).append(call)
    for (role, only), calls in waves.items():
        _send(callout, role, only, calls, now)
    due = now + timedelta(seconds=callout.delay_seconds)
    _move(asked.keys() & first.keys(), State.CALLING, due)
    _move(asked.keys() - first.keys(), State.EXHAUSTED, None)
    for number, seat in asked.items():
        seat.state = State.CALLING if number in first else State.EXHAUSTED
    return first


def alarm_desk(callout: CallOut, seats: Iterable[CallSeat], now: datetime) -> None:
    """The secretariat is told, once a seat, of those that failed thrice or have nobody left."""
    failing = [
        seat.pk
        for seat in seats
        if seat.desk_told_at is None and (seat.failures >= TRIES or seat.state == State.EXHAUSTED)
    ]
    told = CallSeat.objects.filter(pk__in=failing, desk_told_at__isnull=True)
    if not failing or not told.update(desk_told_at=now):
        return
    callout.alarms += 1
    CallOut.objects.filter(pk=callout.pk).update(alarms=callout.alarms)
    notify(CallUnanswered, callout, step=callout.alarms)


def silence(seat: CallSeat) -> None:
    """The messages of the seat that have not left will not."""
    calls = Call.objects.filter(seat=seat, answer="", wave__isnull=False)
    references: dict[int, list[str]] = {}
    for number, key in calls.values_list("wave", "link_key"):
        references.setdefault(number or 0, []).append(str(key))
    for wave in CallWave.objects.filter(pk__in=references):
        cancel(CalledOut, wave, references=references[wave.pk])


def _send(callout: CallOut, role: int | None, only: str, calls: list[Call], now: datetime) -> None:
    callout.waves += 1
    CallOut.objects.filter(pk=callout.pk).update(waves=callout.waves)
    wave = CallWave.objects.create(
        callout=callout, role_id=role, number=callout.waves, channel=only, at=now
    )
    rows = Call.objects.filter(pk__in=[one.pk for one in calls], state=CallState.PLANNED)
    rows.update(state=CallState.SENT, sent_at=now, wave=wave)
    notify(CalledOut, wave)


def _move(seats: Iterable[int], state: str, due: datetime | None) -> None:
    _living(seats).update(state=state, next_due_at=due)


def _living(seats: Iterable[int]) -> QuerySet[CallSeat]:
    return CallSeat.objects.filter(pk__in=list(seats)).exclude(state=State.STOPPED)


def _words(seat: CallSeat, missed: Call | None, called: Call | None) -> str:
    who = missed.who if missed else "personne"
    then = f"{called.who} est appelé" if called else "au secrétariat d’appeler"
    return f"{f'« {seat.role} » : ' if seat.role else ''}{who} → {then}"


def _log(callout: CallOut, said: list[str]) -> None:
    """A few lines whatever the number of people: the lock of the log comes last."""
    links = (callout.get_absolute_url(),)
    for start in range(0, len(said), NAMES):
        words = " ; ".join(said[start : start + NAMES])
        text = f"Rappel « {callout.cause} », sans réponse en {callout.delay_seconds // 60} min. "
        note(
            callout.cell, text + words, by=None, kind=EntryKind.CALL,
            importance=Importance.IMPORTANT, links=links,
        )  # fmt: skip
