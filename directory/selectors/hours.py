"""Opening hours as people say them. Rows in, words out."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from directory.models import HoursException, OpeningHours
from portal.lib.dates import day_words
from portal.lib.holidays import holidays_of, zone_of
from portal.lib.timetable import HOLIDAY
from portal.territories.models import Territory

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MIDNIGHT = 1440
WHOLE_DAY = (0, MIDNIGHT)
NBSP = "\u00a0"
MOST_ZONES = 4
# How long before a public holiday a page says that its hours are not known.
SOON = timedelta(days=7)


def clock(minutes: int) -> str:
    """« 8 h », « 20 h 30 », « minuit » for minutes counted from midnight, even past the day."""
    hour, minute = divmod(minutes % MIDNIGHT, 60)
    if (hour, minute) == (0, 0):
        return "minuit"
    return f"{hour}{NBSP}h" + (f"{NBSP}{minute:02}" if minute else "")


def span(opens: int, closes: int) -> str:
    """« 8 h à 20 h », « 20 h à 8 h le lendemain », « toute la journée »."""
    if (opens, closes) == WHOLE_DAY:
        return "toute la journée"
    after = " le lendemain" if closes > MIDNIGHT else ""
    return f"{clock(opens)} à {clock(closes)}{after}"


def usual(rows: Iterable[Any], *, closed_on_holidays: bool) -> list[str]:
    """The usual hours, and what was said of public holidays."""
    kept = [row for row in rows if row.regime == OpeningHours.Regime.USUAL]
    week = weekly(row for row in kept if row.weekday < HOLIDAY)
    return week + holidays(kept, closed=closed_on_holidays)


def holidays(rows: Iterable[Any], *, closed: bool) -> list[str]:
    """« jours fériés : 9 h à 12 h », or closed; nothing when nobody said."""
    if closed:
        return ["jours fériés : fermé"]
    own = [row for row in rows if row.regime == OpeningHours.Regime.USUAL]
    return weekly(row for row in own if row.weekday == HOLIDAY)


def weekly(rows: Iterable[OpeningHours]) -> list[str]:
    """« lundi à vendredi : 8 h à 12 h, 14 h à 19 h »: days that have the same hours together."""
    spans: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda one: (one.weekday, one.opens)):
        spans.setdefault(row.weekday, []).append(span(row.opens, row.closes))
    off = spans.pop(HOLIDAY, [])
    said = [f"jours fériés : {', '.join(off)}"] if off else []
    if len(spans) == 7 and all(one == ["toute la journée"] for one in spans.values()):
        return [f"24{NBSP}h sur 24, tous les jours", *said]
    return [*_by_days(spans), *said]


def _by_days(spans: dict[int, list[str]]) -> list[str]:
    groups: list[tuple[list[int], str]] = []
    for weekday, words in spans.items():
        said = ", ".join(words)
        if groups and groups[-1][1] == said and groups[-1][0][-1] == weekday - 1:
            groups[-1][0].append(weekday)
        else:
            groups.append(([weekday], said))
    return [f"{_named(weekdays)} : {said}" for weekdays, said in groups]


def exception(row: HoursException) -> str:
    """« fermé du 1er au 15 août (congés) », « le 24 décembre : 8 h à 12 h »."""
    first, last = f"{row.first_day:%d/%m/%Y}", f"{row.last_day:%d/%m/%Y}"
    when = f"le {first}" if first == last else f"du {first} au {last}"
    reason = f" ({row.reason})" if row.reason else ""
    if row.opens is None or row.closes is None:
        return f"fermé {when}{reason}"
    return f"{when} : {span(row.opens, row.closes)}{reason}"


def holiday_named(code: str, day: date) -> str:
    """The name of the public holiday that `day` is in the place of that code, or nothing."""
    return holidays_of(day.year, zone_of(code)).get(day, "")


def holiday_to_check(service: Any, commune_code: str, today: date) -> str:
    """« Le lundi 25 mai est férié (lundi de Pentecôte) : horaires à vérifier par téléphone. »

    For the next public holiday of the place within a week, when nobody said the hours of
    holidays; empty otherwise, and when nobody said any hours, or these are always.
    """
    rows = [row for row in service.hours.all() if row.regime == OpeningHours.Regime.USUAL]
    always = {row.weekday for row in rows if (row.opens, row.closes) == WHOLE_DAY}
    told = service.closed_on_holidays or any(row.weekday == HOLIDAY for row in rows)
    if not rows or told or always >= set(range(1, HOLIDAY)):
        return ""
    zone = zone_of(commune_code)
    for day in (today + timedelta(days=step) for step in range(SOON.days + 1)):
        name = holidays_of(day.year, zone).get(day)
        exceptions = service.exceptions.all()
        if name and not any(one.first_day <= day <= one.last_day for one in exceptions):
            when = "Aujourd’hui" if day == today else f"Le {day_words(day, 'l j F')}"
            return f"{when} est férié ({name}){NBSP}: horaires à vérifier par téléphone."
    return ""


def zone(territories: Iterable[Territory]) -> str:
    """The names of what a service covers, the first ones when there are many."""
    names = sorted(one.name for one in territories)
    more = len(names) - MOST_ZONES
    return ", ".join(names[:MOST_ZONES]) + (f" et {more} autres" if more > 0 else "")


def _named(weekdays: list[int]) -> str:
    if len(weekdays) == 7:
        return "tous les jours"
    first, last = DAYS[weekdays[0] - 1], DAYS[weekdays[-1] - 1]
    if len(weekdays) == 1:
        return first
    return f"{first} et {last}" if len(weekdays) == 2 else f"{first} à {last}"
