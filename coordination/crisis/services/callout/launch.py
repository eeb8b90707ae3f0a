"""A call-out begins: its ladders are frozen, the first of each is called; it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    Call,
    CallOut,
    CallSeat,
    Cell,
    EntryKind,
    FunctionalContact,
    Group,
    Importance,
    Role,
)
from coordination.crisis.notices.callout import CalledOut
from coordination.crisis.refusals.callout import (
    CallOutEnded,
    CauseMissing,
    JustLaunched,
    NobodyToCall,
    RoleBeingCalled,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.rules import may_call_out
from coordination.crisis.selectors.callout.ladder import (
    Asked,
    SeatPlan,
    accounts_called,
    plan,
    reachable,
)
from coordination.crisis.services.callout.escalation import (
    alarm_desk,
    locked,
    send_next,
)
from coordination.crisis.services.exercise import check_recipients
from coordination.crisis.services.writing import note
from coordination.notifications.services import cancel
from coordination.oncall.models import Person
from coordination.oncall.selectors.alerts.calling import database_now
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number
from portal.lib.text import counted

DELAY_SECONDS = 300
FIRST_CODE, CODES = 10, 90
State = CallSeat.State


@dataclass(frozen=True)
class Wanted:
    """Why, which roles, or which people with the reason each is told, which contacts, which
    groups."""

    cause: str
    roles: tuple[Role, ...] = ()
    people: tuple[User, ...] = ()
    cards: tuple[Person, ...] = ()
    contacts: tuple[FunctionalContact, ...] = ()
    groups: tuple[Group, ...] = ()
    why: str = "liste"

    @property
    def asked(self) -> Asked:
        """What the ladders are drawn from."""
        lists = self.people, self.cards, self.contacts, self.groups
        return Asked(self.roles, *lists, why=self.why)


@transaction.atomic
def launch_callout(cell: Cell, wanted: Wanted, *, by: User) -> CallOut:
    """The first person of each ladder has been called, the others follow by themselves.

    What the secretariat must do by hand is told to it at once. Raises NotOnDuty, CellArchived,
    CauseMissing, PatientNumber, RoleBeingCalled, JustLaunched, NobodyToCall, OutsideExercise.
    """
    cause = " ".join(wanted.cause.split())[:160]
    _check(cell, cause, by=by)
    # Two clicks at once: the second waits here, and finds that it is done.
    Cell.objects.select_for_update().get(pk=cell.pk)
    _check_not_called(cell, wanted)
    plans = plan(cell, wanted.asked, besides=by)
    if not reachable(plans) and not any(seat.by_hand for seat in plans):
        raise NobodyToCall
    check_recipients(cell.crisis, accounts_called(plans))
    now = clock.told() or database_now()
    callout = CallOut.objects.create(
        cell=cell,
        cause=cause,
        code=_code(),
        delay_seconds=DELAY_SECONDS,
        opened_by=by,
        opened_at=now,
    )
    seats = _freeze(callout, plans, now)
    record(by, "callout.launched", callout, seats=len(seats), people=reachable(plans))
    send_next(callout, [seat for seat in seats if seat.state == State.CALLING], now)
    alarm_desk(callout, [seat for seat in seats if seat.state == State.EXHAUSTED], now)
    people = counted(reachable(plans), "personne", "personnes")
    words = f"{counted(len(seats), 'place', 'places')}, {people} dans les échelles"
    _say(callout, f"Rappel lancé par {by} : « {cause} ». {words}", by=by)
    return callout


@transaction.atomic
def end_callout(callout: CallOut, *, by: User) -> None:
    """Nobody is called any more and the links close; answers given stay. Raises NotOnDuty,
    CellArchived, CallOutEnded."""
    if not may_call_out(by, callout.cell):
        raise NotOnDuty
    held = locked(callout)
    if held.cell.archived_at is not None:
        raise CellArchived
    if held.ended_at is not None:
        raise CallOutEnded
    said = _end(held, by=by)
    _say(held, f"Rappel terminé par {by} : « {held.cause} ». {said}", by=by)


def end_callouts(cell: Cell, *, by: User) -> None:
    """Nobody is called any more to a cell that is lifted. In the transaction that lifts it."""
    for one in CallOut.objects.filter(cell=cell, ended_at__isnull=True).order_by("pk"):
        held = locked(one)
        if held.ended_at is None:
            said = _end(held, by=by)
            _say(held, f"Rappel terminé par la levée : « {held.cause} ». {said}", by=by)


def _end(held: CallOut, *, by: User) -> str:
    """Its seats stand, its messages do not leave, its links close; how many came, in words."""
    now = clock.told() or database_now()
    CallOut.objects.filter(pk=held.pk).update(ended_at=now, ended_by=by)
    seats = CallSeat.objects.filter(callout=held, state=State.CALLING)
    seats.update(state=State.STOPPED, next_due_at=None)
    for wave in held.sendings.all():
        cancel(CalledOut, wave)
    record(by, "callout.ended", held)
    manned = CallSeat.objects.filter(callout=held, state=State.MANNED).count()
    total = CallSeat.objects.filter(callout=held).count()
    return f"{counted(manned, 'place pourvue', 'places pourvues')} sur {total}"


def _check(cell: Cell, cause: str, *, by: User) -> None:
    if not may_call_out(by, cell):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    if not cause:
        raise CauseMissing
    if holds_patient_number(cause):
        raise PatientNumber


def _check_not_called(cell: Cell, wanted: Wanted) -> None:
    """Nobody is being called for these roles; the same list was not called a minute ago."""
    living = CallOut.objects.living().filter(cell=cell)
    called = CallSeat.objects.filter(callout__in=living, state=State.CALLING)
    known = called.filter(role__in=wanted.roles).select_related("role").first()
    if known is not None:
        raise RoleBeingCalled(role=known.role)
    just_now = (clock.told() or database_now()) - timedelta(minutes=1)
    listed = wanted.people or wanted.cards or wanted.contacts or wanted.groups
    if listed and living.filter(opened_at__gte=just_now).exists():
        raise JustLaunched


def _freeze(callout: CallOut, plans: list[SeatPlan], now: datetime) -> list[CallSeat]:
    """The seats with their whole ladders; without anybody to call, one is the secretariat's."""
    seats = [
        CallSeat(
            callout=callout,
            role=plan.role,
            place=plan.place,
            state=State.CALLING if plan.rungs else State.EXHAUSTED,
            next_due_at=now if plan.rungs else None,
            note=plan.note,
        )
        for plan in plans
    ]
    CallSeat.objects.bulk_create(seats)
    Call.objects.bulk_create(
        Call(
            callout=callout,
            seat=seat,
            rank=rank,
            attempt=rung.attempt,
            person_id=rung.candidate.person,
            user_id=rung.candidate.user,
            contact=rung.contact,
            channel=rung.channel,
            why=rung.candidate.why,
        )
        for seat, plan in zip(seats, plans, strict=True)
        for rank, rung in enumerate(plan.rungs)
    )
    return seats


def _say(callout: CallOut, words: str, *, by: User) -> None:
    note(
        callout.cell, words, by=by, kind=EntryKind.CALL,
        importance=Importance.IMPORTANT, links=(callout.get_absolute_url(),),
    )  # fmt: skip


def _code() -> str:
    """A number that no call-out under way bears; none when all are taken."""
    busy = set(CallOut.objects.living().values_list("code", flat=True))
    last = CallOut.objects.count()
    numbers = [str(FIRST_CODE + (last + rank) % CODES) for rank in range(CODES)]
    return next((number for number in numbers if number not in busy), "")
