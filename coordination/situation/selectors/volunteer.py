"""What awaits a volunteer."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Feedback, Seat, Volunteer
from coordination.reinforcement.selectors.wording import limit_words
from coordination.situation.selectors.acts import Act, Figure, Group, address, by_urgency
from portal.accounts.models import User
from portal.lib.links import token_for
from portal.lib.text import counted

State = Assignment.State
AGEING = timedelta(days=21)


def volunteer_group(user: User) -> Group | None:
    """Asks to answer, missions to come, availability to confirm; None without a file."""
    volunteer = Volunteer.objects.filter(user=user).first()
    if volunteer is None or volunteer.state == Volunteer.State.ANONYMISED:
        return None
    acts = [
        *_asks(volunteer),
        *_missions(volunteer),
        *_standing(volunteer),
        *_feedback(volunteer),
    ]
    return Group(
        title="Comme volontaire",
        acts=by_urgency(acts),
        figures=_figures(volunteer),
        button=("Ma page de volontaire", address("reinforcement:volunteer_home")),
        quiet="Aucun besoin ne vous attend pour le moment. Merci d’être là.",
    )


def _asks(volunteer: Volunteer) -> list[Act]:
    asked = [State.NOTIFIED, State.SEEN, State.OFFERED]
    now = timezone.now()
    open_asks = volunteer.assignments.filter(state__in=asked, need__answer_by__gt=now)
    rows = open_asks.select_related("need__structure__commune").order_by("need__answer_by")
    return [
        Act(
            (
                "Une place vous est proposée : "
                if ask.state == State.OFFERED
                else "On vous demande : "
            )
            + f"{ask.need.structure.name}, {ask.need.structure.commune}, "
            + f"réponse avant {limit_words(ask.need)}",
            f"/r/{token_for(ask.link_key)}/",
            "critical" if ask.state == State.OFFERED else "watch",
            ask.notified_at,
        )
        for ask in rows[:5]
    ]


def _missions(volunteer: Volunteer) -> list[Act]:
    held = volunteer.assignments.filter(state__in=[State.SELECTED, State.CONFIRMED, State.STARTED])
    return [
        Act(
            f"Votre mission : {path.need.structure.name} ({path.get_state_display()})",
            path.get_absolute_url(),
            "good",
        )
        for path in held.select_related("need__structure").order_by("selected_at")[:3]
    ]


def _standing(volunteer: Volunteer) -> list[Act]:
    state, confirmed = volunteer.state, volunteer.confirmed_at
    if state == Volunteer.State.INCOMPLETE:
        words = "Votre profil est incomplet : personne ne peut encore vous demander. Le terminer"
        return [Act(words, address("reinforcement:volunteer_home"), "watch")]
    if state == Volunteer.State.STALE or confirmed and confirmed < timezone.now() - AGEING:
        days = (timezone.now() - confirmed).days if confirmed else 0
        words = f"Votre disponibilité date de {days}\u00a0jours : toujours libre\u00a0?"
        return [Act(words, address("reinforcement:volunteer_home"), "watch")]
    if state == Volunteer.State.PAUSED:
        words = "Vous êtes en pause. Reprendre quand vous voulez"
        return [Act(words, address("reinforcement:volunteer_home"), "unknown")]
    return []


def _feedback(volunteer: Volunteer) -> list[Act]:
    given = Feedback.objects.filter(assignment=OuterRef("pk"), author=Feedback.Author.VOLUNTEER)
    over = volunteer.assignments.filter(~Exists(given), state=State.FINISHED)
    return [
        Act(
            f"Comment s’est passée votre mission à {path.need.structure.name}\u00a0?",
            address("reinforcement:assignment_feedback", path.uuid),
            "progress",
            path.ended_at,
        )
        for path in over.select_related("need__structure").order_by("-ended_at")[:2]
    ]


def _figures(volunteer: Volunteer) -> list[Figure]:
    month = timezone.now() - timedelta(days=30)
    asked = volunteer.assignments.filter(notified_at__gt=month).count()
    done = volunteer.assignments.filter(state=State.FINISHED).count()
    seats = Seat.objects.filter(volunteer=volunteer, presence=Seat.Presence.PRESENT)
    hours = seats.aggregate(all=Sum("hours", default=0))["all"]
    return [
        Figure(
            asked, "sollicitations en 30 jours", f"{volunteer.weekly_limit} par semaine au plus"
        ),
        Figure(done, counted(done, "mission faite", "missions faites").split("\u00a0")[1]),
        Figure(int(hours), "heures de renfort"),
    ]
