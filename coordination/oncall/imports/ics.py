"""Somebody's own calendar (.ics), read with limits: when they are taken, and nothing else.

Titles, places and guests are never read: an agenda of a carer may name patients. Each event is
understood or refused on its own, with a sentence; the file never costs more than its limits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from coordination.oncall.imports.ics_dates import Moment, Unreadable, read_duration, read_moments
from coordination.oncall.imports.ics_dates import read_one as read_moment
from coordination.oncall.imports.ics_lines import Property, component_lines
from coordination.oncall.imports.ics_rule import occurrences
from portal.lib.time import local_instant

MOST_BYTES = 2_000_000
MOST_EVENTS = 3000
MOST_FOUND = 2000
MOST_SECONDS = 5.0
BEFORE, AHEAD = timedelta(days=1), timedelta(days=400)
LONGEST = timedelta(days=400)
# What is read of an event; a badly folded line elsewhere costs nothing.
READ = {
    *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE"),
    *("RECURRENCE-ID", "STATUS", "TRANSP"),
}


class NotACalendar(ValueError):
    """The file cannot be read at all; `str()` is French."""


@dataclass(frozen=True)
class Taken:
    """An occurrence of an event: a line of the file, an identity that never changes, its time."""

    line: int
    identity: str
    start: datetime
    end: datetime
    is_cancelled: bool = False
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """A line of the file, and why it is left aside."""

    line: int
    sentence: str


@dataclass
class Reading:
    """What was understood, what was not, and how much was of no concern."""

    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    past: int = 0
    free: int = 0


@dataclass(frozen=True)
class Event:
    """The properties of one event that are read, and the line where it begins."""

    line: int
    properties: dict[str, list[Property]]

    def text(self, name: str) -> str:
        """The value of a property borne once, in capitals; nothing when it is absent."""
        found = self.properties.get(name)
        return found[0].value.strip().upper() if found else ""


def read_calendar(content: bytes, *, zone: ZoneInfo, now: datetime) -> Reading:
    """The occurrences between yesterday and 400 days from now. Raises NotACalendar."""
    if len(content) > MOST_BYTES:
        raise NotACalendar(
            f"Ce fichier pèse {len(content) / 1e6:.0f} Mo, 2 Mo sont admis : "
            "exportez une période plus courte de votre agenda."
        )
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise NotACalendar(
            "Ce fichier n’est pas un agenda : choisissez un fichier .ics, exporté de votre agenda."
        )
    if content.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise NotACalendar(
            f"Cet agenda compte plus de {MOST_EVENTS} événements : "
            "exportez une période plus courte."
        )
    reading = Reading()
    window = (now - BEFORE, now + AHEAD)
    events = list(_events(content, reading))
    replaced = _replaced(events, zone)
    limit = monotonic() + MOST_SECONDS
    for event in events:
        if monotonic() > limit:
            reading.problems.append(Problem(event.line, TOO_LONG))
            break
        try:
            _read_event(event, reading, window, zone, replaced)
        except Unreadable as problem:
            reading.problems.append(Problem(event.line, str(problem)))
        if len(reading.taken) > MOST_FOUND:
            raise NotACalendar(
                f"Cet agenda donne plus de {MOST_FOUND} périodes en 400 jours : "
                "exportez seulement vos absences."
            )
    return reading


TOO_LONG = (
    "Les répétitions de cet agenda sont trop longues à calculer : "
    "cet événement et les suivants sont laissés de côté."
)


def _events(content: bytes, reading: Reading) -> Iterator[Event]:
    for component in component_lines(content, "VEVENT"):
        found: dict[str, list[Property]] = {}
        for one in component.properties:
            if one.name in READ:
                found.setdefault(one.name, []).append(one)
        broken = next((line for name, line in component.broken if name in READ), None)
        if not component.is_closed:
            sentence = "Cet événement n’est pas terminé (END:VEVENT manque) : le fichier est coupé."
            reading.problems.append(Problem(component.line, sentence))
        elif broken is not None:
            sentence = (
                f"La ligne {broken} est mal coupée (il manque l’espace du début) : "
                "l’événement est laissé de côté."
            )
            reading.problems.append(Problem(component.line, sentence))
        else:
            yield Event(component.line, found)


def _replaced(events: list[Event], zone: ZoneInfo) -> dict[str, set[datetime]]:
    """The occurrences that an event of their own replaces, by identifier."""
    found: dict[str, set[datetime]] = {}
    for event in events:
        for one in event.properties.get("RECURRENCE-ID", []):
            try:
                moment = read_moment(one, zone)
            except Unreadable:
                continue
            found.setdefault(_uid(event), set()).add(moment.instant)
    return found


def _read_event(
    event: Event,
    reading: Reading,
    window: tuple[datetime, datetime],
    zone: ZoneInfo,
    replaced: dict[str, set[datetime]],
) -> None:
    uid = _uid(event)
    if not uid:
        raise Unreadable(
            "Cet événement n’a pas d’identifiant (UID) : le renvoyer l’écrirait deux fois."
        )
    starts = event.properties.get("DTSTART")
    if not starts:
        raise Unreadable("Cet événement n’a pas de début (DTSTART).")
    start = read_moment(starts[0], zone)
    length = _length(event, start, zone)
    if event.text("TRANSP") == "TRANSPARENT":
        reading.free += 1
        return
    own = event.properties.get("RECURRENCE-ID")
    cancelled = event.text("STATUS") == "CANCELLED"
    if own:
        origin = read_moment(own[0], zone)
        _keep(
            reading, event, f"{uid}|{origin.instant.isoformat()}", start, length, cancelled, window
        )
        return
    skipped = {*_dates(event, "EXDATE", zone), *replaced.get(uid, set())}
    moment = None
    for moment in _moments(event, start, zone, window[1]):
        if moment.instant not in skipped:
            identity = f"{uid}|{moment.instant.isoformat()}" if _repeats(event) else uid
            _keep(reading, event, identity, moment, length, cancelled, window)
    if moment is None:
        raise Unreadable("Cette répétition ne tombe aucun jour d’ici 400 jours.")


def _keep(
    reading: Reading,
    event: Event,
    identity: str,
    start: Moment,
    length: timedelta,
    is_cancelled: bool,
    window: tuple[datetime, datetime],
) -> None:
    end = _end(start, length)
    if end <= window[0]:
        reading.past += 1
    elif start.instant < window[1]:
        reading.taken.append(
            Taken(event.line, identity, start.instant, end, is_cancelled, start.note)
        )


def _end(start: Moment, length: timedelta) -> datetime:
    """Whole days end at a local midnight, whatever the night; hours are hours."""
    if start.is_day:
        last: date = start.local.date() + length
        return local_instant(last, time(0), start.zone)
    return start.instant + length


def _length(event: Event, start: Moment, zone: ZoneInfo) -> timedelta:
    """How long each occurrence lasts."""
    ends = event.properties.get("DTEND")
    if ends:
        end = read_moment(ends[0], zone)
        if end.is_day != start.is_day:
            raise Unreadable("Le début est une heure et la fin une journée, ou l’inverse.")
        length = end.local - start.local if start.is_day else end.instant - start.instant
    elif durations := event.properties.get("DURATION"):
        length = read_duration(durations[0].value)
    elif start.is_day:
        length = timedelta(days=1)
    else:
        raise Unreadable("Cet événement n’a pas de fin (DTEND) : sa durée est inconnue.")
    if length <= timedelta():
        raise Unreadable("Cet événement finit avant d’avoir commencé.")
    if length > LONGEST:
        raise Unreadable(f"Cet événement dure plus de {LONGEST.days} jours.")
    return length


def _moments(event: Event, start: Moment, zone: ZoneInfo, horizon: datetime) -> Iterator[Moment]:
    """The first occurrence and those that follow, up to the horizon."""
    if "EXRULE" in event.properties:
        raise Unreadable("Les exceptions par règle (EXRULE) ne sont pas lues.")
    rules = event.properties.get("RRULE", [])
    if len(rules) > 1:
        raise Unreadable("Cet événement se répète selon plusieurs règles : il n’est pas lu.")
    if rules:
        yield from occurrences(start, rules[0].value, horizon=horizon)
    else:
        yield start
    for one in event.properties.get("RDATE", []):
        yield from read_moments(one, zone)


def _dates(event: Event, name: str, zone: ZoneInfo) -> set[datetime]:
    return {
        moment.instant
        for one in event.properties.get(name, [])
        for moment in read_moments(one, zone)
    }


def _repeats(event: Event) -> bool:
    return "RRULE" in event.properties or "RDATE" in event.properties


def _uid(event: Event) -> str:
    found = event.properties.get("UID")
    return found[0].value.strip() if found else ""
