"""Reminders of tasks, workers killed or many at once: each person told once, none forgotten."""

import os
import signal
from datetime import timedelta
from functools import partial

import pytest

from coordination.crisis import clock
from coordination.crisis.models import Task, TaskDigest, TaskReminder
from coordination.crisis.services import reminders
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.tasks import remind_tasks
from coordination.notifications.models import Notification
from portal.embedded.processes import wait_until
from tests.coordination.crisis.crisis_world import join
from tests.people import UserFactory
from tests.races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.workers]
PEOPLE = 8
# Two workers shared the tasks of one person in a round out of four.
TASKS, ROUNDS = 60, 12


def test_a_worker_killed_on_its_round_reminds_each_person_once(cell, alice, celery_worker):
    late = clock.now() - timedelta(hours=1)
    for _ in range(PEOPLE):
        owner = UserFactory()
        join(cell, owner)
        for title in ("Lits", "Masques"):
            create_task(cell, NewTask(title, owner=owner, due_at=late), by=alice)
    doomed = celery_worker("default")
    remind_tasks.apply_async(queue="default")
    os.killpg(doomed.pid, signal.SIGKILL)

    celery_worker("default")
    for _delivery in range(3):
        remind_tasks.apply_async(queue="default")

    assert wait_until(lambda: TaskDigest.objects.count() == PEOPLE, seconds=60)
    assert TaskReminder.objects.count() == 2 * PEOPLE
    assert not Task.objects.filter(next_due_at__lte=clock.now()).exists()
    told = Notification.objects.filter(publication__notice="tasks_due", channel="inbox")
    assert told.count() == told.values("user").distinct().count() == PEOPLE


def test_workers_at_once_send_one_digest_a_person_with_all_their_tasks(cell, alice):
    owner, late = UserFactory(), clock.now() - timedelta(hours=1)
    join(cell, owner)
    for rank in range(TASKS):
        create_task(cell, NewTask(f"Lits {rank}", owner=owner, due_at=late), by=alice)
    counts = []

    for turn in range(ROUNDS):
        Task.objects.update(next_due_at=late + timedelta(seconds=turn))
        counts.append(sorted(together(*[partial(reminders.remind_tasks, clock.now())] * 6)))

    assert counts == [[0, 0, 0, 0, 0, 1]] * ROUNDS
    digests = TaskDigest.objects.filter(user=owner)
    assert [one.reminders.count() for one in digests] == [TASKS] * ROUNDS
