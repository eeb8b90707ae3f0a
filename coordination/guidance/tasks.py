"""What the clock does for recommendations. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from coordination.guidance.services import reminders


@shared_task(name="guidance.remind_readings")
def remind_readings() -> None:
    """Who has not read what they were asked to is reminded, at 24 h and 48 h, once."""
    reminders.remind_readings(timezone.now())
