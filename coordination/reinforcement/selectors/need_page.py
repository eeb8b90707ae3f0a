"""What the page of one need says: its story, its waves, its journal, what can be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Min, Q
from django.db.models.functions import Cast
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.reinforcement.models import Assignment, Need, Wave
from coordination.reinforcement.selectors.need import badge
from coordination.reinforcement.selectors.wording import need_words
from portal.audit.models import Entry

State, AState = Need.State, Assignment.State
RETAINED = [AState.SELECTED, AState.CONFIRMED, AState.STARTED, AState.FINISHED]
WAITING = [AState.ACCEPTED, AState.STANDBY, AState.OFFERED]
ACTS = {
    "need.drafted": "Brouillon créé",
    "need.edited": "Modifié",
    "need.submitted": "Soumis à l’ARS",
    "need.regulated": "En crise : attend l’accord de la régulation",
    "need.forwarded": "Transmis à l’ARS, l’habilitation étant accordée",
    "need.validated": "Validé",
    "need.returned": "Renvoyé pour être revu",
    "need.opened": "Mis en diffusion",
    "need.suspended": "Suspendu",
    "need.resumed": "Repris",
    "need.prolonged": "Délai de réponse prolongé",
    "need.prioritised": "Priorité fixée",
    "need.emptied": "De nouveau sans place tenue",
    "need.partly_filled": "Partiellement pourvu",
    "need.filled": "Pourvu",
    "need.stood_down": "Personnes sollicitées remerciées : plus besoin d’elles",
    "need.closed": "Clos",
    "need.cancelled": "Annulé",
    "need.expired": "Expiré",
    "wave.released": "Vague lancée",
    "wave.stopped": "Vague arrêtée",
    "wave.proposed": "Vague soumise à un second accord",
    "wave.approved": "Second accord : vague lancée",
    "wave.refused": "Second accord refusé",
}


UNDER_WAY = (Wave.State.RELEASED, Wave.State.DRAWN)


@dataclass(frozen=True)
class Step:
    """One moment of a need's story, or one line of its journal."""

    at: datetime | None
    title: str
    detail: str = ""
    level: str = "unknown"


@dataclass(frozen=True)
class AskCounts:
    """How far the asks of a need have come."""

    asked: int
    answered: int
    waiting: int
    retained: int
    first_told_at: datetime | None
    first_answer_at: datetime | None


@dataclass(frozen=True)
class WaveLine:
    """One wave and how far it has come."""

    wave: Wave
    sent: int
    left: int
    under_way: bool
    steps: list[tuple[str, int]]

    @property
    def can_stop(self) -> bool:
        """Messages may still leave, today or once somebody agrees."""
        return self.under_way or self.wave.state == Wave.State.PROPOSED


@dataclass(frozen=True)
class Acts:
    """What the state of a need allows, whoever asks."""

    edit: bool
    suspend: bool
    cancel: bool
    close: bool
    prolong: bool
    prioritise: bool


def acts_of(need: Need) -> Acts:
    """What the state of `need` allows."""
    state = need.state
    recruiting = state in (State.OPEN, State.PARTLY_FILLED)
    return Acts(
        edit=state in (State.DRAFT, *Need.LIVING, State.EXPIRED),
        suspend=state in Need.LIVING and state != State.SUSPENDED,
        cancel=state in (State.DRAFT, *Need.LIVING),
        close=recruiting or state in (State.FILLED, State.EXPIRED),
        prolong=recruiting,
        prioritise=state in Need.LIVING and state != State.SUBMITTED,
    )


def shown_need(need: Need) -> dict[str, Any]:
    """What everyone who sees the need reads: state, words, slots, story, waves."""
    slots = sorted(need.slots.all(), key=lambda slot: slot.period)
    places, taken = sum(one.capacity for one in slots), sum(one.taken for one in slots)
    level, label = badge(need, places=places, taken=taken)
    asks = ask_counts(need)
    return {
        "words": need_words(need),
        "slots": slots,
        "places": places,
        "taken": taken,
        "level": level,
        "label": label,
        "asks": asks,
        "story": story(need, asks),
        "waves": wave_lines(need),
        "now": timezone.now(),
        "may_now": acts_of(need),
    }


