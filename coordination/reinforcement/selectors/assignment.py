"""What pages show of assignments: the answer page, the candidates, one file, my missions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from coordination.reinforcement.matching import distance_band
from coordination.reinforcement.models import Assignment, Need, Seat, Slot, Volunteer
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.lib.links import key_of, token_for

State = Assignment.State

# The lists of the page of candidates, in the order in which they are read.
GROUPS = {
    "choisir": ("À choisir", (State.ACCEPTED,)),
    "attente": ("Liste d’attente", (State.OFFERED, State.STANDBY)),
    "retenus": (
        "Retenus",
        (State.SELECTED, State.CONFIRMED, State.STARTED, State.FINISHED, State.ABSENT),
    ),
    "sollicites": ("Sans réponse", (State.NOTIFIED, State.SEEN)),
    "sortis": (
        "Sortis",
        (
            State.REFUSED,
            State.EXPIRED,
            State.DECLINED,
            State.RELEASED,
            State.CANCELLED,
            State.STOOD_DOWN,
        ),
    ),
}
LEVELS = {
    State.ACCEPTED: "watch",
    State.OFFERED: "progress",
    State.STANDBY: "progress",
    State.SELECTED: "good",
    State.CONFIRMED: "good",
    State.STARTED: "good",
    State.FINISHED: "good",
    State.ABSENT: "critical",
    State.CANCELLED: "critical",
    State.RELEASED: "critical",
}
CONTACT_SHOWN = timedelta(minutes=15)

# What each status signs (field notes, section 3); the signatures stay with the parties.
DOCUMENTS = {
    Volunteer.Status.PUBLIC: "convention de mise à disposition et ordre de mission",
    Volunteer.Status.PRIVATE: "convention de mise à disposition et ordre de mission",
    Volunteer.Status.LIBERAL: "contrat d’exercice libéral ou vacation de l’ARS",
    Volunteer.Status.UNEMPLOYED: "CDD ou vacation",
    Volunteer.Status.RETIRED: "contrat de cumul emploi-retraite",
    Volunteer.Status.STUDENT: "vacation, ou convention avec l’école",
    Volunteer.Status.RESERVIST: "convention avec la réserve",
}


@dataclass(frozen=True)
class Candidate:
    """One person as the structure may see them: no name, no contact."""

    assignment: Assignment
    seats: Sequence[Seat]
    slots: int

    @property
    def level(self) -> str:
        """The colour of the state."""
        return LEVELS.get(State(self.assignment.state), "unknown")

    @property
    def distance(self) -> str:
        """How far, rounded up."""
        return distance_band(self.assignment.distance_km)

    @property
    def coverage(self) -> str:
        """How many of the need's slots this person said yes to."""
        said = len(self.seats)
        if not said:
            return "—"
        if said == self.slots:
            return "le créneau" if said == 1 else f"les {said} créneaux"
        return f"{said} créneau{'x' if said > 1 else ''} sur {self.slots}"

    @property
    def is_reserved(self) -> bool:
        """Somebody is calling this person right now."""
        until = self.assignment.reserved_until
        return until is not None and until > timezone.now()


def by_token(token: str) -> Assignment | None:
    """The assignment behind a personal link; None when the link is no good, whatever is wrong."""
    key = key_of(token)
    if key is None:
        return None
    rows = Assignment.objects.select_related(
        "need__structure__commune", "volunteer__user", "volunteer__profession"
    )
    return rows.filter(link_key=key).first()


def own_link(assignment: Assignment) -> str:
    """The path of the personal page of `assignment`."""
    return f"/r/{token_for(assignment.link_key)}/"


def candidates(need: Need, *, group: str) -> QuerySet[Assignment]:
    """The people of one list of `need`, with `since` (when they entered it, roughly)."""
    rows = Assignment.objects.filter(need=need, state__in=GROUPS[group][1])
    return (
        rows.select_related("volunteer__profession", "reserved_by")
        .prefetch_related("seats__slot")
        .annotate(since=Coalesce("answered_at", "notified_at", "created_at"))
    )


def as_candidates(rows: Iterable[Assignment], *, slots: int) -> list[Candidate]:
    """`rows` as the page shows them; `slots` is how many the need has."""
    return [
        Candidate(row, sorted(row.seats.all(), key=lambda seat: seat.period.lower), slots)
        for row in rows
    ]


def group_counts(need: Need) -> list[tuple[str, str, int]]:
    """Each list of the page: its slug, its title, how many people. One statement."""
    counted = {
        slug: Count("pk", filter=Q(state__in=states)) for slug, (_, states) in GROUPS.items()
    }
    found = Assignment.objects.filter(need=need).aggregate(**counted)
    return [(slug, title, found[slug]) for slug, (title, _) in GROUPS.items()]


def contact_shown_to(user: User, assignment: Assignment) -> datetime | None:
    """Until when `user` reads this person's details: a quarter of an hour after a reveal."""
    if assignment.volunteer.user_id == user.pk:
        return None
    since = timezone.now() - CONTACT_SHOWN
    reveals = Entry.objects.filter(
        action="contact.revealed",
        actor_id=user.pk,
        subject_kind=Assignment._meta.label_lower,
        subject_id=str(assignment.pk),
        at__gt=since,
    )
    last = reveals.order_by("-at").values_list("at", flat=True).first()
    holding = assignment.state in Assignment.HOLDING
    calling = assignment.reserved_by_id == user.pk and assignment.reserved_until
    if last is None or not (holding or (calling and calling > timezone.now())):
        return None
    return last + CONTACT_SHOWN


def story_of(assignment: Assignment) -> list[dict[str, Any]]:
    """The stages of `assignment` that happened, oldest first, for a timeline."""
    stages = (
        ("Sollicité", assignment.notified_at, "progress"),
        ("Page consultée", assignment.seen_at, "progress"),
        ("A répondu", assignment.answered_at, "progress"),
        ("Retenu", assignment.selected_at, "good"),
        ("Confirmé", assignment.confirmed_at, "good"),
        ("Arrivé", assignment.started_at, "good"),
        (assignment.get_state_display().capitalize(), assignment.ended_at, "unknown"),
    )
    done = [{"title": title, "at": at, "level": level} for title, at, level in stages if at]
    return sorted(done, key=lambda stage: stage["at"])


def missions_of(user: User) -> QuerySet[Assignment]:
    """The volunteer's assignments that are or were missions, or may become one, newest first."""
    mine = Assignment.objects.filter(volunteer__user=user)
    return (
        mine.select_related("need__structure__commune")
        .prefetch_related("seats", "feedbacks")
        .annotate(since=Coalesce("answered_at", "notified_at", "created_at"))
    )


def open_slots_of(need: Need) -> list[Slot]:
    """The slots of `need` that have not ended, in order."""
    return list(need.slots.filter(period__endswith__gt=timezone.now()).in_order())


def seats_to_come(assignment: Assignment) -> QuerySet[Seat]:
    """The places that `assignment` holds in slots that have not begun."""
    expected = assignment.seats.filter(holds=True, presence=Seat.Presence.EXPECTED)
    return expected.filter(period__startswith__gt=timezone.now())


def held_seats(assignment: Assignment) -> QuerySet[Seat]:
    """The seats that hold or held a place, in order."""
    return assignment.seats.select_related("slot").order_by(F("period"), "pk")
