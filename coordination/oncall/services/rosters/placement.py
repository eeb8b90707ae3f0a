"""A whole draft is filled at once: by a turn, by a proposal somebody validated, by a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from coordination.oncall.models import LineRole, Person, Roster, Shift, Slot
from coordination.oncall.refusals import RosterMoved
from portal.accounts.models import User
from portal.audit.services import record


@dataclass(frozen=True)
class Placement:
    """A person in a role of a slot, or of the part of it that `period` says."""

    slot: Slot
    role: LineRole
    person: Person
    period: Any = None


@transaction.atomic
def place_all(
    roster: Roster, placements: Iterable[Placement], *, origin: str, by: User | None
) -> int:
    """The draft holds these shifts, beside those that are locked, in place of all others; how many.

    A draft binds nobody: the rules are read on the roster, and publishing refuses two duties
    at once. Raises RosterMoved once it is published.
    """
    fresh = Roster.objects.select_for_update().select_related("line").get(pk=roster.pk)
    if not fresh.is_working:
        raise RosterMoved(state=fresh.get_state_display())
    Shift.objects.filter(roster=fresh, is_locked=False).delete()
    shifts = [
        Shift(
            slot=one.slot,
            roster=fresh,
            line=fresh.line,
            sector_id=one.slot.sector_id,
            role=one.role,
            person=one.person,
            period=one.period or one.slot.period,
            origin=origin,
            is_exclusive=fresh.line.is_exclusive,
            changed_by=by,
        )
        for one in placements
    ]
    Shift.objects.bulk_create(shifts, batch_size=1000)
    record(by, "roster.filled", fresh, shifts=len(shifts), origin=origin)
    return len(shifts)
