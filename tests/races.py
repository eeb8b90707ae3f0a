"""Several people act at the same instant: real threads, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep

from django.db import connection

from portal.lib.refusal import Refusal


def together(*acts: Callable[[], object], threads: int = 8) -> list[object]:
    """What each act returned or raised, all started at once on connections of their own."""
    start = Barrier(min(threads, len(acts)))

    def play(rank: int) -> object:
        if rank < start.parties:
            start.wait()
        try:
            return acts[rank]()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(play, range(len(acts))))


def until_one_waits(within: float = 10) -> None:
    """Another connection to this database waits for a row that somebody holds."""
    until = monotonic() + within
    while monotonic() < until:
        with connection.cursor() as cursor:
            # A transaction sees the activity of its first look, until it is told to look again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waits")
