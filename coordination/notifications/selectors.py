"""Reads for the screens."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from coordination.notifications.circuit import cut_providers, low_credits
from coordination.notifications.models import (
    Circuit,
    Heartbeat,
    Notification,
    Preference,
    Publication,
    fill,
)
from coordination.notifications.registry import label_of
from portal.accounts.models import User

State = Notification.State
LEVELS = {
    State.QUEUED: "progress",
    State.SENDING: "progress",
    State.ACCEPTED: "good",
    State.DELIVERED: "good",
    State.READ: "good",
    State.FAILED: "critical",
    State.UNCERTAIN: "watch",
    State.STALE: "watch",
    State.SUPPRESSED: "unknown",
    State.CANCELLED: "unknown",
}
EVENTS = {
    "retry": "Échec passager, nouvel essai prévu",
    "failed": "Échec définitif",
    "uncertain": "Réponse du prestataire perdue",
    "suppressed": "Retenu",
    "fallback": "Envoyé par un autre moyen",
    "requeued": "Remis en file",
    "retried": "Relancé à la main",
    "withdrawn": "Annulé à la main",
    "bundled": "Regroupé avec d’autres",
}


@dataclass(frozen=True)
class Line:
    """One line of a message's history."""

    at: datetime
    title: str
    detail: str = ""
    level: str = "unknown"


def unread_count(user: User) -> int:
    """How many messages of the portal this person has not opened."""
    return Notification.objects.filter(user=user).unread().count()


def preference_of(user: User) -> Preference:
    """How this person wants to be reached; the usual way, not saved, when they never said."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def inbox(user: User) -> QuerySet[Notification]:
    """The messages of this person in the portal, with their texts."""
    return Notification.objects.inbox_of(user).select_related("publication")


def inbox_text(message: Notification, link: str) -> list[str]:
    """The paragraphs of an inbox message; the link is shown apart, as a button."""
    text = message.publication.inbox_text.replace("{lien}", "")
    filled = fill(text, first_name=message.first_name, link=link)
    return [part.strip(" :") for part in filled.split("\n\n") if part.strip(" :\n")]


def outbox(*, state: str = "", channel: str = "", notice: str = "") -> QuerySet[Notification]:
    """The messages that leave the portal, and those of its inbox, narrowed."""
    rows = Notification.objects.select_related("publication", "user")
    if state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    return rows.filter(publication__notice=notice) if notice else rows


def history(message: Notification) -> list[Line]:
    """What happened to the message, in order: its states, then what was out of the ordinary."""
    lines = [Line(message.queued_at, "Mis en file", level="progress")]
    for state in State:
        at = getattr(message, f"{state.value}_at", None)
        if at is not None and state != State.QUEUED:
            lines.append(Line(at, state.label.capitalize(), level=LEVELS[state]))
    for attempt in message.history.all():
        title = EVENTS.get(attempt.event, attempt.event)
        lines.append(Line(attempt.at, title, attempt.detail, "watch"))
    return sorted(lines, key=lambda line: line.at)


@dataclass(frozen=True)
class Gauges:
    """How delivery is doing, at a glance."""

    waiting: int
    failed: int
    uncertain: int
    oldest_seconds: int
    swept_at: datetime | None
    cut: list[Circuit]
    low_credits: float | None


def gauges() -> Gauges:
    """Counts of what deserves a look, and how late the oldest due message is."""
    live = Notification.objects.filter(state__in=[State.QUEUED, State.FAILED, State.UNCERTAIN])
    counts = dict(live.values_list("state").annotate(rows=Count("pk")).order_by())
    now = timezone.now()
    due = Notification.objects.filter(state=State.QUEUED, next_attempt_at__lte=now)
    oldest = due.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    swept = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    return Gauges(
        waiting=counts.get(State.QUEUED, 0),
        failed=counts.get(State.FAILED, 0),
        uncertain=counts.get(State.UNCERTAIN, 0),
        oldest_seconds=int((now - oldest).total_seconds()) if oldest else 0,
        swept_at=swept,
        cut=cut_providers(),
        low_credits=low_credits(),
    )


def notice_choices() -> list[tuple[str, str]]:
    """The notices that were ever published, with their French labels."""
    slugs = Publication.objects.order_by().values_list("notice", flat=True).distinct()
    return sorted(((slug, label_of(slug)) for slug in slugs), key=lambda one: one[1])
