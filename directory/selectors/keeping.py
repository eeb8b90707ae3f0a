"""What somebody who keeps the page of a structure sees of it, ended lines included."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from directory.models import (
    ContactPoint,
    HoursException,
    Membership,
    Network,
    ResponsePlan,
    Service,
    Structure,
)
from directory.selectors import hours
from portal.lib.timetable import HOLIDAY, Week, write_week

MOST_ENDED = 20


@dataclass(frozen=True)
class KeptLine:
    """A line with what can be done to it."""

    row: Any
    kind: str
    words: str = ""


@dataclass(frozen=True)
class KeptPage:
    """A constant number of statements, whatever the structure has."""

    contacts: list[ContactPoint]
    services: list[KeptLine]
    exceptions: list[KeptLine]
    memberships: list[Membership]
    plans: list[ResponsePlan]
    ended: list[KeptLine]


def kept_page(structure: Structure) -> KeptPage:
    """Every line of `structure`: its keepers read all audiences."""
    over = Q(ends_on__lt=timezone.localdate())
    contacts = ContactPoint.objects.filter(structure=structure).select_related("service")
    services = Service.objects.filter(structure=structure).select_related("activity")
    members = Membership.objects.filter(structure=structure).select_related("network")
    open_services = list(services.exclude(over).prefetch_related("hours", "exceptions"))
    ended = [
        *(KeptLine(one, "contact") for one in contacts.filter(over).order_by("-ends_on")),
        *(KeptLine(one, "service") for one in services.filter(over).order_by("-ends_on")),
        *(KeptLine(one, "reseau") for one in members.filter(over).order_by("-ends_on")),
    ]
    return KeptPage(
        contacts=list(contacts.exclude(over).order_by("unanswered", "rank", "pk")),
        services=[_service(one) for one in open_services],
        exceptions=[one for service in open_services for one in _exceptions(service)],
        memberships=list(members.exclude(over).order_by("network__name", "pk")),
        plans=list(ResponsePlan.objects.filter(structure=structure).order_by("kind")),
        ended=ended[:MOST_ENDED],
    )


def kept_exceptions(structure: Structure) -> QuerySet[HoursException]:
    """The particular days of the services of `structure`."""
    return HoursException.objects.filter(service__structure=structure).select_related("service")


def hours_typed(service: Service) -> dict[str, str]:
    """The usual and the crisis hours, as the form would read them."""
    weeks: dict[str, Week] = {"usual": {}, "crisis": {}}
    for row in service.hours.all():
        weeks[row.regime].setdefault(row.weekday, []).append((row.opens, row.closes))
    if service.closed_on_holidays:
        weeks["usual"][HOLIDAY] = []
    return {regime: write_week(week) for regime, week in weeks.items()}


def networks_named(kind: str, name: str) -> list[Network]:
    """The living networks of that kind that `name` may mean: the whole name, else a part of it."""
    living = Network.objects.filter(kind=kind, closed_on__isnull=True).order_by("name", "pk")
    exact = list(living.filter(name__iexact=name.strip())[:2])
    return exact or list(living.filter(name__icontains=name.strip())[:7])


def _service(one: Service) -> KeptLine:
    said = hours.usual(one.hours.all(), closed_on_holidays=one.closed_on_holidays)
    return KeptLine(one, "service", " ; ".join(said))


def _exceptions(service: Service) -> list[KeptLine]:
    today = timezone.localdate()
    coming: list[HoursException] = [
        one for one in service.exceptions.all() if one.last_day >= today
    ]
    days = {(one.first_day, one.last_day): one for one in coming}
    return [
        KeptLine(one, "exception", f"{service} : {hours.exception(one)}")
        for _, one in sorted(days.items())
    ]
