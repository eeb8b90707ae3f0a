"""Twenty `kill -9` of workers while 60,000 messages leave: what is lost, what is doubled."""

import os
import random
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen

from benchmarks.delivery.stage import people, staged, worker
from benchmarks.measure import emit, say
from portal.embedded.processes import stop

CROWD, KILLS, WORKERS = 60_000, 20, 2
LONGEST_SECONDS = 900
# Every fourth time the whole worker dies; otherwise the process that was sending.
WHOLE_EVERY = 4


def main() -> None:
    """The storm, then the count of what each person really received."""
    # Shorter leases: the storm would otherwise wait a minute and a half after each kill.
    os.environ["MEASURE_LEASE_SECONDS"] = "9"
    with staged() as folder:
        people(CROWD)
        killed = _storm(folder)
        _say(folder, killed)


def _storm(folder: Path) -> int:
    from benchmarks.delivery import crowd
    from coordination.notifications import watch

    dice, killed = random.Random(20200316), 0
    with ExitStack() as end:
        running = [_start(folder, end, rank) for rank in range(WORKERS)]
        crowd.announce()
        deadline = time.monotonic() + LONGEST_SECONDS
        while (left := crowd.unfinished()) and time.monotonic() < deadline:
            watch.sweep_once()
            sent = crowd.accepted()
            if killed < KILLS and sent > (killed + 1) * CROWD / (KILLS + 2):
                killed += 1
                rank = dice.randrange(WORKERS)
                if killed % WHOLE_EVERY:
                    _kill_child(running[rank])
                else:
                    os.killpg(running[rank].pid, signal.SIGKILL)
                    running[rank] = _start(folder, end, rank + WORKERS * killed)
                say(f"{killed} morts, {sent} envoyés, {left} à finir")
            time.sleep(0.02)
    return killed


def _start(folder: Path, end: ExitStack, rank: int) -> Popen[bytes]:
    started = worker(folder, "urgent,default,bulk", processes=1, name=f"storm-{rank}")
    end.callback(stop, started, first=signal.SIGTERM, grace=10)
    return started


def _kill_child(parent: Popen[bytes]) -> None:
    """The process that sends dies at once; its parent, the worker, will replace it."""
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)


def _say(folder: Path, killed: int) -> None:
    from benchmarks.delivery import crowd

    told = crowd.receipts(folder)
    lost = sum(1 for pk in range(1, CROWD + 1) if not told[pk])
    doubled = {pk for pk, count in told.items() if count > 1}
    marked = crowd.uncertain()
    extra = {"kills": killed, "uncertain": len(marked), "people": CROWD}
    baseline = {"celery_only_25_kills_of_20000": {"lost": 4, "doubled": 9}}
    emit("storm_lost", lost, unit="people", target=0, ok=lost == 0, baseline=baseline, **extra)
    fine = len(marked) <= killed and doubled <= marked and max(told.values()) <= 2
    emit("storm_doubled", len(doubled), unit="people", target=killed, ok=fine, baseline=baseline)


if __name__ == "__main__":
    main()
