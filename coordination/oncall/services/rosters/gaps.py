"""Gap alarms: what lacks is told once at each threshold, to those who can act."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from coordination.notifications.services import notify
from coordination.oncall.models import GapAlarm, GapAlarmSlot, Line
from coordination.oncall.notices import GapsFound
from coordination.oncall.selectors.plans.gaps import Weak, threshold_of, weak_slots
from portal.audit.services import record

LONGEST_WORDS = 300


def raise_gap_alarms(now: datetime) -> int:
    """Each open line has told what it lacks at the thresholds just crossed; how many alarms.

    Safe to run twice, at once or after a death: a line is locked while it is looked at, and
    the key of each slot and threshold is in the database.
    """
    lines = Line.objects.open().order_by("pk").values_list("pk", flat=True)
    return sum(_of_line(pk, now) for pk in list(lines))


@transaction.atomic
def _of_line(pk: int, now: datetime) -> int:
    free = Line.objects.filter(pk=pk).select_for_update(skip_locked=True, no_key=True)
    line = free.first()
    if line is None or not line.gap_notice_hours:
        return 0
    window = (now, now + timedelta(hours=max(line.gap_notice_hours)))
    crossed: dict[int, list[Weak]] = defaultdict(list)
    for weak in weak_slots([line], window):
        hours = threshold_of(weak.starts_at, line.gap_notice_hours, now)
        if hours is not None:
            crossed[hours].append(weak)
    return sum(_tell(line, hours, found) for hours, found in sorted(crossed.items()))


def _tell(line: Line, hours: int, found: list[Weak]) -> int:
    """One message for what was not told yet at this threshold."""
    slots = [weak.post.slot for weak in found]
    told = GapAlarmSlot.objects.filter(slot__in=slots, hours=hours)
    known = set(told.values_list("slot", "kind"))
    fresh = {
        (weak.post.slot, weak.kind): weak
        for weak in found
        if (weak.post.slot, weak.kind) not in known
    }
    if not fresh:
        return 0
    alarm = GapAlarm.objects.create(line=line, hours=hours)
    GapAlarmSlot.objects.bulk_create(
        GapAlarmSlot(
            alarm=alarm, slot_id=slot, hours=hours, kind=kind, words=weak.words[:LONGEST_WORDS]
        )
        for (slot, kind), weak in fresh.items()
    )
    record(None, "gap.told", alarm, line=line.slug, hours=hours, slots=len(fresh))
    notify(GapsFound, alarm)
    return 1
