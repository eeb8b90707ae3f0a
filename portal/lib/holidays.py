"""Public holidays of a place: the only file that knows the `holidays` library.

The calendar belongs to the commune: its department gives the days of Alsace-Moselle and of
overseas; Good Friday is a day off only in the communes of Alsace-Moselle that have a
Protestant or mixed church (ordonnance of 16 August 1892, code du travail L.3134-13), which
no public list gives: whoever draws the sector says so.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

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


def zone_of(commune_code: str) -> HolidayZone:
    """The zone of a commune, by its official (INSEE) code."""
    if commune_code.startswith("97"):
        return ZONES.get(commune_code[:3], HolidayZone.METROPOLE)
    return ZONES.get(commune_code[:2], HolidayZone.METROPOLE)


@lru_cache(maxsize=512)
def holidays_of(year: int, zone: HolidayZone, *, good_friday: bool = False) -> dict[date, str]:
    """The public holidays of that year in that zone, by name; Good Friday when it is one."""
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
