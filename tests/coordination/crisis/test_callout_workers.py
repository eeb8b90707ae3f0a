"""Each call once: an answer while the clock escalates, and a worker killed in the middle."""

import os
import signal
import threading

import pytest
from django.db import connection

from coordination.crisis.models import Call, CallSeat, LogEntry
from coordination.crisis.services.callout.answer import Said, answer_call
from coordination.crisis.services.callout.escalation import play_due
from coordination.crisis.services.callout.launch import Wanted, launch_callout
from coordination.crisis.tasks import play_callouts
from coordination.notifications.models import Notification
from portal.embedded.processes import wait_until
from tests.coordination.crisis.callout_world import launch, name_for
from tests.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def make_due(callout):
    CallSeat.objects.filter(callout=callout, state="calling").update(next_due_at=callout.opened_at)


def test_an_answer_while_the_clock_escalates_is_kept_and_nobody_is_called_twice(
    cell, alice, bob, emile
):
    name_for(cell, "capacity", bob, emile, by=alice)
    callout = launch(cell, "capacity", by=alice)
    first = Call.objects.get(callout=callout, user=bob, attempt=0)
    make_due(callout)
    together = threading.Barrier(4)

    def escalate():
        together.wait()
        play_due()
        connection.close()

    def answer():
        together.wait()
        answer_call(first, Said("on_site"), via="link")
        connection.close()

    threads = [threading.Thread(target=act) for act in (answer, escalate, escalate, escalate)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    first.refresh_from_db()
    sent = Call.objects.filter(callout=callout, wave__isnull=False)
    told = Notification.objects.filter(publication__notice="called_out", channel="inbox")
    assert first.answer == "on_site"
    assert CallSeat.objects.get(callout=callout).state == "manned"
    assert told.count() == sent.count() <= 2


@pytest.mark.workers
def test_a_worker_killed_while_it_escalates_loses_and_doubles_nobody(cell, alice, celery_worker):
    people = tuple(UserFactory() for _ in range(30))
    callout = launch_callout(cell, Wanted("Renfort", people=people), by=alice)
    make_due(callout)
    doomed = celery_worker("urgent")
    play_callouts.apply_async(queue="urgent")
    os.killpg(doomed.pid, signal.SIGKILL)

    celery_worker("urgent")
    for _delivery in range(3):
        play_callouts.apply_async(queue="urgent")
    again = Call.objects.filter(callout=callout, attempt=1, state="sent")

    assert wait_until(lambda: again.count() == 30, seconds=60)
    assert Call.objects.filter(callout=callout, attempt=0, state="escalated").count() == 30
    told = Notification.objects.filter(publication__notice="called_out", channel="inbox")
    assert told.count() == 60 and told.values("user").distinct().count() == 30
    assert LogEntry.objects.filter(log=cell.pk, importance="important", author=None).count() == 1
