"""The Celery application. Redis is only the doorbell: the truth of every message is a row."""

import os
from typing import Any

from celery import Celery, bootsteps
from kombu import Exchange, Queue

from coordination.notifications.doorbell import ring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

# urgent: on-call and crisis, with a worker of its own; bulk: mass sends and imports.
QUEUES = ("urgent", "default", "bulk")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Each queue has an exchange of its own: on a shared one, every queue would get every task.
app.conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in QUEUES]
# A misspelt queue is refused, instead of being filled where nobody consumes.
app.conf.task_create_missing_queues = False
app.autodiscover_tasks()


class Pulse(bootsteps.StartStopStep):
    """Each worker asks for the sweep by itself: a dead beat only delays. Ticks make it once."""

    requires = ("celery.worker.components:Timer",)
    seconds = 15

    def start(self, worker: Any) -> None:
        """The worker's own clock rings from now on."""
        queue = next(iter(worker.app.amqp.queues.consume_from))
        self.entry = worker.timer.call_repeatedly(
            self.seconds, ring, ("notifications.sweep",), {"queue": queue}
        )

    def stop(self, worker: Any) -> None:
        """The clock is silent."""
        self.entry.cancel()


app.steps["worker"].add(Pulse)
