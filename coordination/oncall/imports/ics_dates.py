"""The dates of an iCalendar file: whole days, instants in UTC, hours of a zone, floating hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coordination.oncall.clock import ImpossibleHour, check_local
from coordination.oncall.imports.ics_lines import Property
from portal.lib.time import local_instant

MOST_DATES = 1000
DAY = re.compile(r"\d{8}")
HOUR = re.compile(r"(\d{8}T\d{6})(Z?)")
ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)"
)


class Unreadable(ValueError):
    """One event is left aside; `str()` is French."""


@dataclass(frozen=True)
class Moment:
    """A date of the file: its instant, and the wall clock on which it repeats.

    `is_day`: a whole day. `note` says what was assumed.
    """

    instant: datetime
    local: datetime
    zone: ZoneInfo
    is_day: bool = False
    is_floating: bool = False

    @property
    def note(self) -> str:
        """What the reader is to know of it."""
        if self.is_day:
            return "journée entière"
        return "sans fuseau : lu à l’heure de votre territoire" if self.is_floating else ""

    def at(self, local: datetime) -> "Moment":
        """The same kind of moment at another hour of the wall clock. Raises Unreadable."""
        return _moment(local, self.zone, is_day=self.is_day, is_floating=self.is_floating)


def read_one(given: Property, zone: ZoneInfo) -> Moment:
    """The moment of a property. Raises Unreadable."""
    return _read(given.value, given, zone)


def read_moments(given: Property, zone: ZoneInfo) -> Iterator[Moment]:
    """The moments of a list of dates. Raises Unreadable, also for a list without end."""
    values = given.value.split(",")
    if len(values) > MOST_DATES:
        raise Unreadable(
            f"Cet événement donne {len(values)} dates : {MOST_DATES} sont admises, "
            "exportez une période plus courte."
        )
    for value in values:
        yield _read(value.partition("/")[0], given, zone)


def read_duration(text: str) -> timedelta:
    """`PT1H30M`, `P2D`, `P1W`. Raises Unreadable."""
    found = DURATION.fullmatch(text.strip().upper())
    if not found or not any(found.groups()):
        raise Unreadable(f"La durée « {text[:30]} » n’est pas lisible.")
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _read(value: str, given: Property, zone: ZoneInfo) -> Moment:
    text = value.strip().upper()
    try:
        if DAY.fullmatch(text):
            local = datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - a whole day has no zone
            return _moment(local, zone, is_day=True)
        if found := HOUR.fullmatch(text):
            local = datetime.strptime(found[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local, then zoned
            if found[2]:
                instant = local.replace(tzinfo=UTC)
                return Moment(instant, instant.replace(tzinfo=None), ZoneInfo("UTC"))
            name = given.parameters.get("TZID", "")
            return _moment(local, _zone(name) if name else zone, is_floating=not name)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"La date « {value[:30]} » n’existe pas.") from error
    raise Unreadable(f"La date « {value[:30]} » n’est pas lisible.")


def _moment(
    local: datetime, zone: ZoneInfo, *, is_day: bool = False, is_floating: bool = False
) -> Moment:
    """An hour that the file gives without zone is never guessed; in a zone, RFC 5545 decides."""
    if not 1970 <= local.year < 2200:
        raise Unreadable(f"L’année {local.year} est hors du calendrier du portail.")
    if is_floating:
        try:
            instant = check_local(local, zone)
        except ImpossibleHour as error:
            raise Unreadable(str(error)) from error
    else:
        instant = local_instant(local.date(), local.time(), zone)
    return Moment(instant, local, zone, is_day=is_day, is_floating=is_floating)


def _zone(name: str) -> ZoneInfo:
    """The zone of a TZID, in the names of the world or in those of Outlook. Raises Unreadable."""
    known = WINDOWS_TO_OLSON.get(name, name).lstrip("/")
    try:
        if not ZONE.fullmatch(known):
            raise ValueError
        return ZoneInfo(known)
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise Unreadable(
            f"Le fuseau horaire « {name[:40]} » est inconnu du portail : "
            "exportez l’agenda à l’heure de Paris, ou en temps universel."
        ) from error
