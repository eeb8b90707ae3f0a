"""What the clock does to keep the directory. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from coordination.upkeep.services.claims import remind_claims
from coordination.upkeep.services.confirmations import remind_confirmations
from coordination.upkeep.services.follows import tell_changes


@shared_task(name="upkeep.remind")
def remind() -> None:
    """Requests without an answer, and pages to confirm, are told again, once for each delay."""
    remind_claims(timezone.now())
    remind_confirmations(timezone.now())


@shared_task(name="upkeep.tell_changes")
def changes_told() -> None:
    """Whoever follows a part of the directory hears of what changed there, once."""
    tell_changes(timezone.now())
