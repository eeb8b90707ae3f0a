"""The animator plays an exercise: its clock, its injects, by hand or at their time.

The time of each inject is in PostgreSQL. The clock's task claims what is due (SKIP LOCKED), one
inject a transaction, with its line of the log and its messages: a worker that dies in it has
done nothing, and two workers never play the same one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from coordination.crisis import clock
from coordination.crisis.models import (
    Cell,
    Channel,
    Crisis,
    EntryKind,
    ExerciseClock,
    Inject,
    Objective,
    Observation,
    Role,
)
from coordination.crisis.notices.exercise import InjectPlayedNow
from coordination.crisis.refusals.cell import CellArchived, CrisisMoved
from coordination.crisis.refusals.exercise import ClockMoved, InjectPlayed, NotAnExercise
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.services.writing import Draft, receive
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number

State = Inject.State
PREFIX = "EXERCICE – "
# Played in one tick at most: after an outage the rest comes at the next one.
MOST = 50


@dataclass(frozen=True)
class NewInject:
    """What is to be told, by whom, to whom, when: by hand without `after_minutes`."""

    text: str
    sender: str
    after_minutes: int | None = None
    role: Role | None = None
    channel: str = Channel.TEL
    expected: str = ""
    objective: Objective | None = None


@transaction.atomic
def plan_inject(cell: Cell, new: NewInject, *, by: User, confirmed: bool = False) -> Inject:
    """It waits for its time, or for the animator's hand.

    Raises NotAnExercise, CellArchived, PatientNumber, PatientDoubt.
    """
    _check(cell, (new.text, new.sender, new.expected), confirmed=confirmed)
    inject = Inject(cell=cell, **vars(new))
    inject.due_at = _due(cell.crisis_id, new.after_minutes)
    inject.save(force_insert=True)
    record(by, "inject.planned", inject, cell=cell.name)
    return inject


@transaction.atomic
def edit_inject(inject: Inject, new: NewInject, *, by: User, confirmed: bool = False) -> None:
    """What is still planned is now `new`. Raises InjectPlayed and what `plan_inject` raises."""
    _check(inject.cell, (new.text, new.sender, new.expected), confirmed=confirmed)
    due_at = _due(inject.cell.crisis_id, new.after_minutes)
    _move(inject, State.PLANNED, due_at=due_at, **vars(new))
    record(by, "inject.edited", inject)


@transaction.atomic
def skip_inject(inject: Inject, *, by: User) -> None:
    """It will not be played. Raises InjectPlayed."""
    _move(inject, State.SKIPPED, played_at=clock.now(), played_by=by)
    record(by, "inject.skipped", inject)


@transaction.atomic
def play_inject(inject: Inject, *, by: User) -> None:
    """Played now, whatever its time: the log has its line, its people are told.

    Raises InjectPlayed, CellArchived.
    """
    locked = Inject.objects.select_for_update(of=("self",)).select_related("cell__crisis", "role")
    _play(locked.get(pk=inject.pk), by=by)


def play_due(now: datetime) -> int:
    """What is due is played, each once, in order; how many. Safe to run at any time."""
    played = 0
    while played < MOST and _play_next(now):
        played += 1
    return played


@transaction.atomic
def start_exercise(crisis: Crisis, *, by: User) -> None:
    """T0 is now: what is planned at T+n has its time. Raises NotAnExercise, CrisisMoved,
    ClockMoved."""
    _check_under_way(crisis)
    try:
        with transaction.atomic():
            ticking = ExerciseClock.objects.create(crisis=crisis, started_at=clock.now())
    except IntegrityError as error:
        raise ClockMoved(state="commencé") from error
    _set_times(ticking)
    record(by, "exercise.started", crisis)


@transaction.atomic
def pause_exercise(crisis: Crisis, *, by: User) -> None:
    """Nothing is played by itself any more. Raises NotAnExercise, CrisisMoved, ClockMoved."""
    _check_under_way(crisis)
    running = ExerciseClock.objects.filter(crisis=crisis, paused_at__isnull=True)
    if running.update(paused_at=clock.now()) != 1:
        raise ClockMoved(state="en pause, ou pas encore commencé")
    record(by, "exercise.paused", crisis)


@transaction.atomic
def resume_exercise(crisis: Crisis, *, by: User) -> None:
    """What was planned comes later, by the length of the pause. Raises NotAnExercise,
    CrisisMoved, ClockMoved."""
    _check_under_way(crisis)
    paused = ExerciseClock.objects.filter(crisis=crisis, paused_at__isnull=False)
    lasted = clock.now() - F("paused_at")
    if paused.update(paused_for=F("paused_for") + lasted, paused_at=None) != 1:
        raise ClockMoved(state="en cours, ou pas encore commencé")
    _set_times(ExerciseClock.objects.get(crisis=crisis))
    record(by, "exercise.resumed", crisis)


@transaction.atomic
def add_objective(crisis: Crisis, words: str, *, by: User) -> Objective:
    """The exercise has one more objective, the last. Raises NotAnExercise, CrisisMoved,
    PatientNumber."""
    _check_under_way(crisis)
    if holds_patient_number(words):
        raise PatientNumber
    Crisis.objects.select_for_update().get(pk=crisis.pk)
    last = Objective.objects.filter(crisis=crisis).aggregate(last=Max("rank"))["last"] or 0
    objective = Objective.objects.create(crisis=crisis, words=words, rank=last + 1)
    record(by, "exercise.objective_added", crisis)
    return objective


@transaction.atomic
def observe(
    cell: Cell,
    text: str,
    *,
    by: User,
    objective: Objective | None = None,
    met: str = "",
    seen_at: datetime | None = None,
    confirmed: bool = False,
) -> Observation:
    """What was seen is kept, apart from the log that the players read.

    Raises NotAnExercise, CellArchived, PatientNumber, PatientDoubt.
    """
    _check(cell, (text,), confirmed=confirmed)
    now = clock.now()
    seen = Observation.objects.create(
        cell=cell,
        objective=objective,
        met=met if objective else "",
        text=text,
        seen_at=seen_at or now,
        author=by,
        recorded_at=now,
    )
    record(by, "exercise.observed", cell)
    return seen


@transaction.atomic
def _play_next(now: datetime) -> bool:
    due = Inject.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    inject = due.select_related("cell__crisis", "role").order_by("due_at", "pk").first()
    if inject is not None:
        _play(inject, by=None)
    return inject is not None


def _play(inject: Inject, *, by: User | None) -> None:
    """The row is locked: its line, its state and its messages go together."""
    if inject.state != State.PLANNED:
        raise InjectPlayed(state=inject.get_state_display())
    draft = Draft(
        text=f"{PREFIX}{inject.text}",
        kind=EntryKind.RECEIVED,
        channel=inject.channel,
        from_name=inject.sender,
        to_role=inject.role,
    )
    notify(InjectPlayedNow, inject)
    record(by, "inject.played", inject)
    entry = receive(inject.cell, draft, by=by)
    _move(inject, State.RELEASED, played_at=clock.now(), played_by=by, entry=entry)


def _move(inject: Inject, to: str, **changes: object) -> None:
    if inject.cell.archived_at is not None:
        raise CellArchived
    waiting = Inject.objects.filter(pk=inject.pk, state=State.PLANNED)
    if waiting.update(state=to, **changes) != 1:
        inject.refresh_from_db(fields=["state"])
        raise InjectPlayed(state=inject.get_state_display())
    inject.refresh_from_db()


def _check_under_way(crisis: Crisis) -> None:
    """An exercise that is not over: afterwards its clock stands still with its cells."""
    if not crisis.is_exercise:
        raise NotAnExercise
    if crisis.status == Crisis.Status.COMPLETED:
        raise CrisisMoved(state=crisis.get_status_display())


def _due(crisis: int, after_minutes: int | None) -> datetime | None:
    ticking = ExerciseClock.objects.filter(crisis=crisis).first()
    return ticking.at(after_minutes) if ticking and after_minutes is not None else None


def _set_times(ticking: ExerciseClock) -> None:
    waiting = Inject.objects.planned().filter(
        cell__crisis=ticking.crisis_id, after_minutes__isnull=False
    )
    for inject in waiting.select_for_update(of=("self",)).order_by("pk"):
        due_at = ticking.at(inject.after_minutes or 0)
        Inject.objects.planned().filter(pk=inject.pk).update(due_at=due_at)


def _check(cell: Cell, texts: Iterable[str], *, confirmed: bool) -> None:
    whole = " · ".join(texts)
    if not cell.crisis.is_exercise:
        raise NotAnExercise
    if cell.archived_at is not None:
        raise CellArchived
    if holds_patient_number(whole):
        raise PatientNumber
    passages = doubts(whole)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))
