"""Work that one process does at a time: the others leave it, and come back at the next tick."""

from django.db import connection


def alone(lock: int) -> bool:
    """Nobody else holds `lock`, which is ours until the end of the transaction.

    Each lock has a number of its own, kept beside the work that it stands for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        return bool(cursor.fetchone() == (True,))
