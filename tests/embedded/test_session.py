"""The test session itself: each process has its database, its Redis, and real workers."""

import os

import pytest
from django.conf import settings
from django.db import connection

from portal.celery import app


def test_the_tests_run_on_a_real_postgresql_of_their_own(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), version()")
        name, version = cursor.fetchone()

    assert name.startswith("test_")
    assert version.startswith("PostgreSQL")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    assert name.endswith(worker)


def test_the_broker_fixture_is_empty_and_private(broker):
    assert broker.dbsize() == 0
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    assert not worker or settings.REDIS_URL.rpartition("/")[2] != "0"


@pytest.mark.workers
def test_a_real_worker_answers_on_the_queues_it_was_given(celery_worker):
    celery_worker(queues="urgent")

    queues = app.control.inspect(timeout=5).active_queues()

    (consumed,) = queues.values()
    assert [queue["name"] for queue in consumed] == ["urgent"]
