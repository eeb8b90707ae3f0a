"""The doorbell: best effort, bounded, and never needed for good."""

import os
import signal
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction

from coordination.notifications import doorbell
from coordination.notifications.models import Notification
from coordination.notifications.services import notify
from portal.embedded.owner import data_folder, find_owner
from portal.embedded.valkey import Valkey
from tests.coordination.notifications.notices import Fact

LONGEST_SECONDS = 2.0


@pytest.fixture
def own_valkey():
    """A broker that only this test uses, hence may stop and freeze."""
    folder = Path(tempfile.mkdtemp(prefix="valkey-", dir=os.environ["PORTAL_VAR_DIR"]))
    folder.chmod(0o711)
    owner = find_owner()
    server = Valkey(data_folder(folder, owner), log=folder / "log", owner=owner, lasting=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def rung_on(own_valkey, monkeypatch):
    monkeypatch.setattr(current_app.conf, "broker_url", own_valkey.url)
    return own_valkey


@contextmanager
def frozen(server):
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def published_in(person) -> float:
    start = time.monotonic()
    with transaction.atomic():
        notify(Fact, person)
    return time.monotonic() - start


def test_a_ring_reaches_the_queue(rung_on):
    assert doorbell.ring_delivery("urgent") is True


@pytest.mark.django_db(transaction=True)
def test_a_refusing_broker_does_not_hold_the_page(martin, rung_on):
    rung_on.stop()

    assert published_in(martin) < LONGEST_SECONDS
    assert Notification.objects.filter(state="queued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_frozen_broker_does_not_hold_the_page(martin, rung_on):
    doorbell.ring_delivery("default")

    with frozen(rung_on):
        assert published_in(martin) < LONGEST_SECONDS
        # The circuit is open: the next pages do not even try.
        start = time.monotonic()
        assert doorbell.ring_delivery("default") is False
        assert time.monotonic() - start < 0.1

    assert Notification.objects.filter(state="queued").count() == 1
