"""Real Celery workers on the test database, for the tests marked `workers`."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from portal.embedded.processes import last_lines, spawn, stop, wait_until

READY_SECONDS = 30.0
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """The test's own broker: empty before and after, with the cache that shares it."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def celery_worker(
    transactional_db: None, broker: redis.Redis, tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`celery_worker(queues="urgent")` starts a real worker on the test database.

    It answers when the function returns and is gone when the test ends.
    """
    with ExitStack() as started:

        def start(queues: str = "urgent,default,bulk", **env: str) -> subprocess.Popen[bytes]:
            log = (
                tmp_path / f"worker-{queues.replace(',', '-')}-{len(list(tmp_path.iterdir()))}.log"
            )
            name = f"{log.stem}@test"
            worker = spawn(
                [
                    *(sys.executable, "-m", "celery", "-A", "portal", "worker", "-Q", queues),
                    *("-n", f"{name}@test", "--concurrency=1", "--loglevel=INFO"),
                    *("--without-gossip", "--without-mingle"),
                ],
                log=log,
                death_signal=signal.SIGTERM,
                env=os.environ | {"DATABASE_URL": address_of_test_database()} | env,
                cwd=ROOT,
            )
            # At once: what the worker still held is of no use to anybody.
            started.callback(stop, worker, first=signal.SIGKILL, grace=5)
            ready = wait_until(
                lambda: b" ready." in log.read_bytes() or worker.poll() is not None,
                seconds=READY_SECONDS,
            )
            assert ready and worker.poll() is None, last_lines(log, count=20)
            return worker

        yield start


def address_of_test_database() -> str:
    """The DATABASE_URL of the database that pytest-django made for this process."""
    original = os.environ["DATABASE_URL"]
    address, question, options = original.partition("?")
    return address.rpartition("/")[0] + "/" + connection.settings_dict["NAME"] + question + options
