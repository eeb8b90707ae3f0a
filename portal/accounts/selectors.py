"""The territories a person may look from, and the one in force; accounts that may go."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory

# As at Sahana Eden: a sign-up that nobody confirmed says nothing of anybody.
UNCONFIRMED_KEPT = timedelta(hours=48)
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


def unconfirmed_accounts() -> QuerySet[User]:
    """Sign-ups of more than two days whose address nobody confirmed, and that hold nothing."""
    unproven = User.objects.filter(
        emailaddress__isnull=False,
        date_joined__lt=timezone.now() - UNCONFIRMED_KEPT,
        last_login__isnull=True,
        grants__isnull=True,
        is_staff=False,
    )
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return unproven.exclude(Exists(confirmed)).distinct()


def dead_sessions() -> QuerySet[Session]:
    """Sessions that have ended."""
    return Session.objects.filter(expire_date__lt=timezone.now())
