"""What the clock does across the modules."""

from celery import shared_task

from coordination.situation import services


@shared_task(name="situation.retention")
def retention() -> None:
    """What is no longer kept goes. Once an hour, however many ask for it."""
    services.apply_retention()
