"""What a program asks of the directory: who bears a number, what comes here, who is tied."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from directory.models import Identifier, Membership, Network, Service, Structure
from directory.models.offer import ServiceQuerySet
from portal.accounts.models import User
from portal.territories.models import Territory

NUMBERS = ("finess", "siret", "rpps_rang", "internal")


def structure_of_number(user: User, number: str) -> Structure | None:
    """The structure that bears `number` today, else the last one that bore it."""
    given = number.strip().upper()
    held = Identifier.objects.filter(value=given, system__in=NUMBERS)
    bearers = held.order_by("-ends_on", "pk").values_list("structure", "ends_on")
    ids = [pk for pk, _end in sorted(bearers, key=lambda row: row[1] is not None)]
    known = Structure.objects.visible_to(user).select_related("category", "commune")
    by_id = known.in_bulk(ids)
    own = known.filter(Q(finess=given) | Q(siret=given)).order_by("level", "pk").first()
    return own or next((by_id[pk] for pk in ids if pk in by_id), None)


def services_offered(
    user: User, *, commune: Territory | None, activity: str, only_open: bool
) -> ServiceQuerySet:
    """The services in force of open structures, that come to `commune`, whatever their address."""
    now = timezone.now()
    homes = Structure.objects.visible_to(user).opened().filter(pk=OuterRef("structure"))
    found = Service.objects.current().filter(Exists(homes))
    if commune is not None:
        found = found.covering(commune)
    if activity:
        found = found.filter(activity=activity)
    found = found.open_at(now) if only_open else found.with_open_at(now)
    return found.select_related(
        "activity", "structure__category", "structure__commune"
    ).prefetch_related("hours", "zones")


def networks(user: User, *, kind: str = "") -> QuerySet[Network]:
    """The GHT, CPTS and other groups, with their members of today."""
    if not user.is_authenticated:
        return Network.objects.none()
    members = Membership.objects.current().select_related("structure").order_by("pk")
    found = Network.objects.prefetch_related(Prefetch("memberships", members, to_attr="members"))
    return found.filter(kind=kind) if kind else found
