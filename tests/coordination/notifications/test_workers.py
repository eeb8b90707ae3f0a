"""Delivery by real Celery workers, on a real broker."""

import json
import os
import signal
from pathlib import Path

import pytest
from django.db import connection, transaction

from coordination.notifications.models import Heartbeat, Notification, Preference, Publication
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.embedded.processes import wait_until
from tests.coordination.notifications.notices import Crowd, Fact
from tests.people import UserFactory

pytestmark = [pytest.mark.workers, pytest.mark.django_db(transaction=True)]
SETTINGS = "tests.coordination.notifications.settings"


@pytest.fixture
def worker(celery_worker, settings, tmp_path):
    """`worker(queues)` starts one that knows the notices of the tests and writes SMS here."""

    def start(queues="urgent,default,bulk", **env):
        fixed = {"DJANGO_SETTINGS_MODULE": SETTINGS, "PORTAL_VAR_DIR": str(tmp_path)}
        return celery_worker(queues, **fixed | env)

    return start


def people(count):
    """That many people called Martin, reached by SMS at any hour."""
    made = User.objects.bulk_create(
        User(email=f"m{rank}@exemple.fr", first_name=f"M{rank}", last_name="Martin")
        for rank in range(count)
    )
    Preference.objects.bulk_create(
        Preference(
            user=user, phone=f"+336{rank:08d}", channels=["sms"], quiet_from=None, quiet_until=None
        )
        for rank, user in enumerate(made)
    )
    return made[0]


def received(folder: Path) -> list[str]:
    days = [file.read_text() for file in (folder / "sms").glob("*.jsonl")]
    return [json.loads(line)["key"] for day in days for line in day.splitlines()]


def all_in(*states) -> bool:
    return not Notification.objects.filter(channel="sms").exclude(state__in=states).exists()


def test_a_fact_published_in_a_request_leaves_by_itself(martin, worker):
    worker()

    with transaction.atomic():
        notify(Fact, martin)

    sent = Notification.objects.filter(channel="email", state="accepted")
    assert wait_until(sent.exists, seconds=10)


def test_a_crowd_is_written_and_sent_by_workers(worker, tmp_path):
    first = people(250)
    worker()

    with transaction.atomic():
        notify(Crowd, first)

    sent = Notification.objects.filter(channel="sms", state="accepted")
    assert wait_until(lambda: sent.count() == 250, seconds=20)
    assert len(received(tmp_path)) == len(set(received(tmp_path))) == 250


def test_lost_rings_only_delay(martin, broker, worker):
    # Somebody else: two messages to one person within a minute would be told together, later.
    durand = UserFactory(last_name="Durand")
    with transaction.atomic():
        notify(Fact, martin)
        crowd = notify(Crowd, durand)
    broker.flushdb()
    Publication.objects.filter(pk=crowd.pk).update(created_at="2020-01-01T00:00Z")

    worker()

    # No beat runs here: the worker's own clock asks for the sweep.
    sent = Notification.objects.filter(channel="email", state="accepted")
    assert wait_until(lambda: sent.count() == 2, seconds=180)
    assert Heartbeat.objects.filter(name="sweep").exists()


def test_a_worker_killed_while_sending_loses_nothing(worker, tmp_path):
    first = people(900)
    with transaction.atomic():
        notify(Crowd, first)
    doomed = worker()
    accepted = Notification.objects.filter(channel="sms", state="accepted")
    assert wait_until(lambda: accepted.count() > 200, seconds=20, pause=0.01)
    os.killpg(doomed.pid, signal.SIGKILL)
    Notification.objects.filter(state="sending").update(lease_until="2020-01-01T00:00Z")

    worker()

    assert wait_until(lambda: all_in("accepted", "uncertain"), seconds=60)
    keys = received(tmp_path)
    assert len(set(keys)) == 900
    assert len(keys) - len(set(keys)) <= 1


def test_the_database_restarted_while_sending_loses_nothing(worker, tmp_path):
    first = people(700)
    worker()
    with transaction.atomic():
        notify(Crowd, first)
    accepted = Notification.objects.filter(channel="sms", state="accepted")
    assert wait_until(lambda: accepted.count() > 100, seconds=20, pause=0.01)

    # Every connection of the workers is cut, as a restart of PostgreSQL does.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    Notification.objects.filter(state="sending").update(lease_until="2020-01-01T00:00Z")

    assert wait_until(lambda: all_in("accepted", "uncertain"), seconds=90)
    keys = received(tmp_path)
    assert len(set(keys)) == 700
    assert len(keys) - len(set(keys)) <= 1
