"""What the clock does: needs move on, automatic waves leave. Safe to run twice."""

from celery import shared_task

from coordination.reinforcement.services import clock


# --- Need and wave --------------------------------------------------------------------------
@shared_task(name="reinforcement.turn_needs")
def turn_needs() -> None:
    """Held needs leave once their author is approved; late ones expire, past ones close."""
    clock.turn_needs()


@shared_task(name="reinforcement.run_waves")
def run_waves() -> None:
    """Each automatic need with places left and no wave under way has a new one."""
    clock.run_waves()
