"""Instants and periods in French words: the day of the week always, hours on 24, real durations."""

from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
ZONES = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de la Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
}


def hour(moment: datetime | time) -> str:
    """`20 h`, `20 h 30`, `minuit`, in the zone of `moment` (or on any clock)."""
    if (moment.hour, moment.minute) == (0, 0):
        return "minuit"
    minutes = f"{NBSP}{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def day(moment: datetime, *, now: datetime) -> str:
    """`samedi 28 mars`, with the year when it is not the one of `now`."""
    number = "1er" if moment.day == 1 else str(moment.day)
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"{DAYS[moment.weekday()]} {number}{NBSP}{MONTHS[moment.month - 1]}{year}"


def duration(elapsed: timedelta) -> str:
    """`45 minutes`, `11 heures`, `7 h 30`, `3 jours`, `3 jours et 4 heures`."""
    minutes = round(elapsed.total_seconds() / 60)
    if minutes < 60:
        return _count(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else _count(hours, "heure")
    days, hours = divmod(round(minutes / 60), 24)
    words = _count(days, "jour")
    return f"{words} et {_count(hours, 'heure')}" if hours else words


def relative(moment: datetime, *, now: datetime) -> str:
    """`il y a 12 min`, `dans 3 h`, `hier`, `dans 5 jours`, seen from `now`."""
    elapsed = now - moment
    before = elapsed >= timedelta()
    minutes = int(abs(elapsed).total_seconds() // 60)
    if minutes < 1:
        return "à l’instant"
    days = abs((now.date() - moment.astimezone(now.tzinfo).date()).days)
    if minutes < 60:
        amount = f"{minutes}{NBSP}min"
    elif minutes < 24 * 60 and (days == 0 or minutes < 6 * 60):
        amount = f"{minutes // 60}{NBSP}h"
    elif days == 1:
        return "hier" if before else "demain"
    elif days < 60:
        amount = f"{days}{NBSP}jours"
    else:
        amount = f"{round(days / 30)}{NBSP}mois"
    return f"il y a {amount}" if before else f"dans {amount}"


def moment_words(moment: datetime, *, now: datetime) -> str:
    """`il y a 12 min, 14:03`; the day is said when it is not today."""
    moment = moment.astimezone(now.tzinfo)
    clock = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return f"{relative(moment, now=now)}, {clock}"
    return f"{relative(moment, now=now)}, {day(moment, now=now)}, {clock}"


def since_words(moment: datetime, *, now: datetime) -> str:
    """`depuis 12 min, 14:03`, `depuis hier, …`: the same instant, after which something lasts."""
    said = moment_words(moment, now=now)
    if said.startswith("à l’instant"):
        return said.replace("à l’instant", "depuis un instant", 1)
    return f"depuis {said.removeprefix('il y a ')}"


def period_words(start: datetime, end: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`samedi 28 mars, 20 h → dimanche 8 h, 11 heures (passage à l’heure d’été)`.

    Hours are those of `zone`, named when it is not the zone of `now`; the duration is the one
    that is really lived. `end` is excluded.
    """
    start, end = start.astimezone(zone), end.astimezone(zone)
    apart = (end.date() - start.date()).days
    if apart == 0:
        until = hour(end)
    elif apart == 1:
        until = f"{DAYS[end.weekday()]} {hour(end)}" if end.hour or end.minute else "minuit"
    else:
        until = f"{day(end, now=now)}, {hour(end)}"
    remarks = [*_clock_change(start, end), *_foreign_zone(start, now)]
    words = f"{day(start, now=now)}, {hour(start)} → {until}, {_lived(start, end)}"
    return f"{words} ({', '.join(remarks)})" if remarks else words


def day_hour(moment: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`samedi 28 mars, 20 h` in `zone`, which is named when it is not the one of `now`."""
    local = moment.astimezone(zone)
    words = f"{day(local, now=now)}, {hour(local)}"
    return " ".join([words, *(f"({remark})" for remark in _foreign_zone(local, now))])


def until_words(moment: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`jusqu’à 20 h` for today, `jusqu’au samedi 28 mars, 20 h` for another day of `zone`."""
    local = moment.astimezone(zone)
    if local.date() != now.astimezone(zone).date():
        return f"jusqu’au {day_hour(moment, now=now, zone=zone)}"
    remarks = [f"({remark})" for remark in _foreign_zone(local, now)]
    return " ".join([f"jusqu’à {hour(local)}", *remarks])


def _lived(start: datetime, end: datetime) -> str:
    utc = ZoneInfo("UTC")
    return duration(end.astimezone(utc) - start.astimezone(utc))


def _clock_change(start: datetime, end: datetime) -> list[str]:
    before, after = start.utcoffset(), end.utcoffset()
    if before is None or after is None or before == after or end - start > timedelta(days=14):
        return []
    return ["passage à l’heure d’été" if after > before else "passage à l’heure d’hiver"]


def _foreign_zone(start: datetime, now: datetime) -> list[str]:
    if start.utcoffset() == start.astimezone(now.tzinfo).utcoffset():
        return []
    return [ZONES.get(str(start.tzinfo), f"heure de {start.tzinfo}")]


def _count(number: int, word: str) -> str:
    return f"{number}{NBSP}{word}{'s' if number > 1 else ''}"
