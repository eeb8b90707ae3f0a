"""What awaits the manager of a structure."""

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Feedback, Need, Seat, Wave
from coordination.situation.selectors.acts import Act, Figure, Group, address, by_urgency
from coordination.situation.selectors.figures import figures_to_tell
from coordination.situation.selectors.grants import waiting_grants
from coordination.upkeep.selectors.pages import pages_to_confirm, suggestions_waiting
from portal.accounts.models import Grant, Role, User
from portal.lib.text import counted

State = Assignment.State


def structure_group(user: User) -> Group:
    """Candidates to answer, arrivals to record, needs to finish writing, over one's structures."""
    managed = user.structures_of(Role.MANAGER)
    needs = Need.objects.filter(structure__in=managed)
    paths = Assignment.objects.filter(need__in=needs.values("pk"))
    acts = [
        *_candidates(needs),
        *_presences(paths),
        *_nobody_told(needs),
        *_drafts(user),
        *_feedback(paths),
        *figures_to_tell(user),
        *_to_answer(user),
        *_pages(user),
        *_own_requests(user),
    ]
    return Group(
        title="Pour votre structure",
        acts=by_urgency(acts),
        figures=_figures(needs, paths) if managed.exists() else _kept(user),
        button=("Demander du renfort", address("reinforcement:need_create")),
        quiet="Rien ne vous attend : aucun candidat sans réponse, aucune arrivée à noter.",
    )


def _candidates(needs: QuerySet[Need]) -> list[Act]:
    waiting = Assignment.objects.filter(need__in=needs.values("pk"), state=State.ACCEPTED)
    rows = waiting.values("need__uuid", "need__structure__name").annotate(
        count=Count("pk"), since=Min("answered_at")
    )
    return [
        Act(
            counted(row["count"], "candidat attend", "candidats attendent")
            + f" votre réponse · {row['need__structure__name']}",
            address("reinforcement:candidate_list", row["need__uuid"]),
            "critical",
            row["since"],
        )
        for row in rows.order_by("since")[:5]
    ]


def _presences(paths: QuerySet[Assignment]) -> list[Act]:
    begun = Seat.objects.filter(
        assignment=OuterRef("pk"),
        holds=True,
        presence=Seat.Presence.EXPECTED,
        period__startswith__lt=timezone.now(),
    )
    expected = paths.filter(Exists(begun), state__in=[State.CONFIRMED, State.STARTED])
    rows = expected.values("need__uuid").annotate(count=Count("pk")).order_by("-count")[:3]
    return [
        Act(
            counted(row["count"], "arrivée à noter", "arrivées à noter"),
            address("reinforcement:candidate_list", row["need__uuid"]),
            "watch",
        )
        for row in rows
    ]


def _nobody_told(needs: QuerySet[Need]) -> list[Act]:
    waves = Wave.objects.filter(need=OuterRef("pk"))
    still = needs.recruiting().filter(~Exists(waves), automatic=False).order_by("answer_by")
    return [
        Act(
            f"Personne n’est encore prévenu · {need.structure.name}",
            address("reinforcement:need_matching", need.uuid),
            "watch",
        )
        for need in still.select_related("structure")[:3]
    ]


def _drafts(user: User) -> list[Act]:
    drafts = Need.objects.filter(created_by=user, state=Need.State.DRAFT)
    rows = drafts.select_related("structure").order_by("-created_at")[:3]
    return [
        Act(
            f"Besoin à corriger : {need.state_reason}"
            if need.state_reason
            else f"Brouillon à terminer · {need.structure.name}",
            need.get_absolute_url(),
            "watch" if need.state_reason else "progress",
            need.created_at,
        )
        for need in rows
    ]


def _feedback(paths: QuerySet[Assignment]) -> list[Act]:
    given = Feedback.objects.filter(assignment=OuterRef("pk"), author=Feedback.Author.STRUCTURE)
    rows = paths.filter(~Exists(given), state=State.FINISHED).order_by("-ended_at")
    return [
        Act(
            f"Mission terminée : un mot sur le renfort de {path.volunteer.user.get_full_name()} ?",
            address("reinforcement:assignment_feedback", path.uuid),
            "progress",
            path.ended_at,
        )
        for path in rows.select_related("volunteer__user")[:3]
    ]


def _to_answer(user: User) -> list[Act]:
    asked = (
        waiting_grants(user)
        .exclude(user=user)
        .aggregate(count=Count("pk"), since=Min("created_at"))
    )
    words = counted(asked["count"], "personne demande", "personnes demandent")
    said = f"{words} à être de votre structure"
    page = address("situation:grant_list")
    return [Act(said, page, "watch", asked["since"])] if asked["count"] else []


def _pages(user: User) -> list[Act]:
    late = suggestions_waiting(user)
    asked = [
        Act(
            counted(late, "suggestion de correction attend", "suggestions de correction attendent"),
            address("upkeep:suggestion_list"), "watch",
        )
    ]  # fmt: skip
    return [
        *(asked if late else []),
        *(
            Act(
                f"La fiche de {one} est-elle toujours exacte ? Relisez-la, un bouton suffit.",
                address("directory:structure_keep", one.uuid),
            )
            for one in pages_to_confirm(user)
        ),
    ]


def _own_requests(user: User) -> list[Act]:
    asked = Grant.objects.filter(user=user, role=Role.MANAGER).pending()
    return [
        Act(
            f"Votre habilitation pour {grant.structure} attend la réponse de l’ARS. "
            "Vous pouvez déjà écrire vos besoins : ils partiront d’eux-mêmes.",
            address("accounts:profile"),
            "unknown",
            grant.created_at,
        )
        for grant in asked.select_related("structure")
    ]


def _figures(needs: QuerySet[Need], paths: QuerySet[Assignment]) -> list[Figure]:
    found = needs.living().aggregate(
        count=Count("pk", distinct=True),
        places=Sum("slots__capacity", default=0),
        taken=Sum("slots__taken", default=0),
    )
    coming = paths.filter(state__in=[State.SELECTED, State.CONFIRMED, State.STARTED]).count()
    taken = f"{found['taken']} sur {found['places']}"
    return [
        Figure(found["count"], "besoins en cours", url=address("reinforcement:need_list")),
        *([Figure(taken, "places pourvues")] if found["places"] else []),
        Figure(coming, "renforts attendus ou sur place"),
    ]


def _kept(user: User) -> list[Figure]:
    """Before the ARS's answer, no place is asked of anybody: only what is kept ready counts."""
    written = Need.objects.filter(created_by=user, submitted_at__isnull=True)
    found = written.aggregate(
        ready=Count("pk", filter=Q(state=Need.State.SUBMITTED)),
        drafts=Count("pk", filter=Q(state=Need.State.DRAFT)),
    )
    kept = (
        Figure(found["ready"], "besoins prêts", "partiront dès l’accord de l’ARS"),
        Figure(found["drafts"], "brouillons", "à terminer puis à soumettre"),
    )
    return [figure for figure in kept if figure.value]
