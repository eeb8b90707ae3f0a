"""500 people called to a cell: queued at once; then ten `kill -9` while the calls escalate.

`queued`: the launch, from the click to its commit (ladders, calls, messages, line of the log); its
baseline is the same people launched one by one, measured on fifty. Then nobody answers but one in
five: each person's ladder is counted, their calls lost or doubled.
"""

import os
import random
import signal
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen
from typing import Any

from benchmarks.delivery.stage import people, staged, worker
from benchmarks.measure import emit, say
from portal.embedded.processes import stop

PEOPLE, ALONE, KILLS, WORKERS, TRIES = 500, 50, 10, 2, 3
TARGET_SECONDS, WAIT_SECONDS, LONGEST_SECONDS = 5.0, 15, 240


def main() -> None:
    """The launch, then the storm."""
    with staged() as folder:
        people(PEOPLE + ALONE)
        cell, leader = _cell()
        callout = _launch(cell, leader)
        killed = _storm(folder, callout)
        _say(callout, killed)


def _cell() -> tuple[Any, Any]:
    from coordination.crisis.services.catalogue import load_catalogue
    from portal.accounts.models import User
    from tests.coordination.crisis.crisis_world import open_departmental
    from tests.people import TerritoryFactory

    load_catalogue()
    leader = User.objects.create(email="cellule@mesure.example", first_name="M", last_name="M")
    return open_departmental(TerritoryFactory(), by=leader), leader


def _launch(cell: Any, leader: Any) -> Any:
    from coordination.crisis.models import CallOut
    from coordination.crisis.services.callout.launch import Wanted, end_callout, launch_callout
    from portal.accounts.models import User

    crowd = list(User.objects.exclude(pk=leader.pk).order_by("pk"))
    began = time.monotonic()
    for one in crowd[PEOPLE:]:
        alone = launch_callout(cell, Wanted("Mesure", people=(one,)), by=leader)
        CallOut.objects.filter(pk=alone.pk).update(opened_at=datetime(2020, 3, 16, tzinfo=UTC))
        end_callout(alone, by=leader)
    each = (time.monotonic() - began) / ALONE
    began = time.monotonic()
    callout = launch_callout(cell, Wanted("Mesure", people=tuple(crowd[:PEOPLE])), by=leader)
    seconds = time.monotonic() - began
    emit(
        "callout_queued", seconds, unit="s", target=TARGET_SECONDS, ok=seconds <= TARGET_SECONDS,
        baseline={"one_by_one_seconds": round(each * PEOPLE, 2)}, people=PEOPLE,
    )  # fmt: skip
    return callout


def _storm(folder: Path, callout: Any) -> int:
    """One in five answers; the others are called thrice, the waits being shortened."""
    from coordination.crisis.models import Call, CallOut, CallSeat
    from coordination.crisis.services.callout.answer import Said, answer_call
    from coordination.crisis.tasks import play_callouts

    CallOut.objects.filter(pk=callout.pk).update(delay_seconds=WAIT_SECONDS)
    soon = datetime.now(UTC) + timedelta(seconds=WAIT_SECONDS)
    CallSeat.objects.filter(callout=callout).update(next_due_at=soon)
    answering = list(Call.objects.filter(callout=callout, attempt=0).order_by("pk")[::5])
    dice, killed = random.Random(20200316), 0
    with ExitStack() as end:
        running = [_start(folder, end, rank) for rank in range(WORKERS)]
        began = rung = time.monotonic()
        while time.monotonic() - began < LONGEST_SECONDS:
            passed = time.monotonic() - began
            if time.monotonic() - rung >= 1:
                rung = time.monotonic()
                play_callouts.apply_async(queue="urgent", expires=5)
            if answering and len(answering) > 100 - passed * 5:
                answer_call(answering.pop(), Said("on_site", 20), via="link")
            if killed < KILLS and passed > (killed + 1) * WAIT_SECONDS * TRIES / KILLS:
                killed += 1
                rank = dice.randrange(WORKERS)
                os.killpg(running[rank].pid, signal.SIGKILL)
                running[rank] = _start(folder, end, rank + WORKERS * killed)
                say(f"{killed} morts")
            calling = CallSeat.objects.filter(callout=callout, state="calling").exists()
            if killed == KILLS and not calling:
                break
            time.sleep(0.02)
    return killed


def _start(folder: Path, end: ExitStack, rank: int) -> Popen[bytes]:
    started = worker(folder, "urgent", processes=1, name=f"callout-{rank}")
    end.callback(stop, started, first=signal.SIGTERM, grace=10)
    return started


def _say(callout: Any, killed: int) -> None:
    from django.db.models import Count

    from coordination.crisis.models import Call, CallSeat
    from coordination.notifications.models import Notification

    silent = Call.objects.filter(callout=callout, answer="").values("seat")
    unmanned = CallSeat.objects.filter(callout=callout, pk__in=silent).exclude(state="manned")
    sent = Call.objects.filter(callout=callout, wave__isnull=False)
    by_seat = dict(sent.values_list("seat").annotate(count=Count("pk")))
    lost = sum(TRIES - by_seat.get(pk, 0) for pk in unmanned.values_list("pk", flat=True))
    waves = [str(pk) for pk in callout.sendings.values_list("pk", flat=True)]
    inboxes = Notification.objects.filter(publication__notice="called_out", channel="inbox")
    told = inboxes.filter(publication__subject_id__in=waves).count()
    doubled = told - sent.count()
    seats = CallSeat.objects.filter(callout=callout).values_list("state")
    states = dict(seats.annotate(count=Count("pk")))
    extra = {"people": PEOPLE, "kills": killed, "calls": sent.count(), "told": told}
    extra |= {state: states.get(state, 0) for state in ("manned", "calling")}
    fine = lost == 0 and killed == KILLS and extra["calling"] == 0
    emit("callout_lost", lost, unit="calls", target=0, ok=fine, baseline={}, **extra)
    emit("callout_doubled", doubled, unit="calls", target=0, ok=doubled == 0, baseline={})


if __name__ == "__main__":
    main()
