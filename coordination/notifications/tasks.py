"""Celery's interface: « there is work ». The work itself is in delivery, ledger and sweep."""

from celery import shared_task

from coordination.notifications import watch, writing
from coordination.notifications.delivery import drain
from coordination.notifications.doorbell import ring_delivery


@shared_task(name="notifications.deliver")
def deliver(queue: str) -> None:
    """Due messages of the queue are sent; another ring when time ran out before the end."""
    watch.beat(f"deliver:{queue}")
    if drain(queue):
        ring_delivery(queue)


@shared_task(name="notifications.write")
def write(publication_id: int) -> None:
    """The messages of that publication are written and their delivery is asked for."""
    writing.write_one(publication_id)


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """What was lost is found again. Once per slot, however many ask for it."""
    watch.sweep_once()


@shared_task(name="notifications.audit")
def audit() -> None:
    """Holes are reported and filled, then the dead-man address is told that all is well."""
    watch.audit_once()


@shared_task(name="notifications.canary")
def canary(queue: str) -> None:
    """A worker of that queue is alive: it has just done something."""
    watch.beat(f"canary:{queue}")


@shared_task(name="notifications.purge")
def purge() -> None:
    """The texts of messages older than three months are gone, their states stay."""
    watch.purge_once()
