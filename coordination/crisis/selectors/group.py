"""Groups that are kept: who is in one today and why, which may be written to."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellMember, Group, GroupMember
from coordination.crisis.sources import Audience, Target
from portal.accounts.models import User

HERE = Q(members__removed_at__isnull=True)


def groups_of(cell: Cell) -> QuerySet[Group]:
    """The groups of a cell by name, with how many people and functions each has."""
    rows = Group.objects.filter(cell=cell).annotate(size=Count("members", filter=HERE))
    return rows.order_by("name", "pk")


def groups_seen(user: User) -> QuerySet[Group]:
    """Those of the cells whose log one reads."""
    related = ("cell__crisis", "cell__territory", "cell__structure", "created_by")
    return Group.objects.visible_to(user).select_related(*related)


def members_of(group: Group) -> QuerySet[GroupMember]:
    """Who is in the group now, its moderators first."""
    rows = GroupMember.objects.filter(group=group, removed_at__isnull=True)
    return rows.select_related("user", "role").order_by("-is_moderator", "role__rank", "pk")


def moderators_of(group: Group) -> QuerySet[User]:
    """The people who answer for the group."""
    rows = GroupMember.objects.filter(group=group, is_moderator=True, removed_at__isnull=True)
    return User.objects.filter(pk__in=rows.values("user"), is_active=True)


def group_audiences(cell: Cell, others: list[Audience]) -> list[Audience]:
    """The living groups of the cell, each as an audience; `others`: what a group may include."""
    today = timezone.localdate(clock.now())
    rows = Group.objects.filter(cell=cell).living(today).order_by("name", "pk")
    return [_audience(one, others) for one in rows]


def _audience(group: Group, others: list[Audience]) -> Audience:
    included = next((one for one in others if one.code == group.source), None)

    def people(cell: Cell) -> list[Target]:
        own = [
            Target(user, f"groupe « {group} » : {why}"[:200])
            for user, why in _own_people(group, cell)
        ]
        more = included.people(cell) if included else []
        return own + [Target(one.user, f"groupe « {group} » : {one.reason}"[:200]) for one in more]

    return Audience(group.code, f"le groupe « {group} »", people)


def _own_people(group: Group, cell: Cell) -> list[tuple[int, str]]:
    """The people of the list, then whoever holds its functions now."""
    rows = list(members_of(group))
    titles = {True: "qui l’anime", False: "membre"}
    people = [(one.user_id, titles[one.is_moderator]) for one in rows if one.user_id]
    roles = [one.role_id for one in rows if one.role_id]
    holders = CellMember.objects.on_duty(cell).filter(role__in=roles).select_related("role")
    return people + [(one.user_id, f"« {one.role} »") for one in holders.order_by("rank", "pk")]
