"""A mission as an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime

from django.utils import timezone

from coordination.reinforcement.models import Assignment
from coordination.reinforcement.selectors.assignment import held_seats

LINE_BYTES = 74


def calendar_of(assignment: Assignment) -> str:
    """The held slots of `assignment` as events, in CRLF lines folded at 75 bytes."""
    structure = assignment.need.structure
    place = ", ".join(
        part for part in (structure.name, structure.street, structure.commune.name) if part
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Renforts//Missions//FR"]
    for seat in held_seats(assignment).filter(holds=True):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{assignment.uuid}-{seat.slot_id}@renforts",
            f"DTSTAMP:{_instant(timezone.now())}",
            f"DTSTART:{_instant(seat.period.lower)}",
            f"DTEND:{_instant(seat.period.upper)}",
            f"SUMMARY:{_escaped(f'Renfort : {structure.name}')}",
            f"LOCATION:{_escaped(place)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    pieces, current = [], ""
    for char in line:
        if len((current + char).encode()) > LINE_BYTES:
            pieces.append(current)
            current = " "
        current += char
    return "\r\n".join([*pieces, current])
