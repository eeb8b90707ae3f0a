"""What overrides change of the points that each one carries: left by some, taken by others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import common
from coordination.oncall.models import Line, Override, Roster, Shift, Slot
from coordination.oncall.points import ZERO
from portal.lib.time import Period

Seat = tuple[int, int]


@dataclass(frozen=True)
class Carried:
    """Points (and whole duties) that a person has more, or less, in a sector."""

    person: int
    name: str
    sector: int
    kind: str
    points: Decimal
    duties: int = 0


def changes_of(line: Line, window: Period) -> list[Carried]:
    """What the living overrides of the window move from one to another, in constant statements.

    Whoever is put in carries the points of the slots they cover; whoever is taken out, or
    replaced, leaves theirs.
    """
    living = Override.objects.filter(
        line=line, cancelled_at__isnull=True, period__overlap=DateTimeTZRange(*window)
    )
    overrides = list(living.prefetch_related("people__person").order_by("pk"))
    if not overrides:
        return []
    reach = _reach(overrides)
    shifts: dict[Seat, list[Shift]] = defaultdict(list)
    held = Shift.objects.holding().filter(line=line, period__overlap=reach)
    for shift in held.select_related("slot", "person").order_by("pk"):
        shifts[shift.sector_id, shift.role_id].append(shift)
    slots: dict[int, list[Slot]] = defaultdict(list)
    known = Slot.objects.filter(
        roster__line=line, roster__state__in=Roster.PUBLIC, period__overlap=reach
    )
    for slot in known.order_by("pk"):
        slots[slot.sector_id].append(slot)
    found: list[Carried] = []
    for one in overrides:
        found += _left(one, shifts[one.sector_id, one.role_id], window)
        found += _taken(one, slots[one.sector_id], window)
    return found


def _reach(overrides: Iterable[Override]) -> DateTimeTZRange:
    """From the first override to the end of the last one."""
    periods = [one.period for one in overrides]
    return DateTimeTZRange(min(p.lower for p in periods), max(p.upper for p in periods))


def _left(one: Override, shifts: list[Shift], window: Period) -> list[Carried]:
    removed = {row.person_id for row in one.people.all() if row.side == "removed"}
    everyone = one.kind == Override.Kind.REPLACE and not removed
    found = []
    for shift in shifts:
        if not (everyone or shift.person_id in removed) or not _inside(shift.period, window):
            continue
        part = common((one.period.lower, one.period.upper), _pair(shift.period))
        if part:
            whole = part == _pair(shift.period)
            found.append(
                Carried(
                    shift.person_id,
                    str(shift.person),
                    shift.sector_id,
                    shift.slot.slot_class,
                    -_worth(shift.slot, part),
                    -1 if whole else 0,
                )  # fmt: skip
            )
    return found


def _taken(one: Override, slots: list[Slot], window: Period) -> list[Carried]:
    people = [row.person for row in one.people.all() if row.side == "added"]
    found = []
    for slot in slots:
        part = common((one.period.lower, one.period.upper), _pair(slot.period))
        if not part or not _inside(slot.period, window):
            continue
        found += [
            Carried(person.pk, str(person), slot.sector_id, slot.slot_class, _worth(slot, part), 1)
            for person in people
        ]
    return found


def _inside(period: DateTimeTZRange, window: Period) -> bool:
    """A duty counts on the day it begins, as everywhere in the table."""
    return bool(window[0] <= period.lower < window[1])


def _worth(slot: Slot, part: Period) -> Decimal:
    whole: timedelta = slot.period.upper - slot.period.lower
    share = (part[1] - part[0]) / whole if whole else 0
    return slot.points * Decimal(str(round(share, 4))) if share else ZERO


def _pair(period: DateTimeTZRange) -> Period:
    return period.lower, period.upper
