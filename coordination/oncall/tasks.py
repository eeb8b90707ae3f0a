"""What the clock does on rosters. Safe to run twice."""

from celery import shared_task

from coordination.oncall.services import duty, swap


@shared_task(name="oncall.record_duties")
def record_duties() -> None:
    """Who was on call since the last tick is written for good."""
    duty.record_duties()


@shared_task(name="oncall.expire_swaps")
def expire_swaps() -> None:
    """The requests that nobody answered in time are expired."""
    swap.expire_swaps()
