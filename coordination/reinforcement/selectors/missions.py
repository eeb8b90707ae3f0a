"""Missions in words: when, how many hours, what the volunteer may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.reinforcement.models import Assignment, Seat
from coordination.reinforcement.selectors.assignment import (
    LEVELS,
    held_seats,
    own_link,
    seats_to_come,
)
from portal.lib.time import hours_between
from portal.ui.moments import period_words

State = Assignment.State

AHEAD = (State.ACCEPTED, State.STANDBY, State.OFFERED, State.SELECTED, State.CONFIRMED)
ASKED = (State.NOTIFIED, State.SEEN)


@dataclass(frozen=True)
class MissionCard:
    """One of my assignments, with what I may do about it."""

    assignment: Assignment
    when: list[str]
    link: str
    level: str

    @property
    def is_asked(self) -> bool:
        """An answer is awaited."""
        return self.assignment.state in (*ASKED, State.OFFERED)

    @property
    def is_ahead(self) -> bool:
        """Promised, not done yet."""
        return self.assignment.state in AHEAD

    @property
    def is_finished(self) -> bool:
        """Done: there is an attestation."""
        return bool(self.assignment.state == State.FINISHED)


def slot_words(period: Any, zone: ZoneInfo) -> str:
    """A period in French words, on the clock of the place."""
    now = timezone.now().astimezone(zone)
    return period_words(period.lower, period.upper, now=now, zone=zone)


def mission_cards(rows: Iterable[Assignment]) -> list[MissionCard]:
    """`rows` (with their need's structure and seats) as cards, in the same order."""
    return [
        MissionCard(
            row,
            [
                slot_words(seat.period, ZoneInfo(row.need.structure.commune.timezone))
                for seat in sorted(row.seats.all(), key=lambda seat: seat.period.lower)
            ],
            own_link(row),
            LEVELS.get(State(row.state), "unknown"),
        )
        for row in rows
    ]


def presence_rows(assignment: Assignment) -> list[tuple[Seat, str, Decimal]]:
    """The seats done or begun, in words, with the hours to propose: the slot's own."""
    zone = ZoneInfo(assignment.need.structure.commune.timezone)
    begun = held_seats(assignment).filter(holds=True, period__startswith__lte=timezone.now())
    return [
        (
            seat,
            slot_words(seat.period, zone),
            seat.hours
            or Decimal(str(round(hours_between(seat.period.lower, seat.period.upper), 2))),
        )
        for seat in begun
    ]


def words_to_come(assignment: Assignment) -> list[str]:
    """The slots where the person is still expected, in words and in order."""
    zone = ZoneInfo(assignment.need.structure.commune.timezone)
    return [slot_words(seat.period, zone) for seat in seats_to_come(assignment).order_by("period")]
