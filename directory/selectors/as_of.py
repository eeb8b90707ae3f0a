"""The page of a structure as it was at the end of a past day, from its events and dated rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from directory.models import (
    Alias,
    ContactPoint,
    HoursException,
    Identifier,
    Membership,
    OpeningHours,
    Parentage,
    ResponsePlan,
    Service,
    Structure,
)
from directory.models.contact import Audience
from directory.models.offer import ServiceZone
from directory.selectors import hours
from portal.accounts.models import User
from portal.territories.models import Territory

FACTS = ("name", "other_name", "street", "postal_line", "finess", "siret")


@dataclass(frozen=True)
class ServiceThen:
    """A service offered that day, its hours in words (usual, in crisis, particular days), where
    it comes."""

    service: Any
    usual: list[str]
    crisis: list[str]
    particular: list[str]
    zone: str


@dataclass(frozen=True)
class PageThen:
    """What the page said at the end of `day`; `known_from`: the first day that we can tell."""

    day: date
    known_from: date | None
    structure: Any
    facts: list[tuple[str, str]]
    contacts: list[Any]
    services: list[ServiceThen]
    parentages: list[Any]
    memberships: list[Any]
    plans: list[Any]
    identifiers: list[Any]
    aliases: list[Any]

    @property
    def is_before_all(self) -> bool:
        return self.known_from is None or self.day < self.known_from


def page_as_of(user: User, structure: Structure, day: date) -> PageThen:
    """What `user` may read of `structure` as it was; a constant number of statements.

    A protected value is never shown: revealing one is an act on the page of today.
    """
    at = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    then = _structure_then(structure, at)
    lines: dict[str, Any] = {"field": "structure", "holders": [structure.pk], "at": at}
    return PageThen(
        day=day,
        known_from=_known_from(structure),
        structure=then,
        facts=_facts(then),
        contacts=_contacts(user, _in_force(_rows_then(ContactPoint, **lines), day)),
        services=_services(_in_force(_rows_then(Service, "activity", **lines), day), at),
        parentages=_in_force(
            _rows_then(Parentage, "parent", field="child", holders=[structure.pk], at=at), day
        ),
        memberships=_in_force(_rows_then(Membership, "network", **lines), day),
        plans=_rows_then(ResponsePlan, **lines),
        identifiers=_in_force(_rows_then(Identifier, **lines), day),
        aliases=_rows_then(Alias, **lines),
    )


def _structure_then(structure: Structure, at: datetime) -> Any:
    """The first event after that instant holds what was before it; none: nothing changed since."""
    events = structure.events.filter(pgh_created_at__gte=at)  # type: ignore[attr-defined]
    first = events.select_related("category", "commune").order_by("pgh_id").first()
    return first or structure


def _rows_then(
    model: Any, related: str = "", *, field: str, holders: list[int], at: datetime
) -> list[Any]:
    """The rows of `holders` at that instant: those unchanged since, else what they were."""
    events = model.pgh_event_model._default_manager
    living = model._default_manager.filter(**{f"{field}__in": holders})
    here = events.filter(**{f"{field}__in": holders}).values("pgh_obj_id")
    concerned = Q(pgh_obj_id__in=here) | Q(pgh_obj_id__in=living.values("pk"))
    later = events.filter(concerned, pgh_created_at__gte=at)
    first = later.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    now = living.filter(known_since__lt=at).order_by("pk")
    if related:
        first, now = first.select_related(related), now.select_related(related)
    past = list(first)
    changed = {one.pgh_obj_id for one in past}
    known = [one for one in past if getattr(one, f"{field}_id") in holders and one.known_since < at]
    return known + [one for one in now if one.pk not in changed]


def _in_force(rows: list[Any], day: date) -> list[Any]:
    """Those whose dates hold that day."""
    return [
        one
        for one in rows
        if (one.starts_on is None or one.starts_on <= day)
        and (one.ends_on is None or one.ends_on >= day)
    ]


def _contacts(user: User, rows: list[Any]) -> list[Any]:
    """Those that `user` may read both as they were and as they are, the first to call first."""
    ids = [_id(one) for one in rows]
    living = ContactPoint.objects.filter(pk__in=ids)
    shown = {one.pk for one in living.visible_to(user) if one.is_shown}
    gone = set(ids) - set(living.values_list("pk", flat=True))
    read = [
        one
        for one in rows
        if (_id(one) in shown and one.audience in (Audience.PUBLIC, Audience.PROFESSIONALS))
        or (_id(one) in gone and one.audience == Audience.PUBLIC)
    ]
    return sorted(read, key=lambda one: (one.rank, _id(one)))


def _id(row: Any) -> int:
    return int(getattr(row, "pgh_obj_id", None) or row.pk)


def _services(rows: list[Any], at: datetime) -> list[ServiceThen]:
    held: dict[str, Any] = {"field": "service", "holders": [_id(one) for one in rows], "at": at}
    slots, days = _rows_then(OpeningHours, **held), _rows_then(HoursException, **held)
    zones = _zones_then(held["holders"], at)
    return [_service(one, slots, days, zones.get(_id(one), set()), at) for one in rows]


def _zones_then(services: list[int], at: datetime) -> dict[int, set[Territory]]:
    """By service: those of now, without what came since, with what left since; the last first."""
    own: dict[int, set[Territory]] = {}
    rows = ServiceZone.objects.filter(service__in=services).select_related("territory")
    for row in rows:
        own.setdefault(row.service_id, set()).add(row.territory)
    events = ServiceZone.pgh_event_model.objects.filter(
        service__in=services, pgh_created_at__gte=at
    )
    for event in events.select_related("territory").order_by("-pgh_id"):
        held = own.setdefault(event.service_id, set())
        (held.discard if event.pgh_label == "insert" else held.add)(event.territory)
    return own


def _service(
    service: Any, slots: list[Any], days: list[Any], zone: set[Territory], at: datetime
) -> ServiceThen:
    """The particular days already over by then are left out, as on the page of today."""
    held = _id(service)
    own = [row for row in slots if row.service_id == held]
    usual = hours.usual(own, closed_on_holidays=service.closed_on_holidays)
    crisis = hours.weekly([row for row in own if row.regime == OpeningHours.Regime.CRISIS])
    last = timezone.localdate(at) - timedelta(days=1)
    coming = [row for row in days if row.service_id == held and row.last_day >= last]
    coming.sort(key=lambda row: (row.first_day, _id(row)))
    particular = [hours.exception(row) for row in coming]
    return ServiceThen(service, usual, crisis, particular, hours.zone(zone))


def _facts(then: Any) -> list[tuple[str, str]]:
    """The label and the value of each fact known that day."""
    told = [(str(then._meta.get_field(name).verbose_name), getattr(then, name)) for name in FACTS]
    days = [("ouverte le", then.opened_on), ("fermée le", then.closed_on)]
    told += [(label, f"{one:%d/%m/%Y}") for label, one in days if one is not None]
    return [(label, value) for label, value in told if value]


def _known_from(structure: Structure) -> date | None:
    """The day its first line arrived: nothing is told of what was before."""
    arrivals = [
        related.aggregate(first=Min("known_since"))["first"]
        for related in (structure.identifiers, structure.contacts, structure.services)
    ]
    known = [one for one in arrivals if one is not None]
    return timezone.localdate(min(known)) if known else None
