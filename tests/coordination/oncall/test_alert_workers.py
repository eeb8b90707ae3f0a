"""Each step once: two workers at the same instant, and a real one killed between two steps."""

import os
import signal
import threading

import pytest
from django.db import connection

from coordination.notifications.models import Notification
from coordination.oncall.models import Alert, AlertCall, AlertStep
from coordination.oncall.services.alerts.escalation import play_due
from coordination.oncall.tasks import play_alerts
from portal.embedded.processes import wait_until
from tests.coordination.oncall.alert_world import Calling, due

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_play_a_step_once(aube, troyes):
    scene = Calling(aube, troyes)
    scene.plan()
    alerts = [scene.call() for _ in range(6)]
    for alert in alerts:
        due(alert)
    together, played = threading.Barrier(4), []

    def work():
        together.wait()
        played.append(play_due())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sum(played) == 6
    assert AlertStep.objects.filter(state="served").count() == 12
    assert AlertCall.objects.count() == 12
    told = Notification.objects.filter(publication__notice="alert_called", channel="inbox")
    assert told.count() == 12


@pytest.mark.workers
def test_a_worker_killed_between_two_steps_loses_and_doubles_nothing(aube, troyes, celery_worker):
    scene = Calling(aube, troyes)
    scene.plan()
    alerts = [scene.call() for _ in range(30)]
    for alert in alerts:
        due(alert)
    doomed = celery_worker("urgent")
    play_alerts.apply_async(queue="urgent")
    second = AlertStep.objects.filter(rank=1, repeat=0, state="served")
    assert wait_until(second.exists, seconds=20, pause=0.005)
    os.killpg(doomed.pid, signal.SIGKILL)

    celery_worker("urgent")
    play_alerts.apply_async(queue="urgent")

    assert wait_until(lambda: second.count() == 30, seconds=30)
    assert AlertCall.objects.filter(step__rank=1).count() == 30
    assert not Alert.objects.filter(next_step_due_at__isnull=True).exists()
