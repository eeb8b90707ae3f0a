"""Whom an alert calls: people on call now or next, somebody named, the coordination."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from coordination.notifications.models import Preference
from coordination.oncall.clock import local_minute
from coordination.oncall.models import (
    Alert,
    AlertStep,
    Channel,
    Line,
    Person,
    Sector,
    SectorCommune,
    Target,
)
from coordination.oncall.selectors.plan import add_rotations, planned
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Containment, Territory

BEFORE, AFTER = timedelta(hours=36), timedelta(days=35)
# The first of these roles that somebody holds over the line answers for it.
LAST_RESORTS = (Role.COORDINATOR, Role.ARS, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Callee:
    """Somebody to call; without an account the portal cannot reach them."""

    name: str
    person: int | None
    user: int | None


def database_now() -> datetime:
    """The clock of the database: the only one that alerts know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def sector_at(line: Line, commune: Territory, at: datetime) -> Sector | None:
    """The sector that serves the commune at that instant, None when nobody does."""
    day, minute = local_minute(at, ZoneInfo(line.zone))
    row = SectorCommune.objects.filter(
        line=line, commune=commune, validity__contains=day, band__contains=minute
    )
    found = row.select_related("sector").first()
    return found.sector if found else None


def callees_of(step: AlertStep, at: datetime) -> list[Callee]:
    """The people that the step calls at that instant, as the rosters are now."""
    return callees(step.alert, step.target, step.role_id, step.named_id, at)


def callees(
    alert: Alert, target: str, role: int | None, named: int | None, at: datetime
) -> list[Callee]:
    """Those whom such a step would call; one who is there in two roles counts once."""
    if target == Target.COORDINATOR:
        return coordinators_of(alert.line)
    if target == Target.PERSON:
        return _people([named] if named else [])
    sector = sector_at(alert.line, alert.commune, at) if alert.commune else alert.sector
    if sector is None:
        return []
    return _people(_team(sector, role, at, is_next=target == Target.NEXT_ON_CALL))


def coordinators_of(line: Line) -> list[Callee]:
    """Who coordinates the line; without a coordinator the ARS, then the administration."""
    above = Containment.objects.filter(descendant=line.territory_id).values("ancestor")
    held = Grant.objects.filter(role__in=LAST_RESORTS, territory__in=above, user__is_active=True)
    grants = list(held.in_force().select_related("user").order_by("user__last_name", "pk"))
    for role in LAST_RESORTS:
        users = {grant.user_id: grant.user for grant in grants if grant.role == role}
        if users:
            return [Callee(str(user), None, pk) for pk, user in users.items()]
    return []


def channels_of(users: list[int], allowed: list[str]) -> dict[int, str]:
    """By which channel each is reached first: their own order, e-mail when they said nothing."""
    found = dict.fromkeys(users, Channel.EMAIL.value)
    for preference in Preference.objects.filter(user__in=users):
        for wanted in preference.channels:
            has_number = wanted != Channel.SMS or bool(preference.phone)
            if has_number and (wanted == Channel.EMAIL or wanted in allowed):
                found[preference.user_id] = wanted
                break
    return found


def _team(sector: Sector, role: int | None, at: datetime, *, is_next: bool) -> list[int]:
    window = (at - BEFORE, at + AFTER)
    plan = planned([sector.pk], window)
    add_rotations(plan, [sector.pk], window)
    resolved = plan.resolved(window)
    seats = sorted(resolved, key=lambda seat: (plan.roles[seat[1]].rank, seat[1]))
    found = [one for seat in seats if role in (None, seat[1]) for one in resolved[seat]]
    present = [one.person for one in found if one.period[0] <= at < one.period[1]]
    if not is_next:
        return list(dict.fromkeys(present))
    later = [one for one in found if one.period[0] > at and one.person not in present]
    first = min((one.period[0] for one in later), default=None)
    return list(dict.fromkeys(one.person for one in later if one.period[0] == first))


def _people(numbers: list[int]) -> list[Callee]:
    known: dict[int, Any] = Person.objects.select_related("user").in_bulk(numbers)
    return [Callee(str(known[pk]), pk, _account(known[pk].user)) for pk in numbers]


def _account(user: User | None) -> int | None:
    return user.pk if user and user.is_active else None
