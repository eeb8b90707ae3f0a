"""The record of duties, whatever happens to the task that writes it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.models import DutyClock, DutyRecord
from coordination.oncall.services.rosters import duty
from coordination.oncall.tasks import record_duties
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.races import together

START = datetime(2026, 6, 9, 6, tzinfo=UTC)


def hours(number):
    return START + timedelta(hours=number)


@pytest.fixture
def line(db):
    """Four duties of six hours, one after the other; the clock stands at their beginning."""
    line = LineFactory()
    roster, sector = RosterFactory(line=line), SectorFactory(line=line)
    role = LineRoleFactory(line=line)
    for rank in range(4):
        period = DateTimeTZRange(hours(6 * rank), hours(6 * rank + 6))
        ShiftFactory(slot=SlotFactory(roster=roster, sector=sector, period=period), role=role)
    DutyClock.objects.create(line=line, recorded_since=START, recorded_until=START)
    return line


def written():
    """The record, as bounds in hours since the start; None while open."""
    rows = DutyRecord.objects.order_by("period", "pk")
    return [
        tuple(mark and (mark - START) / timedelta(hours=1)
              for mark in (row.period.lower, row.period.upper))
        for row in rows
    ]  # fmt: skip


def test_the_same_tick_delivered_three_times_writes_once(line):
    with time_machine.travel(hours(14), tick=False):
        for _ in range(3):
            record_duties()

    assert written() == [(0, 6), (6, 12), (12, None)]
    assert DutyClock.objects.get(line=line).recorded_until == hours(14)


def test_a_worker_killed_between_two_writes_leaves_nothing_half_written(line, monkeypatch):
    class Killed(BaseException):
        pass

    with time_machine.travel(hours(3), tick=False):
        record_duties()
    with time_machine.travel(hours(14), tick=False), monkeypatch.context() as patch:
        patch.setattr(DutyRecord.objects, "bulk_create", lambda rows: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            duty.record_lines([line.pk])
        after_the_kill = written()
    with time_machine.travel(hours(26), tick=False):
        record_duties()

    assert after_the_kill == [(0, None)]
    assert written() == [(0, 6), (6, 12), (12, 18), (18, 24)]


def test_ticks_close_together_or_far_apart_write_the_same_record(line):
    for hour in (1, 6, 6.01, 11.99, 12, 18, 18.5, 24, 30):
        with time_machine.travel(hours(hour), tick=False):
            record_duties()

    assert written() == [(0, 6), (6, 12), (12, 18), (18, 24)]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_write_each_duty_once(line):
    with time_machine.travel(hours(20), tick=False):
        together(*[duty.record_duties] * 4)
        duty.record_duties()

    assert written() == [(0, 6), (6, 12), (12, 18), (18, None)]
