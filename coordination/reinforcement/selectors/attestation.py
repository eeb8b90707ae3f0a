"""What the attestation of a mission says: the same words for the PDF and for the page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from coordination.reinforcement.models import Assignment, Seat
from coordination.reinforcement.selectors.assignment import held_seats
from coordination.reinforcement.selectors.missions import slot_words
from portal.lib.time import hours_between
from portal.ui.moments import day


@dataclass(frozen=True)
class Attestation:
    """Plain words; `lines` are slots with their hours."""

    name: str
    reference: str
    profession: str
    trust: str
    structure: str
    finess: str
    place: str
    unit: str
    lines: list[tuple[str, str]]
    total: str
    issued_on: str
    issued_at: datetime
    number: str
    is_exercise: bool


def is_attestable(assignment: Assignment) -> bool:
    """The mission is finished."""
    return bool(assignment.state == Assignment.State.FINISHED)


def attestation_words(assignment: Assignment) -> Attestation:
    """The attestation of `assignment`; its date is that of the end of the mission."""
    need, volunteer = assignment.need, assignment.volunteer
    zone = ZoneInfo(need.structure.commune.timezone)
    present = Seat.Presence.PRESENT
    done = [seat for seat in held_seats(assignment) if seat.presence == present]
    counted = [(slot_words(seat.period, zone), _hours(seat)) for seat in done]
    ended = (assignment.ended_at or assignment.created_at).astimezone(zone)
    return Attestation(
        name=volunteer.user.get_full_name() or volunteer.reference,
        reference=volunteer.reference,
        profession=str(volunteer.profession or ""),
        trust=volunteer.get_trust_display(),
        structure=need.structure.name,
        finess=need.structure.finess,
        place=need.structure.commune.name,
        unit=need.unit,
        lines=[(words, hours_words(hours)) for words, hours in counted],
        total=hours_words(sum((hours for _, hours in counted), Decimal(0))),
        issued_on=f"{day(ended, now=ended)} {ended.year}",
        issued_at=ended,
        number=str(assignment.uuid),
        is_exercise=need.is_exercise,
    )


def hours_words(hours: Decimal) -> str:
    """`11 h 30`, `8 h`."""
    whole, part = divmod(int((hours * 60).to_integral_value()), 60)
    return f"{whole}\u00a0h\u00a0{part:02}" if part else f"{whole}\u00a0h"


def _hours(seat: Seat) -> Decimal:
    if seat.hours is not None:
        return seat.hours
    return Decimal(str(round(hours_between(seat.period.lower, seat.period.upper), 2)))
