"""The home page: everything that awaits somebody, grouped by role."""

from django.db.models import QuerySet, Sum
from django.utils import timezone

from coordination.reinforcement.models import Need
from coordination.situation.selectors.acts import Act, Figure, Group, address
from coordination.situation.selectors.agency import agency_group, vacant_soon
from coordination.situation.selectors.structure import structure_group
from coordination.situation.selectors.volunteer import volunteer_group
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory

NAMED = 5


def home_groups(user: User, territory: Territory | None) -> list[Group]:
    """One group for each role held: the agency, one's structures, the territory, volunteering."""
    roles = set(Grant.objects.filter(user=user).in_force().values_list("role", flat=True))
    asked = Grant.objects.filter(user=user, role=Role.MANAGER).pending().exists()
    groups = []
    if territory and roles & {Role.ARS, Role.ADMINISTRATOR}:
        groups.append(agency_group(user, territory))
    if Role.MANAGER in roles or asked:
        groups.append(structure_group(user))
    if territory and roles & {Role.CPTS_MEMBER, Role.COORDINATOR} and not groups:
        groups.append(_local_group(user, territory))
    volunteer = volunteer_group(user)
    return [*groups, volunteer] if volunteer else groups


def _local_group(user: User, territory: Territory) -> Group:
    """For who belongs to a territory without deciding there: what is asked around them."""
    inside = Territory.objects.within([territory.pk])
    needs = Need.objects.visible_to(user).filter(structure__commune__in=inside)
    recruiting = needs.recruiting().with_places()
    found = recruiting.aggregate(places=Sum("slots__capacity", default=0))
    taken = recruiting.aggregate(taken=Sum("slots__taken", default=0))["taken"]
    return Group(
        title=f"Autour de vous, {territory}",
        acts=_asked_around(recruiting),
        figures=[
            Figure(recruiting.count(), "besoins qui cherchent encore"),
            Figure(found["places"] - taken, "places à pourvoir"),
        ],
        button=("Chercher une structure", address("directory:structure_list")),
        quiet="Aucun besoin de renfort n’est ouvert sur votre territoire.",
    )


def _asked_around(needs: QuerySet[Need]) -> list[Act]:
    soon = set(needs.filter(vacant_soon()).values_list("pk", flat=True))
    rows = needs.select_related("structure__commune").prefetch_related("professions")
    return [
        Act(
            f"{need.structure.name}, {need.structure.commune} cherche "
            + ", ".join(str(profession).lower() for profession in need.professions.all()),
            need.get_absolute_url(),
            "watch" if need.pk in soon else "progress",
            need.opened_at,
        )
        for need in rows.order_by("criticality", "answer_by")[:NAMED]
    ]


def open_needs_count() -> int:
    """How many needs look for people right now, for the public page."""
    return Need.objects.recruiting().filter(is_exercise=False, answer_by__gt=timezone.now()).count()
