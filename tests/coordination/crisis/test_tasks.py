"""Tasks: owned, timed, moved in order; at level 2 nothing is left to nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.crisis import clock
from coordination.crisis.models import LogEntry, Task, TaskDigest, TaskReminder
from coordination.crisis.refusals.cell import CriticalTasksOpen
from coordination.crisis.refusals.decision import ReasonMissing
from coordination.crisis.refusals.task import OwnerElsewhere, TaskIncomplete, TaskMoved, TwoOwners
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services import task as work
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.reminders import remind_tasks
from coordination.crisis.services.task import NewTask
from coordination.notifications.models import Notification
from tests.coordination.crisis.crisis_world import decided, join, open_departmental, role

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_at_level_two_a_task_says_who_and_when_and_belongs_to_one(cell, alice, bob, aube):
    soon, capacity = clock.now() + HOUR, role(cell, "capacity")
    refused = [
        ({}, TaskIncomplete),
        ({"owner": alice}, TaskIncomplete),
        ({"due_at": soon}, TaskIncomplete),
        ({"owner": alice, "owner_role": capacity, "due_at": soon}, TwoOwners),
        ({"owner": bob, "due_at": soon}, OwnerElsewhere),
    ]

    for said, why in refused:
        with pytest.raises(why):
            work.create_task(cell, NewTask("Appeler le SAMU", **said), by=alice)
    kept = work.create_task(
        cell, NewTask("Appeler le SAMU", owner_role=capacity, due_at=soon), by=alice
    )
    low = open_departmental(aube, by=alice, level=1)

    assert work.create_task(low, NewTask("Appeler"), by=alice).next_due_at is None
    assert kept.next_due_at == soon - timedelta(minutes=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=kept.pk).update(owner=alice)


def test_a_task_moves_in_order_each_move_in_the_log_and_two_people_do_not_both_move_it(
    cell, alice, bob
):
    join(cell, bob, "capacity")
    task = work.create_task(cell, NewTask("Compter", owner=bob, due_at=clock.now() + HOUR), by=bob)
    stale = Task.objects.get(pk=task.pk)

    with pytest.raises(TaskMoved, match="à faire"):
        work.finish_task(task, by=bob)
    work.start_task(task, by=bob)
    with pytest.raises(TaskMoved, match="en cours"):
        work.start_task(stale, by=alice)
    with pytest.raises(ReasonMissing):
        work.block_task(task, reason="", by=bob)
    work.block_task(task, reason="pas de réponse", by=bob)
    work.start_task(task, by=bob)
    work.finish_task(task, proof="tableau envoyé", by=bob)
    with pytest.raises(TaskMoved, match="faite"):
        work.cancel_task(task, reason="inutile", by=bob)

    lines = LogEntry.objects.filter(log=cell.pk, links=[task.get_absolute_url()])
    assert lines.count() == 5
    assert (task.state, task.next_due_at, task.proof) == ("done", None, "tableau envoyé")


def test_a_lift_with_critical_tasks_open_asks_for_a_reason(cell, alice):
    work.create_task(
        cell, NewTask("Oxygène", owner=alice, due_at=clock.now() + HOUR, priority=5), by=alice
    )
    checks = {one.code: Check(is_done=True) for one in exit_of(cell).checks}

    with pytest.raises(CriticalTasksOpen, match="1 tâche critique ouverte"):
        lift_cell(cell, decided=decided(alice), checks=checks, by=alice)
    lift_cell(cell, decided=decided(alice), checks=checks, by=alice, despite="repris par l’ARS")

    assert cell.level == 0


def test_one_digest_a_person_after_an_outage_follows_the_role_and_three_deliveries_tell_once(
    cell, alice, bob, emile
):
    now, capacity = clock.now(), role(cell, "capacity")
    member = join(cell, bob, "capacity")
    secretary = join(cell, emile, "secretariat")
    for title, more in (
        ("Lits", {"owner_role": capacity}),
        ("Oxygène", {"owner_role": capacity, "priority": 5}),
        ("Point", {"owner": alice}),
        ("Masques", {"owner_role": role(cell, "logistics")}),
    ):
        work.create_task(cell, NewTask(title, due_at=now + HOUR, **more), by=alice)

    told = [remind_tasks(now + 7 * HOUR) for _delivery in range(3)]

    assert told == [3, 0, 0]
    assert {one.user: one.reminders.count() for one in TaskDigest.objects.all()} == {
        bob: 2, alice: 1, emile: 1,
    }  # fmt: skip
    sent = Notification.objects.filter(channel="inbox")
    assert sent.filter(user=bob, publication__notice="tasks_due_critical").count() == 1
    assert sent.filter(user=emile, publication__notice="tasks_due").count() == 1
    # The critical one comes back after an hour, to whoever holds the role by then.
    end_membership(member, by=alice)
    end_membership(secretary, by=alice)
    join(cell, emile, "capacity")
    later = now + 8 * HOUR
    assert remind_tasks(later) == 1
    again = TaskReminder.objects.get(digest__at=later)
    assert (again.user, again.task.title) == (emile, "Oxygène")
