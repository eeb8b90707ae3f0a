"""The personal page: where this ask stands, and what the person may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.reinforcement.matching import distance_band
from coordination.reinforcement.models import Assignment, Need, Seat, Slot
from coordination.reinforcement.selectors.assignment import held_seats, open_slots_of, own_link
from coordination.reinforcement.selectors.offers import Offer, offers_for
from coordination.reinforcement.selectors.wording import need_words

State = Assignment.State

ASKED = (State.NOTIFIED, State.SEEN)
OPEN_AGAIN = (*ASKED, State.ACCEPTED, State.REFUSED, State.EXPIRED, State.STOOD_DOWN)
WAITABLE = (*ASKED, State.REFUSED, State.EXPIRED, State.STOOD_DOWN)
PLACES_OPEN = (Need.State.OPEN, Need.State.PARTLY_FILLED, Need.State.FILLED)


@dataclass(frozen=True)
class ShownSlot:
    """A slot to tick: chosen already, and whether places are left."""

    slot: Slot
    chosen: bool
    left: int


@dataclass(frozen=True)
class AnswerPage:
    """All that the page shows; `stage` names its middle part."""

    assignment: Assignment
    words: dict[str, Any]
    slots: Sequence[ShownSlot]
    stage: str
    can_answer: bool
    can_wait: bool
    offers: Sequence[Offer]

    @property
    def link(self) -> str:
        """The address of this page."""
        return own_link(self.assignment)

    @property
    def distance(self) -> str:
        """How far, rounded up; empty when it was not computed."""
        km = self.assignment.distance_km
        return distance_band(km) if km else ""

    @property
    def seats(self) -> list[Seat]:
        """The places held, in order."""
        return [seat for seat in held_seats(self.assignment) if seat.holds]

    @property
    def reviewed(self) -> bool:
        """The person already left a word."""
        return self.assignment.feedbacks.filter(author="volunteer").exists()

    @property
    def by_parts(self) -> bool:
        """Several slots, and part of them is enough."""
        return len(self.slots) > 1 and self.assignment.need.partial_allowed


def answer_page(assignment: Assignment) -> AnswerPage:
    """What the holder of the link reads, now."""
    need, state = assignment.need, State(assignment.state)
    taken_elsewhere = bool(assignment.cancel_reason) and state == State.STOOD_DOWN
    can_answer = need.is_recruiting and state in OPEN_AGAIN and not taken_elsewhere
    ahead = open_slots_of(need)
    can_wait = need.is_full and state in WAITABLE and not taken_elsewhere and bool(ahead)
    over = not can_answer and state not in (*Assignment.HOLDING, State.STANDBY, State.OFFERED)
    said_no = state in (State.REFUSED, State.DECLINED, State.RELEASED)
    volunteer = assignment.volunteer
    offers = offers_for(volunteer, apart_from=need) if over or said_no else []
    return AnswerPage(
        assignment=assignment,
        words=need_words(need) | {"zone": ZoneInfo(need.structure.commune.timezone)},
        slots=_shown(assignment, ahead),
        stage=_stage(assignment, can_answer=can_answer, taken_elsewhere=taken_elsewhere),
        can_answer=can_answer,
        can_wait=can_wait,
        offers=offers,
    )


def _shown(assignment: Assignment, ahead: Sequence[Slot]) -> list[ShownSlot]:
    chosen = set(assignment.seats.values_list("slot", flat=True))
    nothing_yet = not chosen
    return [
        ShownSlot(slot, nothing_yet or slot.pk in chosen, max(0, slot.capacity - slot.taken))
        for slot in ahead
    ]


def _stage(assignment: Assignment, *, can_answer: bool, taken_elsewhere: bool) -> str:
    state, need = State(assignment.state), assignment.need
    if taken_elsewhere:
        return "elsewhere"
    if state in ASKED or state in (State.EXPIRED, State.STOOD_DOWN):
        if can_answer:
            return "asked"
        return "filled" if need.is_full else "closed"
    if state == State.OFFERED:
        until = assignment.offered_until
        return "offered" if until and until > timezone.now() else "closed"
    if state in (State.SELECTED, State.CONFIRMED, State.STARTED):
        return "firm"
    return str(state.value)
