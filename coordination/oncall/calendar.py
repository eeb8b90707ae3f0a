"""What each day is for a roster: holiday, bridge, Sunday… (`portal/lib/holidays.py`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.lib.holidays import HolidayZone, holidays_of

MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 3, 4, 5, 6
RED_DAYS = frozenset({(12, 24), (12, 25), (12, 31), (1, 1)})


class DayKind(StrEnum):
    """What a day is for a roster; the first that applies, in this order."""

    HOLIDAY = "holiday"
    SUNDAY = "sunday"
    BRIDGE = "bridge"
    SATURDAY = "saturday"
    WEEKDAY = "weekday"


@dataclass(frozen=True)
class Calendar:
    """The days of a place: its zone, whether Good Friday is off, whether bridges count."""

    zone: HolidayZone = HolidayZone.METROPOLE
    good_friday: bool = False
    bridges: bool = True
    bridge_saturdays: bool = True

    def holiday(self, day: date) -> str:
        """The name of the public holiday, empty on another day."""
        return holidays_of(day.year, self.zone, good_friday=self.good_friday).get(day, "")

    def is_bridge(self, day: date) -> bool:
        """Neither Sunday nor holiday, and between one and a week-end.

        Monday before a Tuesday holiday, Friday after a Thursday one, Saturday after a Friday
        one; the Saturday two days after a Thursday one when `bridge_saturdays`.
        """
        if not self.bridges or day.weekday() == SUNDAY or self.holiday(day):
            return False
        before = [self.holiday(day - timedelta(days=back)) != "" for back in (0, 1, 2)]
        weekday = day.weekday()
        if weekday == MONDAY:
            return self.holiday(day + timedelta(days=1)) != ""
        if weekday == FRIDAY:
            return before[1]
        return weekday == SATURDAY and (before[1] or (self.bridge_saturdays and before[2]))

    def kind(self, day: date) -> DayKind:
        """What the day is."""
        if self.holiday(day):
            return DayKind.HOLIDAY
        if day.weekday() == SUNDAY:
            return DayKind.SUNDAY
        if self.is_bridge(day):
            return DayKind.BRIDGE
        return DayKind.SATURDAY if day.weekday() == SATURDAY else DayKind.WEEKDAY

    def is_day_off(self, day: date) -> bool:
        """Sunday, holiday or bridge."""
        return self.kind(day) in (DayKind.HOLIDAY, DayKind.SUNDAY, DayKind.BRIDGE)


def is_red(day: date) -> bool:
    """24, 25 and 31 December, 1 January: the days that nobody wants."""
    return (day.month, day.day) in RED_DAYS
