"""Several people act at the same instant: real threads, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

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
