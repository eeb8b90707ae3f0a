"""Writing a publication in bulk, away from the request that announced it."""

from django.db import connection

from coordination.notifications import ledger
from coordination.notifications.doorbell import ring_delivery
from coordination.notifications.models import Publication

# One ring wakes one process; a crowd deserves several.
CROWD, RINGS = 1000, 4


def write_one(publication_id: int) -> int:
    """The publication's messages are written, and workers are rung; how many are to be sent."""
    ledger.count_attempt(publication_id)
    queued = ledger.write_pending(publication_id)
    if not queued:
        return 0
    queue = Publication.objects.values_list("queue", flat=True).get(pk=publication_id)
    ring_delivery(queue)
    if queued > CROWD:
        # Another process sends already; the planner must not long believe the table small.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE notifications_notification")
        for _ in range(RINGS - 1):
            ring_delivery(queue)
    return queued
