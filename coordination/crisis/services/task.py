"""Tasks: made, given, begun, blocked, done, cancelled; each move has its line in the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import Cell, Decision, LogEntry, Role, Task
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.decision import ReasonMissing
from coordination.crisis.refusals.log import EntryEmpty, PatientDoubt, PatientNumber
from coordination.crisis.refusals.task import (
    OriginElsewhere,
    OwnerElsewhere,
    TaskIncomplete,
    TaskMoved,
    TwoOwners,
)
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.log_page import last_mover
from coordination.crisis.selectors.membership import people_of
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number

State = Task.State
# From this level a task says who and when (rule 12).
COMPLETE_FROM = 2
# Its owner is told this long before the time, when there is so long.
BEFORE = timedelta(minutes=30)


@dataclass(frozen=True)
class NewTask:
    """What is to be done, by whom (a person or a role), for when, born from what."""

    title: str
    detail: str = ""
    owner: User | None = None
    owner_role: Role | None = None
    due_at: datetime | None = None
    priority: int = Task.Priority.NORMAL
    entry: LogEntry | None = None
    decision: Decision | None = None
    origin: str = ""


@transaction.atomic
def create_task(cell: Cell, said: NewTask, *, by: User, confirmed: bool = False) -> Task:
    """The task is to do, its owner reminded in time; the log says so.

    Raises NotOnDuty, CellArchived, EntryEmpty, PatientNumber, PatientDoubt, TwoOwners,
    OwnerElsewhere, TaskIncomplete (rule 12), OriginElsewhere.
    """
    _on_duty(cell, by)
    _check_words(said.title, said.detail, confirmed=confirmed)
    _check_owner(cell, said.owner, said.owner_role, said.due_at)
    if any(one.log_id != cell.pk for one in [said.entry] if one) or any(
        one.cell_id != cell.pk for one in [said.decision] if one
    ):
        raise OriginElsewhere
    now = clock.now()
    task = Task.objects.create(
        cell=cell,
        title=said.title.strip(),
        detail=said.detail,
        owner=said.owner,
        owner_role=said.owner_role,
        due_at=said.due_at,
        priority=said.priority,
        entry=said.entry,
        decision=said.decision,
        origin=said.origin or _origin(said),
        created_by=by,
        created_at=now,
        next_due_at=first_reminder(said.due_at, now),
    )
    record(by, "task.created", task, priority=task.priority)
    note(cell, f"Tâche à faire : {task.title} ({owner_words(task)}{_when(task)})", by=by,
         links=(task.get_absolute_url(),))  # fmt: skip
    return task


@transaction.atomic
def assign_task(
    task: Task, *, by: User, owner: User | None, owner_role: Role | None, due_at: datetime | None
) -> None:
    """The open task is theirs, for that time. Raises what `create_task` raises, and TaskMoved."""
    _on_duty(task.cell, by)
    _check_owner(task.cell, owner, owner_role, due_at)
    was = f"{owner_words(task)}{_when(task)}"
    given = {"owner": owner, "owner_role": owner_role, "due_at": due_at}
    _move(task, Task.OPEN, None, next_due_at=first_reminder(due_at, clock.now()), **given)
    record(by, "task.assigned", task)
    note(task.cell, f"Tâche « {task.title} » : {was} → {owner_words(task)}{_when(task)}", by=by,
         links=(task.get_absolute_url(),))  # fmt: skip


@transaction.atomic
def start_task(task: Task, *, by: User) -> None:
    """To do, or blocked, to in progress. Raises NotOnDuty, CellArchived, TaskMoved."""
    _on_duty(task.cell, by)
    was = task.get_state_display()
    _move(task, (State.TODO, State.BLOCKED), State.DOING, blocked_reason="")
    _say(task, was, by=by)


@transaction.atomic
def block_task(task: Task, *, reason: str, by: User) -> None:
    """In progress to blocked, and why. Raises ReasonMissing, PatientNumber, TaskMoved."""
    _on_duty(task.cell, by)
    _check_reason(reason)
    was = task.get_state_display()
    _move(task, (State.DOING,), State.BLOCKED, blocked_reason=reason)
    _say(task, was, by=by, why=reason)


@transaction.atomic
def finish_task(task: Task, *, proof: str = "", by: User) -> None:
    """In progress to done. Raises NotOnDuty, CellArchived, PatientNumber, TaskMoved."""
    _on_duty(task.cell, by)
    if holds_patient_number(proof):
        raise PatientNumber
    was = task.get_state_display()
    _move(task, (State.DOING,), State.DONE, proof=proof, **_ended(by))
    _say(task, was, by=by, why=proof, word="Preuve")


@transaction.atomic
def cancel_task(task: Task, *, reason: str, by: User) -> None:
    """Open to cancelled, and why. Raises ReasonMissing, PatientNumber, TaskMoved."""
    _on_duty(task.cell, by)
    _check_reason(reason)
    was = task.get_state_display()
    _move(task, Task.OPEN, State.CANCELLED, end_reason=reason, **_ended(by))
    _say(task, was, by=by, why=reason)


def first_reminder(due_at: datetime | None, now: datetime) -> datetime | None:
    """A while before the time; at the time when it is closer; now when it is past."""
    if due_at is None:
        return None
    return due_at - BEFORE if due_at - BEFORE > now else max(due_at, now)


def owner_words(task: Task) -> str:
    """Who is in charge, in words."""
    if task.owner:
        return str(task.owner)
    return f"fonction « {task.owner_role} »" if task.owner_role else "à personne"


def _when(task: Task) -> str:
    if task.due_at is None:
        return ", sans échéance"
    return f", pour le {task.due_at.astimezone(task.cell.zone):%d/%m à %H h %M}"


def _origin(said: NewTask) -> str:
    if said.decision:
        return Task.Origin.DECISION
    return Task.Origin.ENTRY if said.entry else Task.Origin.OTHER


def _ended(by: User) -> dict[str, object]:
    return {"ended_at": clock.now(), "ended_by": by, "next_due_at": None, "blocked_reason": ""}


def _on_duty(cell: Cell, by: User) -> None:
    if cell.archived_at is not None:
        raise CellArchived
    if not may_write_log(by, cell):
        raise NotOnDuty


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
    if holds_patient_number(reason):
        raise PatientNumber


def _check_words(title: str, detail: str, *, confirmed: bool) -> None:
    whole = f"{title} · {detail}"
    if not title.strip():
        raise EntryEmpty
    if holds_patient_number(whole):
        raise PatientNumber
    passages = doubts(whole)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))


def _check_owner(
    cell: Cell, owner: User | None, role: Role | None, due_at: datetime | None
) -> None:
    if owner and role:
        raise TwoOwners
    if cell.level >= COMPLETE_FROM and (due_at is None or not (owner or role)):
        raise TaskIncomplete
    if owner and not people_of(cell).filter(pk=owner.pk).exists():
        raise OwnerElsewhere(who=owner)
    if role and not roles_of_cell(cell).filter(pk=role.pk).exists():
        raise OwnerElsewhere(who=role)


def _move(task: Task, before: tuple[str, ...], after: str | None, **with_it: object) -> None:
    """One writer only, from the state that was read. Raises TaskMoved."""
    rows = Task.objects.filter(pk=task.pk, state=task.state, state__in=before)
    if rows.update(state=after or task.state, **with_it) != 1:
        task.refresh_from_db(fields=["state"])
        who = last_mover(task.cell, task.get_absolute_url())
        raise TaskMoved(state=task.get_state_display(), who=who)
    task.refresh_from_db()


def _say(task: Task, was: str, *, by: User, why: str = "", word: str = "Motif") -> None:
    record(by, f"task.{task.state}", task)
    because = f". {word} : {why}" if why else ""
    words = f"Tâche « {task.title} » : {was} → {task.get_state_display()}{because}"
    note(task.cell, words, by=by, links=(task.get_absolute_url(),))
