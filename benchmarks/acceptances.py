"""Two hundred people say yes to twenty places at once: twenty hold one, all know the truth."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from benchmarks.measure import emit, fresh_portal, p95

PEOPLE, PLACES, THREADS = 200, 20, 40


def main() -> None:
    """Print the line of the measure; real threads, real PostgreSQL, the service of the page."""
    with fresh_portal():
        answers, held, seconds = storm()
    told = Counter(state for state, _ in answers)
    ok = held == PLACES and told == {"selected": PLACES, "AlreadyFilled": PEOPLE - PLACES}
    emit(
        "acceptances",
        held,
        unit="places",
        target=PLACES,
        ok=ok,
        baseline={"people": PEOPLE, "threads": THREADS},
        told=dict(told),
        seconds=round(seconds, 3),
        p95_ms=round(p95([spent for _, spent in answers]), 1),
    )


def storm() -> tuple[list[tuple[str, float]], int, float]:
    """What each person was told and after how many ms, the places held, the time of it all."""
    from django.db import connection

    from coordination.reinforcement.models import Need, Seat
    from portal.lib.refusal import Refusal
    from tests.coordination.reinforcement.scene import asked, open_need, yes
    from tests.people import StructureFactory

    need = open_need(StructureFactory(), places=PLACES, mode=Need.Mode.DIRECT)
    asks = [asked(need) for _ in range(PEOPLE)]
    start = Barrier(THREADS)

    def play(rank: int) -> tuple[str, float]:
        connection.ensure_connection()
        if rank < THREADS:
            start.wait()
        begun = time.perf_counter()
        try:
            said = yes(asks[rank]).state
        except Refusal as refusal:
            said = type(refusal).__name__
        finally:
            connection.close()
        return str(said), (time.perf_counter() - begun) * 1000

    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(play, range(PEOPLE)))
    seconds = time.perf_counter() - begun
    held = Seat.objects.filter(slot__need=need, holds=True).count()
    return answers, held, seconds


if __name__ == "__main__":
    main()
