"""Reminders of tasks: one digest a person, nothing lost nor doubled (rule 12).

The tasks that are due are claimed (SKIP LOCKED) in one transaction, which writes the digests,
their messages and the next reminder. A worker that dies in it has done nothing; another that
comes meanwhile does nothing: skipping locked rows alone would share one person's tasks between
the two, a digest each. After an outage all that is due makes one digest.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from coordination.crisis.models import CellMember, Task, TaskDigest, TaskReminder
from coordination.crisis.notices.task import CriticalTasksDue, TasksDue
from coordination.notifications.services import notify
from portal.locks import alone

LOCK = 7203  # one worker reminds at a time
# Claimed at once: one person's tasks of a whole territory fit in one digest.
BATCH = 1000
# Once past its time, a task is told again this often; a critical one sooner.
AGAIN, AGAIN_CRITICAL = timedelta(hours=12), timedelta(hours=1)
# Nobody is in charge and nobody keeps the log: looked at again soon.
NOBODY = timedelta(minutes=15)


@transaction.atomic
def remind_tasks(now: datetime) -> int:
    """Who has tasks due is reminded of them, once; how many people. Safe to run at any time.

    Does nothing while another worker reminds.
    """
    if not alone(LOCK):
        return 0
    due = Task.objects.open().filter(next_due_at__lte=now, cell__archived_at__isnull=True)
    claimed = due.select_for_update(skip_locked=True, of=("self",))
    tasks = list(claimed.select_related("cell__crisis").order_by("cell", "pk")[:BATCH])
    people = _people(tasks, now)
    digests: dict[tuple[int, bool], list[Task]] = {}
    for task in tasks:
        for user in people[task.pk]:
            digests.setdefault((user, task.cell.crisis.is_exercise), []).append(task)
        # Taken from now, not from what was due: an outage does not send what it missed.
        task_due, told = task.next_due_at, bool(people[task.pk])
        rows = Task.objects.filter(pk=task.pk, next_due_at=task_due)
        rows.update(next_due_at=_next(task, now) if told else now + NOBODY)
    for (user, is_exercise), mine in digests.items():
        _tell(user, mine, is_exercise=is_exercise, now=now)
    return len(digests)


def _tell(user: int, tasks: list[Task], *, is_exercise: bool, now: datetime) -> None:
    digest = TaskDigest.objects.create(user_id=user, is_exercise=is_exercise, at=now)
    TaskReminder.objects.bulk_create(
        TaskReminder(digest=digest, task=task, user_id=user, due=task.next_due_at or now)
        for task in tasks
    )
    critical = any(task.is_critical for task in tasks)
    notify(CriticalTasksDue if critical else TasksDue, digest)


def _next(task: Task, now: datetime) -> datetime:
    """At its time when it is still to come, then again and again until it is done."""
    if task.due_at is not None and task.due_at > now:
        return task.due_at
    return now + (AGAIN_CRITICAL if task.is_critical else AGAIN)


def _people(tasks: Iterable[Task], now: datetime) -> dict[int, set[int]]:
    """Whom to tell of each task: its owner, who holds its role, else the secretariat, else who
    leads."""
    tasks = list(tasks)
    members = CellMember.objects.filter(
        cell__in={task.cell_id for task in tasks}, period__contains=now, role__isnull=False
    )
    held: dict[int, list[CellMember]] = {}
    for member in members.select_related("role"):
        held.setdefault(member.cell_id, []).append(member)
    return {task.pk: _people_of(task, held.get(task.cell_id, [])) for task in tasks}


def _people_of(task: Task, members: list[CellMember]) -> set[int]:
    if task.owner_id:
        return {task.owner_id}
    mine = {one.user_id for one in members if one.role_id == task.owner_role_id}
    desk = {one.user_id for one in members if one.role and one.role.keeps_log}
    lead = {one.user_id for one in members if one.role and one.role.leads}
    return mine or desk or lead
