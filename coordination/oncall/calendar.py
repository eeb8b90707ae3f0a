"""Public holidays and bridges of a place: the only file that knows the `holidays` library.

The calendar belongs to the commune: its department gives the days of Alsace-Moselle and of
overseas; Good Friday is a day off only in the communes of Alsace-Moselle that have a
Protestant or mixed church (ordonnance of 16 August 1892, code du travail L.3134-13), which
no public list gives: whoever draws the sector says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 3, 4, 5, 6
RED_DAYS = frozenset({(12, 24), (12, 25), (12, 31), (1, 1)})
GOOD_FRIDAY = "Vendredi saint"
# Days of custom that the library adds and that no text of the portal's sources makes a holiday.
CUSTOMS = frozenset({GOOD_FRIDAY, "Mi-Carême"})
SCHOELCHER = "Fête de Victor Schoelcher"


class HolidayZone(StrEnum):
    """Where holidays differ."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace_moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    REUNION = "reunion"
    MAYOTTE = "mayotte"
    SAINT_BARTHELEMY = "saint_barthelemy"
    SAINT_MARTIN = "saint_martin"


# The part of the country that speaks for each zone in the library.
SUBDIVISIONS = {
    HolidayZone.ALSACE_MOSELLE: "57",
    HolidayZone.GUADELOUPE: "971",
    HolidayZone.MARTINIQUE: "972",
    HolidayZone.GUYANE: "973",
    HolidayZone.REUNION: "974",
    HolidayZone.MAYOTTE: "976",
    HolidayZone.SAINT_BARTHELEMY: "BL",
    HolidayZone.SAINT_MARTIN: "MF",
}
ZONES = {
    "57": HolidayZone.ALSACE_MOSELLE,
    "67": HolidayZone.ALSACE_MOSELLE,
    "68": HolidayZone.ALSACE_MOSELLE,
    "971": HolidayZone.GUADELOUPE,
    "972": HolidayZone.MARTINIQUE,
    "973": HolidayZone.GUYANE,
    "974": HolidayZone.REUNION,
    "976": HolidayZone.MAYOTTE,
    "977": HolidayZone.SAINT_BARTHELEMY,
    "978": HolidayZone.SAINT_MARTIN,
}


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
        return _holidays(day.year, self.zone, self.good_friday).get(day, "")

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


def zone_of(commune_code: str) -> HolidayZone:
    """The zone of a commune, by its official (INSEE) code."""
    if commune_code.startswith("97"):
        return ZONES.get(commune_code[:3], HolidayZone.METROPOLE)
    return ZONES.get(commune_code[:2], HolidayZone.METROPOLE)


def is_red(day: date) -> bool:
    """24, 25 and 31 December, 1 January: the days that nobody wants."""
    return (day.month, day.day) in RED_DAYS


@lru_cache(maxsize=512)
def _holidays(year: int, zone: HolidayZone, good_friday: bool) -> dict[date, str]:
    found = holidays.France(years=year, subdiv=SUBDIVISIONS.get(zone), language="fr")
    named = {
        day: name
        for day, name in found.items()
        if day.year == year
        and name not in CUSTOMS
        and not (name == SCHOELCHER and zone == HolidayZone.SAINT_MARTIN)
    }
    if good_friday and zone == HolidayZone.ALSACE_MOSELLE:
        monday = next(day for day, name in named.items() if "Pâques" in name)
        named[monday - timedelta(days=3)] = GOOD_FRIDAY
    return named
