"""The page of one assignment, for whoever decides for the structure."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.selectors.assignment import (
    DOCUMENTS,
    GROUPS,
    LEVELS,
    as_candidates,
    candidates,
    contact_shown_to,
    group_counts,
    held_seats,
    open_slots_of,
    story_of,
)
from coordination.reinforcement.selectors.missions import slot_words, words_to_come
from portal.accounts.models import User
from portal.ui.paging import keyset

State = Assignment.State

PAGE = 25
# Presence is noted from two hours before the slot (services.mission).
AHEAD = timedelta(hours=2)
Employer = Assignment.Employer

# What may still be done, by state; the services have the last word.
ACTS = {
    State.NOTIFIED: {"phone"},
    State.SEEN: {"phone"},
    State.REFUSED: {"phone"},
    State.ACCEPTED: {"select", "call", "standby", "decline", "employer", "phone"},
    State.STANDBY: {"select", "call", "decline", "employer"},
    State.OFFERED: {"select", "call", "decline", "phone"},
    State.SELECTED: {"confirm", "reveal", "employer", "cancel", "presence", "back"},
    State.CONFIRMED: {"reveal", "cancel", "presence", "back", "employer"},
    State.STARTED: {"reveal", "presence", "finish", "cancel", "back"},
    State.FINISHED: {"reveal", "feedback", "attestation", "back"},
    State.ABSENT: {"back"},
    State.DECLINED: {"back"},
    State.RELEASED: {"back"},
}


def candidate_page(need: Need, *, group: str, after: str) -> dict[str, Any]:
    """One list of the candidates of `need`, from after a cursor, best first then first come."""
    group = group if group in GROUPS else "choisir"
    rows = candidates(need, group=group)
    page = keyset(rows, by=["-score", "since", "pk"], after=after, size=PAGE)
    slots = list(need.slots.all())
    return {
        "need": need,
        "places": sum(slot.capacity for slot in slots),
        "places_taken": sum(slot.taken for slot in slots),
        "group": group,
        "groups": group_counts(need),
        "page": page,
        "candidates": as_candidates(page, slots=len(slots)),
    }


def assignment_page(assignment: Assignment, *, user: User) -> dict[str, Any]:
    """Everything the page shows: the masked profile, seats, contact when revealed, acts."""
    need, state = assignment.need, State(assignment.state)
    slots = need.slots.count()
    candidate = as_candidates([assignment], slots=slots)[0]
    zone = ZoneInfo(need.structure.commune.timezone)
    until = assignment.reserved_until
    calling = bool(until and until > timezone.now())
    by_me = calling and assignment.reserved_by_id == user.pk
    acts = set(ACTS.get(state, set()))
    if calling and not by_me:
        acts &= {"phone"}
    return {
        "assignment": assignment,
        "need": need,
        "candidate": candidate,
        "level": LEVELS.get(state, "unknown"),
        "seats": [
            (seat, slot_words(seat.period, zone), seat.period.lower <= timezone.now() + AHEAD)
            for seat in held_seats(assignment)
        ],
        "is_firm": state in Assignment.HOLDING,
        "slot_choices": [(slot.pk, slot_words(slot.period, zone)) for slot in open_slots_of(need)],
        "acts": acts,
        "to_come": words_to_come(assignment) if "finish" in acts else [],
        "calling": calling,
        "calling_by_me": by_me,
        "contact_until": contact_shown_to(user, assignment),
        "document": next(
            (words for status, words in DOCUMENTS.items() if status == assignment.volunteer.status),
            "",
        ),
        "needs_employer": assignment.employer != Employer.NOT_REQUIRED,
        "employer_ready": assignment.employer in (Employer.NOT_REQUIRED, Employer.WRITTEN),
        "story": story_of(assignment),
        "feedbacks": list(assignment.feedbacks.order_by("author")),
    }
