"""The truth is written as time passes: who was on call, from when to when.

Each tick reads what was planned since the last one and writes exact boundaries, so that a
stopped clock catches up without losing a handover. What is written is never computed again.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.models import DutyClock, DutyRecord, Line, Sector
from coordination.oncall.resolver import Fragment
from coordination.oncall.selectors.plans.plan import Plan, Seat, add_rotations, planned

BATCH = 50
Key = tuple[int, int, int, str, int | None]


def record_duties() -> int:
    """The duties of every open line are recorded until now; how many lines. Safe to run twice."""
    start_clocks()
    numbers = list(DutyClock.objects.order_by("pk").values_list("pk", flat=True))
    for rank in range(0, len(numbers), BATCH):
        record_lines(numbers[rank : rank + BATCH])
    return len(numbers)


def start_clocks() -> None:
    """Each open line has a clock; a new one begins now, because the past is not invented."""
    without, now = Line.objects.open().filter(clock__isnull=True), timezone.now()
    DutyClock.objects.bulk_create(
        [DutyClock(line=line, recorded_since=now, recorded_until=now) for line in without],
        ignore_conflicts=True,
    )


@transaction.atomic
def record_lines(numbers: Iterable[int]) -> None:
    """These lines are recorded until now, unless another worker is at it."""
    now = timezone.now()
    clocks = DutyClock.objects.filter(pk__in=list(numbers), recorded_until__lt=now)
    by_start: dict[datetime, list[int]] = defaultdict(list)
    for clock in clocks.select_for_update(skip_locked=True):
        by_start[clock.recorded_until].append(clock.pk)
    for since, lines in by_start.items():
        _record(lines, since, now)
        DutyClock.objects.filter(pk__in=lines).update(recorded_until=now)


def _record(lines: list[int], since: datetime, now: datetime) -> None:
    sectors = dict(Sector.objects.filter(line__in=lines).values_list("pk", "line"))
    plan: Plan = planned(sectors, (since, now))
    add_rotations(plan, sectors, (since, now))
    found = plan.resolved((since, now))
    going_on = _close(lines, found, since, now)
    DutyRecord.objects.bulk_create(
        DutyRecord(
            line_id=sectors[sector],
            sector_id=sector,
            role_id=role,
            person_id=one.person,
            period=DateTimeTZRange(one.period[0], one.period[1] if one.period[1] < now else None),
            source=one.source,
            shift_id=one.ref if one.source == "shift" else None,
        )
        for (sector, role), fragments in found.items()
        for one in fragments
        if not (one.period[0] == since and _key((sector, role), one) in going_on)
    )


def _close(
    lines: list[int], found: dict[Seat, list[Fragment]], since: datetime, now: datetime
) -> set[Key]:
    """The open rows that go on stay open; the others are closed where they ended.

    Returns the keys of those that were open already when the window began.
    """
    current = {
        _key(seat, one): one for seat, list_ in found.items() for one in list_
        if one.period[0] == since
    }  # fmt: skip
    going_on = set()
    for row in DutyRecord.objects.filter(line__in=lines, period__upper_inf=True):
        key = (row.sector_id, row.role_id, row.person_id, row.source, row.shift_id)
        one = current.get(key)
        end = since if one is None else one.period[1]
        if one is not None:
            going_on.add(key)
        if end < now or one is None:
            closed = DateTimeTZRange(row.period.lower, end)
            DutyRecord.objects.filter(pk=row.pk).update(period=closed)
    return going_on


def _key(seat: Seat, one: Fragment) -> Key:
    return (*seat, one.person, one.source, one.ref if one.source == "shift" else None)
