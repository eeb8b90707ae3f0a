"""The territories a person may look from, and the one in force."""

from django.db.models import Q, QuerySet

from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory

# What one looks at a health crisis from: communes are too small, the country too wide.
VIEWPOINTS = (
    Territory.Kind.REGION,
    Territory.Kind.DEPARTMENT,
    Territory.Kind.EPCI,
    Territory.Kind.CPTS,
    Territory.Kind.PERIMETER,
)


def viewpoints(user: User) -> QuerySet[Territory]:
    """The territories that `user` holds and those inside.

    For a structure and for a volunteer's commune, the department around.
    """
    grants = Grant.objects.filter(user=user).in_force()
    wide = grants.exclude(role=Role.VOLUNTEER)
    held = wide.filter(territory__isnull=False).values("territory")
    communes = wide.filter(structure__isnull=False).values("structure__commune")
    homes = grants.filter(role=Role.VOLUNTEER).values("territory")
    around = Territory.objects.filter(
        Q(inner_links__descendant__in=communes) | Q(inner_links__descendant__in=homes),
        kind=Territory.Kind.DEPARTMENT,
    )
    return Territory.objects.filter(
        Q(pk__in=held)
        | Q(pk__in=around.values("pk"))
        | Q(outer_links__ancestor__in=held, kind__in=VIEWPOINTS),
        closed_on__isnull=True,
    ).distinct()


def default_viewpoint(user: User) -> Territory | None:
    """The widest of them that somebody granted, oldest first; None without any grant."""
    held = user.grants_in_force
    wide = [grant.territory for grant in held if grant.territory and grant.role != Role.VOLUNTEER]
    if wide or not held:
        return wide[0] if wide else None
    return viewpoints(user).order_by("pk").first()
