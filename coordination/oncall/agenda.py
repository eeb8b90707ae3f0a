"""Duties as an iCalendar file (RFC 5545), for calendars that subscribe to it.

Instants are in UTC, so that no client can misread a night of 11 or 13 hours. The file depends
on the duties alone, not on the moment it is read: the same duties give the same octets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

# Octets of a line, the break excluded (RFC 5545, 3.1); some clients refuse a longer one.
LONGEST = 75
PRODUCT = "-//Portail des renforts//Astreintes//FR"
# How often a client is invited to come back; most do so when they like.
REFRESH = "PT1H"


@dataclass(frozen=True)
class Event:
    """A duty during [start, end[, under an identity that neither its hours nor its holder make.

    `sequence` and `changed_at` never go back; a duty taken away stays for a time, cancelled.
    """

    uid: str
    start: datetime
    end: datetime
    sequence: int
    changed_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar(name: str, events: Iterable[Event], *, note: str = "") -> bytes:
    """The whole file, in UTF-8, each line ended by CR LF and folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    if note:
        lines.append(f"X-WR-CALDESC:{escaped(note)}")
    for event in sorted(events, key=lambda one: (one.start, one.uid)):
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """The octets of a line, continued on others where it is too long, no character cut in two."""
    pieces, current = [], b""
    room = LONGEST
    for character in line:
        octets = character.encode()
        if len(current) + len(octets) > room:
            pieces.append(current)
            # The blank that begins a continuation counts.
            current, room = b"", LONGEST - 1
        current += octets
    return b"\r\n ".join([*pieces, current]) + b"\r\n"


def escaped(text: str) -> str:
    """A text as a value: backslash, comma, semicolon and line break mean nothing more."""
    kept = "".join(char for char in text if char in "\n\t" or ord(char) >= 32)
    for char in "\\;,":
        kept = kept.replace(char, f"\\{char}")
    return kept.replace("\n", "\\n")


def stamp(instant: datetime) -> str:
    """`20260328T190000Z`."""
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def last_change(events: Iterable[Event]) -> datetime | None:
    """When one of them changed for the last time."""
    return max((event.changed_at for event in events), default=None)


def _event(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        # Without METHOD, DTSTAMP is the date of the revision (RFC 5545, 3.8.7.2).
        f"DTSTAMP:{stamp(event.changed_at)}",
        f"LAST-MODIFIED:{stamp(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{stamp(event.start)}",
        f"DTEND:{stamp(event.end)}",
        f"SUMMARY:{escaped(event.summary)}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if event.is_cancelled else 'OPAQUE'}",
    ]
    optional = {"DESCRIPTION": event.description, "LOCATION": event.location}
    lines += [f"{name}:{escaped(value)}" for name, value in optional.items() if value]
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]
