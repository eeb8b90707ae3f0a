"""Whom an alert calls: people on call now or next, somebody named, the coordination."""

from collections.abc import Iterable
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
    ContactMethod,
    Line,
    Person,
    Sector,
    SectorCommune,
    Target,
)
from coordination.oncall.selectors.plans.plan import add_rotations, planned
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Containment, Territory

BEFORE, AFTER = timedelta(hours=36), timedelta(days=35)
# The first of these roles that somebody holds over the line answers for it.
LAST_RESORTS = (Role.COORDINATOR, Role.ARS, Role.ADMINISTRATOR)


# How a verified contact is used.
WAYS = {
    ContactMethod.Kind.MOBILE.value: Channel.SMS.value,
    ContactMethod.Kind.EMAIL.value: Channel.EMAIL.value,
}


@dataclass(frozen=True)
class Callee:
    """Somebody to call, on their account; without one, by their own verified contacts."""

    name: str
    person: int | None
    user: int | None
    contacts: tuple[ContactMethod, ...] = ()

    @property
    def is_reachable(self) -> bool:
        """Whether the portal can reach them by itself."""
        return bool(self.user or self.contacts)

    @property
    def how(self) -> str:
        """In words, for who has no account."""
        if self.user:
            return ""
        if not self.contacts:
            return "sans contact vérifié, à appeler par téléphone"
        ways = dict.fromkeys(Channel(WAYS[one.kind]).label for one in self.contacts)
        return "sans compte, par " + ", puis par ".join(ways)


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


def ways_of(one: Callee, step: AlertStep) -> list[Any]:
    """By what the step reaches them: their account, or the contacts that it may use.

    Each new pass of the chain begins with the next contact, should the first not be read.
    """
    if one.user:
        return [one.user]
    allowed = (Channel.EMAIL, *step.channels)
    found = [contact for contact in one.contacts if WAYS[contact.kind] in allowed]
    turn = step.repeat % len(found) if found else 0
    return found[turn:] + found[:turn]


def who_of(user: int | None, person: int | None) -> tuple[str, int | None]:
    """The same key for the same human being: their account, else their card."""
    return ("user", user) if user else ("person", person)


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


def usable_contacts(people: Iterable[int]) -> dict[int, list[ContactMethod]]:
    """The verified contacts by which each of these people may be called, in their order."""
    verified = ContactMethod.objects.filter(
        person__in=list(people), state=ContactMethod.State.VERIFIED, kind__in=list(WAYS)
    )
    found: dict[int, list[ContactMethod]] = {}
    for one in verified.order_by("person", "rank", "pk"):
        found.setdefault(one.person_id, []).append(one)
    return found


def _people(numbers: list[int]) -> list[Callee]:
    known: dict[int, Any] = Person.objects.select_related("user").in_bulk(numbers)
    accounts = {pk: _account(known[pk].user) for pk in numbers}
    contacts = usable_contacts(pk for pk, user in accounts.items() if not user)
    return [Callee(str(known[pk]), pk, accounts[pk], tuple(contacts.get(pk, ()))) for pk in numbers]


def _account(user: User | None) -> int | None:
    return user.pk if user and user.is_active else None
