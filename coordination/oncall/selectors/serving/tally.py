"""How much of each kind of time: nights, Saturdays, Sundays, holidays, hours, trips.

A duty counts whole in the month of its local day, so that months add up to the journal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from coordination.oncall.calendar import Calendar
from coordination.oncall.clock import common, days_between, elapsed, span
from coordination.oncall.models import SlotClass
from portal.lib.time import Period

Class = SlotClass
DAWN, DUSK = time(8), time(20)
NIGHTS = (Class.EVENING, Class.DEEP_NIGHT, Class.NIGHT)
HOLIDAYS = (Class.HOLIDAY, Class.BRIDGE, Class.RED_DAY)
FAMILIES = (
    ("nuits", NIGHTS),
    ("samedis", (Class.SATURDAY,)),
    ("dimanches", (Class.SUNDAY,)),
    ("fériés et ponts", HOLIDAYS),
    ("autres", (Class.WEEKDAY,)),
)


@dataclass(frozen=True)
class Piece:
    """A part of a duty that no slot holds, with its class and local day."""

    day: date
    slot_class: str
    period: Period


@dataclass
class Tally:
    """Duties and time by class of slots, and what was done during them."""

    duties: dict[str, int] = field(default_factory=dict)
    lived: dict[str, timedelta] = field(default_factory=dict)

    def add(self, slot_class: str, periods: Iterable[Period]) -> None:
        """One duty more of that class; nothing when nothing was served."""
        time_served = elapsed(periods)
        if time_served:
            self.duties[slot_class] = self.duties.get(slot_class, 0) + 1
            self.lived[slot_class] = self.lived.get(slot_class, timedelta()) + time_served

    @property
    def total(self) -> timedelta:
        """All the time."""
        return sum(self.lived.values(), timedelta())

    @property
    def count(self) -> int:
        """All the duties."""
        return sum(self.duties.values())

    def family(self, classes: Iterable[str]) -> int:
        """How many duties of these classes."""
        return sum(self.duties.get(one, 0) for one in classes)

    @property
    def families(self) -> list[tuple[str, int]]:
        """Nights, Saturdays, Sundays, holidays, others."""
        return [(words, self.family(classes)) for words, classes in FAMILIES]


def pieces(period: Period, zone: ZoneInfo, calendar: Calendar) -> list[Piece]:
    """The period cut at 8 h and 20 h of the wall clock: nights, and days by what they are.

    The pieces add up to the period, whatever the clock does.
    """
    found = []
    first, last = (mark.astimezone(zone).date() for mark in period)
    for day in days_between(first - timedelta(days=1), last + timedelta(days=1)):
        for start, end in ((DAWN, DUSK), (DUSK, DAWN)):
            shared = common(span(day, start, end, zone), period)
            if shared:
                kind = Class.NIGHT if start == DUSK else Class(calendar.kind(day).value)
                found.append(Piece(day, kind, shared))
    return found
