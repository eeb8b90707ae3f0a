"""Alarms and a worker killed in the middle: each slot told once, none forgotten."""

import os
import signal

import pytest

from coordination.notifications.models import Notification
from coordination.oncall.models import GapAlarm, GapAlarmSlot
from coordination.oncall.tasks import raise_gap_alarms
from portal.embedded.processes import wait_until
from tests.coordination.oncall.circuit_world import Circuit
from tests.coordination.oncall.roster_world import (
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    SlotFactory,
    tomorrow,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.workers]
LINES = 25


def test_a_worker_killed_between_two_lines_tells_each_hole_once(aube, troyes, celery_worker):
    scene = Circuit(aube, troyes)
    for _ in range(LINES):
        roster = RosterFactory(line__territory=aube)
        sector = SectorFactory(line=roster.line)
        RequirementFactory(sector=sector)
        SlotFactory(roster=roster, sector=sector, period=tomorrow())
    doomed = celery_worker("default")
    raise_gap_alarms.apply_async(queue="default")
    assert wait_until(GapAlarm.objects.exists, seconds=30, pause=0.005)
    os.killpg(doomed.pid, signal.SIGKILL)
    before = GapAlarm.objects.count()

    celery_worker("default")
    raise_gap_alarms.apply_async(queue="default")
    raise_gap_alarms.apply_async(queue="default")

    assert wait_until(lambda: GapAlarm.objects.count() == LINES, seconds=60), before
    assert GapAlarmSlot.objects.count() == LINES
    told = Notification.objects.filter(publication__notice="gaps_found", channel="inbox")
    assert told.filter(user=scene.coordinator).count() == LINES
    assert told.count() == 2 * LINES
