"""Where and when, in words, on the clock of the place."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat
from portal.ui import moments


def local_zone(need: Need) -> ZoneInfo:
    """The time zone of the structure that asks."""
    return ZoneInfo(need.structure.commune.timezone)


def about_assignment(assignment: Assignment, seats: Iterable[Seat]) -> dict[str, Any]:
    """What every text on an assignment may need: the need, and the hours of `seats`."""
    zone = local_zone(assignment.need)
    now = timezone.now().astimezone(zone)
    periods = [(seat.period.lower.astimezone(zone), seat.period.upper) for seat in seats]
    first = periods[0][0] if periods else None
    return {
        "assignment": assignment,
        "need": assignment.need,
        "may_reply": settings.PORTAL_SMS_REPLIES,
        "when": [moments.period_words(*period, now=now, zone=zone) for period in periods],
        "start": f"{moments.day(first, now=now)}, {moments.hour(first)}" if first else "",
        "start_sms": f"{first:%d/%m %H:%M}" if first else "",
    }
