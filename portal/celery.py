"""The Celery application. Redis is only the doorbell: the truth of every message is a row."""

import os

from celery import Celery
from kombu import Exchange, Queue

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
