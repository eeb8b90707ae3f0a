"""A cell changes level, or is lifted: decided by somebody, for a reason, and kept for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import Activation, Cell, Crisis, EntryKind, ExitCheck, Importance
from coordination.crisis.notices.cell import CellLevelChanged
from coordination.crisis.refusals.cell import (
    CellArchived,
    CrisisMoved,
    CriticalTasksOpen,
    DecisionInTheFuture,
    ExitUnfinished,
    LevelMoved,
    LevelUnknown,
    NotOnDuty,
)
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.rules import may_run_cell
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.callout.launch import end_callouts
from coordination.crisis.services.crisis import begin_crisis
from coordination.crisis.services.debrief import open_debrief
from coordination.crisis.services.meetings.planning import cancel_coming
from coordination.crisis.services.sitrep_follow import reckon_due
from coordination.crisis.services.writing import note
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number
from portal.lib.text import counted

FUTURE = timedelta(minutes=5)
# The questionnaire à chaud is due within (sheet 9).
RETEX_WITHIN = timedelta(hours=72)


@dataclass(frozen=True)
class Decided:
    """Who decides, as what, when, on what basis, why (rule 8)."""

    by: User
    capacity: str
    basis: str
    reason: str
    at: datetime | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class Check:
    """One line of the exit checklist: done, or what is to be known of it."""

    is_done: bool
    note: str = ""


@transaction.atomic
def change_level(cell: Cell, *, to: int, decided: Decided, by: User) -> Activation:
    """The cell is at level `to`, above 0; its people are told, its log says so.

    Raises NotOnDuty, CellArchived, LevelUnknown, LevelMoved, DecisionInTheFuture, PatientNumber,
    CrisisMoved.
    """
    if to == 0:
        raise LevelUnknown
    if not may_run_cell(by, cell):
        raise NotOnDuty
    return first_level(cell, to=to, decided=decided, by=by)


@transaction.atomic
def first_level(cell: Cell, *, to: int, decided: Decided, by: User) -> Activation:
    """As `change_level`, for a cell that opens: nobody is on duty in it yet."""
    activation = _activate(cell, to=to, decided=decided, by=by)
    begin_crisis(cell.crisis, by=by)
    _tell(activation, by=by)
    return activation


@transaction.atomic
def lift_cell(
    cell: Cell, *, decided: Decided, checks: Mapping[str, Check], by: User, despite: str = ""
) -> Activation:
    """The cell is at level 0, its exit checklist kept with it; the debrief is due in 72 hours.

    `despite`: why, when critical tasks are open. Raises what `change_level` raises, and
    ExitUnfinished, CriticalTasksOpen.
    """
    if not may_run_cell(by, cell):
        raise NotOnDuty
    leaving = exit_of(cell)
    left = [
        term.label
        for term in leaving.checks
        if not (one := checks.get(term.code, Check(is_done=False))).is_done and not one.note
    ]
    if left:
        raise ExitUnfinished(left=", ".join(left))
    if leaving.critical_tasks and not despite:
        words = "tâche critique ouverte", "tâches critiques ouvertes"
        raise CriticalTasksOpen(tasks=counted(leaving.critical_tasks, *words))
    activation = _activate(cell, to=0, decided=decided, by=by)
    ExitCheck.objects.bulk_create(
        ExitCheck(
            activation=activation,
            code=term.code,
            label=term.label,
            is_done=checks[term.code].is_done,
            note=checks[term.code].note,
        )
        for term in leaving.checks
    )
    cell.retex_due_at = activation.decided_at + RETEX_WITHIN
    Cell.objects.filter(pk=cell.pk).update(retex_due_at=cell.retex_due_at)
    cancel_coming(cell, by=by)
    open_debrief(activation, due_at=cell.retex_due_at)
    end_callouts(cell, by=by)
    _tell(activation, by=by, despite=despite)
    return activation


def _activate(cell: Cell, *, to: int, decided: Decided, by: User) -> Activation:
    """The level is changed by one writer only: the row says from which level."""
    now = clock.now()
    at = decided.at or now
    _check(cell, decided, at)
    level = level_of(cell, to)
    if level is None:
        raise LevelUnknown
    before, moved = cell.level, Cell.objects.filter(pk=cell.pk, level=cell.level).exclude(level=to)
    if moved.update(level=to, level_name=level.name, level_since=at) != 1:
        cell.refresh_from_db(fields=["level"])
        raise LevelMoved(level=cell.level)
    cell.level, cell.level_name, cell.level_since = to, level.name, at
    activation = Activation.objects.create(
        cell=cell,
        from_level=before,
        to_level=to,
        level_name=level.name,
        decided_by=decided.by,
        capacity=decided.capacity,
        decided_at=at,
        recorded_by=by,
        recorded_at=now,
        basis=decided.basis,
        reason=decided.reason,
        review_on=decided.review_on,
    )
    reckon_due(cell)
    record(by, "cell.level_changed", cell, was=before, now=to)
    return activation


def _check(cell: Cell, decided: Decided, at: datetime) -> None:
    if cell.archived_at is not None:
        raise CellArchived
    if at > clock.now() + FUTURE:
        raise DecisionInTheFuture
    if holds_patient_number(" · ".join((decided.reason, decided.basis, decided.capacity))):
        raise PatientNumber
    # The same lock as `complete_crisis`: an ended crisis has no active cell.
    crisis = Crisis.objects.select_for_update().get(pk=cell.crisis_id)
    if crisis.status == Crisis.Status.COMPLETED:
        raise CrisisMoved(state=crisis.get_status_display())


def _tell(activation: Activation, *, by: User, despite: str = "") -> None:
    """The people of the cell are told, and its log says so: the lock of the log comes last."""
    cell = activation.cell
    notify(CellLevelChanged, activation)
    words = "Cellule levée" if activation.is_lift else f"Niveau {activation.to_level}"
    because = f" Levée malgré des tâches critiques ouvertes : {despite}" if despite else ""
    note(
        cell,
        f"{words} ({activation.level_name}), au lieu du niveau {activation.from_level}. Décidé par "
        f"{activation.decided_by}, {activation.capacity}. Fondement : {activation.basis}. "
        f"Motif : {activation.reason}{because}",
        by=by,
        kind=EntryKind.DECISION,
        importance=Importance.IMPORTANT,
        in_sitrep=True,
        occurred_at=activation.decided_at,
    )
