"""What the clock does in crisis cells. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from coordination.crisis.services import reminders


@shared_task(name="crisis.remind_tasks")
def remind_tasks() -> None:
    """Who has tasks due is reminded of them, once."""
    reminders.remind_tasks(timezone.now())
