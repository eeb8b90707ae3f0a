"""Ringing Celery: « there is work ». Best effort and bounded, because the rows are the truth.

A broker that refuses or says nothing must not hold a page: short time-outs of our own on a
connection of our own, one ring at a time in a process, and after a failure no ring at all
for some seconds. What is not rung is found by the sweep.
"""

import logging
import threading
import time
from typing import Any

from celery import current_app
from kombu import Connection
from kombu.exceptions import KombuError, OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.5
SILENCE_SECONDS = 5.0
FAILURES = (OperationalError, KombuError, RedisError, OSError)

_lock = threading.Lock()
_state: dict[str, float] = {"silent_until": 0.0}


def ring(task: str, *args: Any, queue: str) -> bool:
    """The task is asked for on `queue`. False when the broker could not be told in time."""
    if time.monotonic() < _state["silent_until"]:
        return False
    if not _lock.acquire(timeout=TIMEOUT_SECONDS):
        return False
    try:
        with _connection() as connection:
            current_app.send_task(
                task, args=args, queue=queue, connection=connection, retry=False, expires=120
            )
    except FAILURES as error:
        _state["silent_until"] = time.monotonic() + SILENCE_SECONDS
        logger.warning("doorbell: the broker does not answer (%s)", type(error).__name__)
        return False
    finally:
        _lock.release()
    return True


def ring_delivery(queue: str) -> bool:
    """A worker will look for due messages of `queue`."""
    return ring("notifications.deliver", queue, queue=queue)


def ring_writing(publication_id: int, queue: str) -> bool:
    """A worker will write the messages of that publication."""
    return ring("notifications.write", publication_id, queue=queue)


def _connection() -> Connection:
    short = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
    options = dict(current_app.conf.broker_transport_options) | short
    options |= {"retry_on_timeout": False, "health_check_interval": 0, "max_retries": 0}
    return Connection(
        current_app.conf.broker_write_url or current_app.conf.broker_url,
        transport_options=options,
        connect_timeout=TIMEOUT_SECONDS,
    )
