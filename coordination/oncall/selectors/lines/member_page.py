"""The people of a line, and one person with how they are reached."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from coordination.oncall.models import (
    ContactCheck,
    ContactMethod,
    Line,
    Member,
    Person,
    Sector,
)
from portal.accounts.models import User
from portal.territories.models import Territory

State = ContactMethod.State


def members_of(line: Line) -> QuerySet[Member]:
    """Those of today or later, by name, with whether somebody can be reached."""
    usable = ContactMethod.objects.filter(person=OuterRef("person")).exclude(state=State.DISABLED)
    return (
        Member.objects.filter(line=line, membership__overlap=(timezone.localdate(), None))
        .select_related("person__user", "person__profession")
        .prefetch_related("roles", "sectors")
        .annotate(
            name=F("person__last_name"),
            is_reachable=Exists(usable),
            is_verified=Exists(usable.filter(state=State.VERIFIED)),
        )
    )


def people_to_list(line: Line, user: User) -> QuerySet[Person]:
    """Those whom `user` may see and who are not on the line today or later."""
    there = Member.objects.filter(line=line, membership__overlap=(timezone.localdate(), None))
    around = Territory.objects.within([line.territory_id])
    known = Person.objects.visible_to(user).filter(territory__in=around, left_on__isnull=True)
    return known.exclude(pk__in=there.values("person")).order_by("last_name", "first_name", "pk")


def people_of_line(line: Line) -> QuerySet[Person]:
    """Those who are on the line today or later, by name."""
    there = Member.objects.filter(line=line, membership__overlap=(timezone.localdate(), None))
    found = Person.objects.filter(pk__in=there.values("person"))
    return found.order_by("last_name", "first_name", "pk")


def people_of_sector_line(sector: Sector) -> QuerySet[Person]:
    """Those of the line who serve that sector, or every sector."""
    there = Member.objects.filter(
        Q(sectors=sector) | Q(sectors__isnull=True),
        line=sector.line_id,
        membership__overlap=(timezone.localdate(), None),
    )
    found = Person.objects.filter(pk__in=there.values("person"))
    return found.order_by("last_name", "first_name", "pk")


def person_page(person: Person) -> dict[str, Any]:
    """The contacts with the code that is awaited, the lines of today."""
    now = timezone.now()
    awaited = ContactCheck.objects.filter(
        contact=OuterRef("pk"), closed_at__isnull=True, expires_at__gt=now
    )
    memberships = person.memberships.filter(
        membership__overlap=(timezone.localdate(), None)
    ).select_related("line")
    return {
        "person": person,
        "contacts": list(person.contacts.annotate(is_awaited=Exists(awaited))),
        "memberships": list(memberships.order_by("line__name")),
    }


def to_verify(line: Line) -> int:
    """How many people of the line have no verified contact."""
    verified = ContactMethod.objects.filter(person=OuterRef("person"), state=State.VERIFIED)
    rows = Member.objects.filter(line=line, membership__contains=timezone.localdate())
    found = rows.aggregate(found=Count("pk", filter=~Q(Exists(verified))))["found"]
    return int(found)
