"""What awaits the ARS on its territory."""

from datetime import timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.reinforcement.models import Assignment, Need, Slot, Trust, Volunteer, Wave
from coordination.situation.selectors.acts import Act, Figure, Group, address, by_urgency
from coordination.upkeep.selectors.pages import suggestion_queue
from portal.accounts.models import Grant, User
from portal.lib.text import counted
from portal.territories.models import Territory

SOON = timedelta(hours=24)
SILENT = timedelta(hours=4)
# No more than this many needs are named one by one: the list says the rest.
NAMED = 3


def agency_group(user: User, territory: Territory) -> Group:
    """Needs to validate, unfilled and soon, silent structures, grants, files to check."""
    needs, people = needs_of(user, territory), _people(user, territory)
    acts = [
        *_unfilled_soon(needs),
        *_to_validate(needs),
        *_waves_to_approve(needs, user),
        *_silent(needs),
        *_grants(user),
        *_suggested(user),
        *_to_check(people["to_check"]),
        *_failed_messages(user),
    ]
    return Group(
        title=f"Pour l’ARS, {territory}",
        acts=by_urgency(acts),
        figures=_figures(needs, people["usable"]),
        button=("Voir le pilotage", address("situation:pilotage")),
        quiet="Rien ne vous attend : aucun besoin à valider, aucune structure silencieuse.",
    )


def _suggested(user: User) -> list[Act]:
    waiting = suggestion_queue(user).aggregate(count=Count("pk"), due=Min("due_on"))
    if not waiting["count"]:
        return []
    words = ("suggestion de correction à répondre", "suggestions de correction à répondre")
    level = "watch" if waiting["due"] < timezone.localdate() else "progress"
    return [Act(counted(waiting["count"], *words), address("upkeep:suggestion_list"), level)]


def needs_of(user: User, territory: Territory) -> QuerySet[Need]:
    """The needs that `user` may see in `territory`, exercises apart, drafts excepted."""
    inside = Territory.objects.within([territory.pk])
    visible = Need.objects.visible_to(user).filter(structure__commune__in=inside)
    return visible.filter(is_exercise=False).exclude(state=Need.State.DRAFT)


def vacant_soon() -> Exists:
    """A condition on needs: a place is left in a slot that begins within a day."""
    now = timezone.now()
    slots = Slot.objects.filter(
        need=OuterRef("pk"),
        taken__lt=F("capacity"),
        period__startswith__lt=now + SOON,
        period__endswith__gt=now,
    )
    return Exists(slots)


def silent_candidates(needs: QuerySet[Need]) -> QuerySet[Assignment]:
    """People who said yes over four hours ago and whom the structure did not answer."""
    late = timezone.now() - SILENT
    return Assignment.objects.filter(
        need__in=needs.values("pk"), state=Assignment.State.ACCEPTED, answered_at__lt=late
    )


def _unfilled_soon(needs: QuerySet[Need]) -> list[Act]:
    wanting = (Need.State.VALIDATED, Need.State.OPEN, Need.State.PARTLY_FILLED)
    soon = needs.filter(vacant_soon(), state__in=wanting).with_places()
    first = soon.select_related("structure").order_by("criticality", "answer_by", "pk")
    rows = list(first[: NAMED + 1])
    acts = [
        Act(
            f"{need.structure.name} : "
            + counted(need.places - need.places_taken, "place non pourvue", "places non pourvues")
            + ", début dans moins de 24\u00a0h",
            need.get_absolute_url(),
            "critical",
        )
        for need in rows[:NAMED]
    ]
    if len(rows) > NAMED:
        words = "D’autres besoins non pourvus commencent dans les 24\u00a0h"
        acts.append(Act(words, address("situation:pilotage"), "critical"))
    return acts


