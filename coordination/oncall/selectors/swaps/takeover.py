"""What is left of a slot under way, and what the rules say of who would take it."""

from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.models import LineRole, Person, Slot
from coordination.oncall.selectors.holders.eligibility import Candidate
from coordination.oncall.selectors.swaps.swap_page import SOON


def is_soon(slot: Slot) -> bool:
    """Whether the slot runs, or begins within what may be taken on the spot."""
    now = timezone.now()
    return bool(slot.period.lower <= now + SOON and slot.period.upper > now)


def what_is_left(period: Any, now: datetime) -> Any:
    """From this minute, or from the start of a period to come."""
    start = max(period.lower, now.replace(second=0, microsecond=0))
    return DateTimeTZRange(start, max(period.upper, start))


def taking(slot: Slot, role: LineRole, person: Person, period: Any) -> Candidate:
    """The person, for that role and that part of the slot."""
    return Candidate(person, slot.roster.line, slot.sector, role, period, slot.slot_class)
