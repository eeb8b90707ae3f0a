"""The home page: everything that awaits somebody, grouped by role."""

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from coordination.guidance.selectors.recommendation import waiting_for
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors.wording import need_words
from coordination.situation.selectors.acts import Act, Figure, Group, address, by_urgency
from coordination.situation.selectors.agency import agency_group, vacant_soon
from coordination.situation.selectors.oncall import oncall_group
from coordination.situation.selectors.structure import structure_group
from coordination.situation.selectors.volunteer import volunteer_group
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory

NAMED = 5


def home_groups(user: User, territory: Territory | None) -> list[Group]:
    """What is to be read, then one group for each role held: lines, the agency, structures,
    territory, volunteering."""
    roles = {grant.role for grant in user.grants_in_force}
    asked = Grant.objects.filter(user=user, role=Role.MANAGER).pending().exists()
    groups = []
    if territory and roles & {Role.ARS, Role.ADMINISTRATOR}:
        groups.append(agency_group(user, territory))
    if Role.MANAGER in roles or asked:
        groups.append(structure_group(user))
    if territory and roles & {Role.CPTS_MEMBER, Role.COORDINATOR, Role.MEMBER} and not groups:
        groups.append(_local_group(user, territory))
    if Role.COORDINATOR in roles and (duty := oncall_group(user)):
        groups.insert(0, duty)
    volunteer = volunteer_group(user)
    return [*_to_read(user), *groups, *([volunteer] if volunteer else [])]


def _to_read(user: User) -> list[Group]:
    """The recommendations in force that await the reader; no group when there is none."""
    waiting = list(waiting_for(user)[: NAMED + 1])
    if not waiting:
        return []
    page = address("guidance:reading_list")
    acts = [
        Act(f"À lire\u00a0: {one.version.recommendation}", page, "watch", one.version.published_at)
        for one in waiting[:NAMED]
    ]
    more = [Act("D’autres recommandations à lire", page)] if len(waiting) > NAMED else []
    return [Group(title="Recommandations à lire", acts=[*acts, *more])]


def _local_group(user: User, territory: Territory) -> Group:
    """For who belongs to a territory without deciding there: what is asked around them."""
    inside = Territory.objects.within([territory.pk])
    needs = Need.objects.visible_to(user).filter(structure__commune__in=inside)
    recruiting = needs.recruiting()
    found = recruiting.aggregate(
        count=Count("pk", distinct=True),
        places=Sum("slots__capacity", default=0),
        taken=Sum("slots__taken", default=0),
    )
    return Group(
        title=f"Autour de vous, {territory}",
        acts=by_urgency(_asked_around(recruiting)),
        figures=[
            Figure(
                found["count"],
                "besoins qui cherchent encore",
                url=address("reinforcement:need_list"),
            ),
            Figure(found["places"] - found["taken"], "places à pourvoir"),
        ],
        button=("Chercher une structure", address("directory:structure_list")),
        quiet="Aucun besoin de renfort n’est ouvert sur votre territoire.",
    )


def _asked_around(needs: QuerySet[Need]) -> list[Act]:
    soon = set(needs.filter(vacant_soon()).values_list("pk", flat=True))
    rows = needs.select_related("structure__commune").prefetch_related("professions", "slots")
    return [
        Act(
            f"{words['structure']}, {words['commune']}\u00a0: {words['people']}, "
            f"réponse avant {words['limit']}",
            need.get_absolute_url(),
            "watch" if need.pk in soon else "progress",
        )
        for need in rows.order_by("criticality", "answer_by")[:NAMED]
        for words in [need_words(need)]
    ]


def open_needs_count() -> int:
    """How many needs look for people right now, for the public page."""
    return Need.objects.recruiting().filter(is_exercise=False, answer_by__gt=timezone.now()).count()
