"""Somebody's own duties."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from coordination.oncall.models import Member, OverridePerson, Person, Shift
from coordination.oncall.selectors.swaps.swap_page import SOON
from portal.accounts.models import User

# How many coming duties a page shows, and for how long past ones stay.
MOST = 60
PAST = timedelta(days=31)


def duties_of(user: User) -> dict[str, Any]:
    """The coming duties of the person behind the account, those of the last month, changes."""
    person = Person.objects.filter(user=user.pk).first()
    now = timezone.now()
    if person is None:
        return {"person": None, "coming": [], "past": [], "changes": []}
    mine = (
        Shift.objects.holding()
        .filter(person=person)
        .select_related("line", "sector", "role", "slot")
    )
    changes = OverridePerson.objects.filter(
        person=person, is_live=True, period__endswith__gt=now
    ).select_related("override__sector", "override__role", "line")
    return {
        "person": person,
        "coming": list(mine.filter(period__endswith__gt=now).in_order()[:MOST]),
        "past": _past(mine, now),
        "changes": list(changes.order_by("period")[:MOST]),
    }


def running_beside(person: Person) -> list[Shift]:
    """What colleagues hold right now, or within hours, in the person's roles and sectors: what
    they could take on the spot."""
    now = timezone.now()
    listed = Member.objects.filter(person=person, membership__contains=timezone.localdate())
    mine = list(listed.prefetch_related("roles", "sectors"))
    roles = {role.pk for member in mine for role in member.roles.all()}
    rows = Shift.objects.holding().filter(
        line__in=[member.line_id for member in mine],
        role__in=roles,
        period__startswith__lte=now + SOON,
        period__endswith__gt=now,
    )
    found = rows.exclude(person=person).select_related("person", "line", "sector", "role")
    sectors = {sector.pk for member in mine for sector in member.sectors.all()}
    return [one for one in found.in_order()[:30] if not sectors or one.sector_id in sectors]


def _past(mine: Any, now: datetime) -> list[Shift]:
    lately = mine.filter(period__endswith__lte=now, period__startswith__gt=now - PAST)
    return list(lately.order_by("-period")[:MOST])
