"""500 alerts opened in a minute, ten `kill -9` of workers: steps lost, doubled, late."""

import os
import random
import signal
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import Popen

from benchmarks.delivery.stage import people, staged, worker
from benchmarks.measure import emit, say
from portal.embedded.processes import stop

ALERTS, KILLS, WORKERS, MINUTE = 500, 10, 2, 60.0
LATE_SECONDS, LONGEST_SECONDS, WAIT_SECONDS = 15.0, 240, 10
ON_CALL, FOLLOWING = range(1, 11), range(11, 21)
COORDINATOR, STEPS = 21, 3


def main() -> None:
    """The storm, then each step of each alert is counted."""
    with staged() as folder:
        people(COORDINATOR)
        line, commune = _line()
        killed = _storm(folder, line, commune)
        _say(killed)


def _line() -> tuple[object, object]:
    """A line over one commune; its chain waits ten seconds between two steps."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from coordination.oncall.models import (
        EscalationChain,
        EscalationStep,
        Line,
        Person,
        Sector,
        SectorCommune,
    )  # fmt: skip
    from portal.accounts.models import Grant
    from portal.territories.models import Containment, Territory

    place = Territory.objects.create(kind="commune", code="10387", name="Troyes")
    Containment.objects.create(ancestor=place, descendant=place)
    line = Line.objects.create(slug="mesure", name="Ligne mesurée", kind="pdsa", territory=place)
    sector = Sector.objects.create(line=line, name="Troyes", code="troyes")
    always = DateRange(date(2020, 1, 1), None)
    SectorCommune.objects.create(line=line, sector=sector, commune=place, validity=always)
    named = [
        Person.objects.create(last_name=f"Nom{pk}", user_id=pk, territory=place)
        for pk in (ON_CALL[0], FOLLOWING[0])
    ]
    Grant.objects.create(user_id=COORDINATOR, role="coordinator", territory=place, state="approved")
    chain = EscalationChain.objects.create(line=line, name="Mesure", is_default=True, repeats=0)
    targets = [("person", named[0]), ("person", named[1]), ("coordinator", None)]
    for rank, (target, person) in enumerate(targets):
        EscalationStep.objects.create(
            chain=chain, rank=rank, target=target, person=person,
            channels=["sms"], delay_seconds=WAIT_SECONDS,
        )  # fmt: skip
    return line, place


def _storm(folder: Path, line: object, commune: object) -> int:
    from coordination.oncall.models import Alert
    from coordination.oncall.services.alerts.alert import open_alert
    from coordination.oncall.tasks import play_alerts

    dice, killed, opened = random.Random(20200316), 0, 0
    with ExitStack() as end:
        running = [_start(folder, end, rank) for rank in range(WORKERS)]
        began = rung = time.monotonic()
        while time.monotonic() - began < LONGEST_SECONDS:
            passed = time.monotonic() - began
            while opened < min(ALERTS, int(passed / MINUTE * ALERTS) + 1):
                open_alert(line, commune=commune, subject="Mesure", by=None)
                opened += 1
            if time.monotonic() - rung >= 5:
                # What beat does each five seconds.
                rung = time.monotonic()
                play_alerts.apply_async(queue="urgent", expires=5)
            if killed < KILLS and passed > (killed + 1) * MINUTE / KILLS:
                killed += 1
                rank = dice.randrange(WORKERS)
                os.killpg(running[rank].pid, signal.SIGKILL)
                running[rank] = _start(folder, end, rank + WORKERS * killed)
                say(f"{killed} morts, {opened} alertes")
            if opened == ALERTS and not Alert.objects.living().exists():
                break
            time.sleep(0.02)
    return killed


def _start(folder: Path, end: ExitStack, rank: int) -> Popen[bytes]:
    started = worker(folder, "urgent", processes=1, name=f"alerts-{rank}")
    end.callback(stop, started, first=signal.SIGTERM, grace=10)
    return started


def _say(killed: int) -> None:
    from coordination.notifications.models import Notification
    from coordination.oncall.models import Alert, AlertCall, AlertStep

    wanted = ALERTS * STEPS
    served = AlertStep.objects.filter(state="served").count()
    calls = AlertCall.objects.count()
    told = Notification.objects.filter(publication__notice="alert_called", channel="inbox").count()
    late = _lateness()
    lost, doubled = wanted - min(served, told), max(calls, told) - wanted
    extra = {
        "alerts": ALERTS, "kills": killed, "served": served, "told": told,
        "left": Alert.objects.living().count(), "worst_late_seconds": round(max(late), 1),
        "late": sum(one > LATE_SECONDS for one in late),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    fine = lost == 0 and killed == KILLS
    emit("alerts_lost", lost, unit="steps", target=0, ok=fine, baseline={}, **extra)
    emit("alerts_doubled", doubled, unit="steps", target=0, ok=doubled <= 0, baseline={})


def _lateness() -> list[float]:
    """By how many seconds each step came after the wait that precedes it."""
    from coordination.oncall.models import AlertStep

    by_alert: dict[int, list[datetime]] = {}
    for step in AlertStep.objects.filter(state="served").order_by("alert", "repeat", "rank"):
        if step.served_at:
            by_alert.setdefault(step.alert_id, []).append(step.served_at)
    return [
        (after - before).total_seconds() - WAIT_SECONDS
        for times in by_alert.values()
        for before, after in zip(times, times[1:], strict=False)
    ] or [0.0]


if __name__ == "__main__":
    main()
