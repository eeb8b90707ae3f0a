"""What the clock does to keep the directory. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from coordination.upkeep.services.claims import remind_claims


@shared_task(name="upkeep.remind")
def remind() -> None:
    """Requests without an answer are told again, once at 20 days and once at 90."""
    remind_claims(timezone.now())