def ask_counts(need: Need) -> AskCounts:
    """One statement over the need's assignments."""
    found = need.assignments.aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        waiting=Count("pk", filter=Q(state__in=WAITING)),
        retained=Count("pk", filter=Q(state__in=RETAINED)),
        first_told_at=Min("notified_at"),
        first_answer_at=Min("answered_at"),
    )
    return AskCounts(**found)


def story(need: Need, asks: AskCounts) -> list[Step]:
    """The stages of a need that were reached, then the next one."""
    stages = [
        ("Soumis", need.submitted_at),
        ("Validé par l’ARS", need.validated_at),
        ("Mis en diffusion", need.opened_at),
        ("Première personne prévenue", asks.first_told_at),
        ("Première réponse", asks.first_answer_at),
        ("Pourvu", need.filled_at),
    ]
    reached = [Step(at, title, level="good") for title, at in stages if at]
    missing = [title for title, at in stages if not at]
    if need.state in Need.LIVING and missing:
        reached.append(Step(None, missing[0], level="progress"))
    if need.ended_at and need.state not in Need.LIVING:
        reached.append(Step(need.ended_at, need.get_state_display().capitalize(), level="watch"))
    return reached


def journal(need: Need, *, limit: int = 30) -> list[Step]:
    """What was done to the need, the latest first."""
    entries = Entry.objects.filter(
        subject_kind=Need._meta.label_lower, subject_id=str(need.pk)
    ).select_related("actor")
    return [
        Step(one.at, ACTS.get(one.action, one.action), _by(one))
        for one in entries.order_by("-pk")[:limit]
    ]


def wave_lines(need: Need) -> list[WaveLine]:
    """The need's waves, the latest first, and how far each has come; two statements."""
    yes = Q(assignments__answered_at__isnull=False) & ~Q(assignments__state=AState.REFUSED)
    waves = need.waves.annotate(
        seen=Count("assignments", filter=Q(assignments__seen_at__isnull=False)),
        answered=Count("assignments", filter=Q(assignments__answered_at__isnull=False)),
        yes=Count("assignments", filter=yes),
        retained=Count("assignments", filter=Q(assignments__state__in=RETAINED)),
    ).order_by("-rank")
    sent = _messages(need)
    now = timezone.now()
    return [
        WaveLine(
            wave=wave,
            sent=sent.get(str(wave.pk), (0, 0))[0],
            left=sent.get(str(wave.pk), (0, 0))[1],
            under_way=wave.state in UNDER_WAY and wave.window_ends_at > now,
            steps=[
                ("Sollicités", wave.asked),
                ("Ont ouvert", wave.seen),
                ("Ont répondu", wave.answered),
                ("Ont dit oui", wave.yes),
                ("Retenus", wave.retained),
            ],
        )
        for wave in waves
    ]


def _messages(need: Need) -> dict[str, tuple[int, int]]:
    """Messages gone and messages to go, by wave."""
    ids = need.waves.annotate(text=Cast("pk", CharField())).values("text")
    found = (
        Notification.objects.filter(publication__notice="wave_ask", publication__subject_id__in=ids)
        .exclude(channel="inbox")
        .values("publication__subject_id")
        .annotate(
            gone=Count("pk", filter=Q(state__in=["accepted", "delivered", "read"])),
            to_go=Count("pk", filter=Q(state__in=["queued", "sending"])),
        )
    )
    return {one["publication__subject_id"]: (one["gone"], one["to_go"]) for one in found}


def _by(entry: Entry) -> str:
    words: dict[str, Any] = entry.detail
    who = str(entry.actor) if entry.actor else "automatiquement"
    told = [
        who,
        *([f"vague {words['rank']}"] if "rank" in words else []),
        *([f"{words['size']} personnes"] if "size" in words else []),
        *([f"priorité {words['priority']}"] if words.get("priority") else []),
        *([f"plafond dépassé : {words['override']}"] if words.get("override") else []),
        *([f"{words['asked_again']} accords redemandés"] if words.get("asked_again") else []),
        *([f"« {words['reason']} »"] if words.get("reason") else []),
    ]
    return " · ".join(told)