def _to_validate(needs: QuerySet[Need]) -> list[Act]:
    waiting = needs.filter(state=Need.State.SUBMITTED, submitted_at__isnull=False)
    found = waiting.aggregate(count=Count("pk"), since=Min("submitted_at"))
    if not found["count"]:
        return []
    words = counted(found["count"], "besoin à valider", "besoins à valider")
    url = address("reinforcement:need_list", query="?state=to_validate")
    return [Act(words, url, "watch", found["since"])]


def _waves_to_approve(needs: QuerySet[Need], user: User) -> list[Act]:
    waiting = Wave.objects.filter(need__in=needs.values("pk"), state=Wave.State.PROPOSED)
    first = waiting.exclude(released_by=user).select_related("need__structure").order_by("pk")
    return [
        Act(
            f"{wave.need.structure.name} : accord attendu pour prévenir {wave.size} personnes",
            address("reinforcement:wave_approval", wave.need.uuid, wave.rank),
            "critical",
            wave.released_at,
        )
        for wave in first[:NAMED]
    ]


def _silent(needs: QuerySet[Need]) -> list[Act]:
    found = silent_candidates(needs).aggregate(
        structures=Count("need__structure", distinct=True),
        people=Count("pk"),
        since=Min("answered_at"),
    )
    if not found["people"]:
        return []
    people = counted(found["people"], "candidat attend", "candidats attendent")
    structures = counted(found["structures"], "structure silencieuse", "structures silencieuses")
    url = address("situation:pilotage") + "#silencieuses"
    return [Act(f"{structures} : {people} depuis plus de 4\u00a0h", url, "watch", found["since"])]


def _grants(user: User) -> list[Act]:
    asked = Grant.objects.pending().reviewable_by(user)
    found = asked.aggregate(count=Count("pk"), since=Min("created_at"))
    if not found["count"]:
        return []
    words = counted(found["count"], "demande d’habilitation", "demandes d’habilitation")
    return [Act(words, address("situation:grant_list"), "watch", found["since"])]


def _people(user: User, territory: Territory) -> dict[str, int]:
    """Volunteers who may be asked, and those of them whose number was never checked."""
    declared = Q(trust=Trust.DECLARED) & ~Q(rpps="")
    pool = volunteers_of(user, territory).in_pool()
    counts: dict[str, int] = pool.aggregate(
        usable=Count("pk"), to_check=Count("pk", filter=declared)
    )
    return counts


def _to_check(count: int) -> list[Act]:
    if not count:
        return []
    words = counted(count, "numéro RPPS à vérifier", "numéros RPPS à vérifier")
    return [Act(words, address("reinforcement:volunteer_list"), "progress")]


def _failed_messages(user: User) -> list[Act]:
    if not (user.is_staff or user.has_any_role("administrator")):
        return []
    since = timezone.now() - timedelta(days=2)
    bad = Q(state=Notification.State.FAILED) | Q(state=Notification.State.UNCERTAIN)
    count = Notification.objects.visible_to(user).filter(bad, queued_at__gt=since).count()
    if not count:
        return []
    words = counted(count, "message en échec ou incertain", "messages en échec ou incertains")
    return [Act(words, address("notifications:outbox"), "watch")]


def volunteers_of(user: User, territory: Territory) -> QuerySet[Volunteer]:
    """The volunteers that `user` may see and who live in `territory`."""
    inside = Territory.objects.within([territory.pk])
    return Volunteer.objects.visible_to(user).filter(commune__in=inside)


def _figures(needs: QuerySet[Need], usable: int) -> list[Figure]:
    living = needs.living().aggregate(
        count=Count("pk", distinct=True),
        places=Sum("slots__capacity", default=0),
        taken=Sum("slots__taken", default=0),
    )
    taken, places = living["taken"], living["places"]
    share = f"{round(100 * taken / max(places, 1))}\u00a0%"
    return [
        Figure(living["count"], "besoins en cours", url=address("reinforcement:need_list")),
        *([Figure(share, "places pourvues", f"{taken} sur {places}")] if places else []),
        Figure(usable, "volontaires joignables", "profil complet, disponibilité à jour"),
    ]
