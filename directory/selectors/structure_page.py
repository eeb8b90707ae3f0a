"""All that the page of one structure shows to one reader."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from directory.models import (
    Alias,
    ContactPoint,
    FieldSource,
    Identifier,
    Membership,
    OpeningHours,
    Parentage,
    ResponsePlan,
    Service,
    Structure,
)
from directory.selectors import hours
from portal.accounts.models import Grant, Role, User

MOST_CHILDREN = 50
MOST_CHANGES = 30
# What follows from another field, or means nothing to a reader.
UNTOLD = ("id", "uuid", "category", "commune", "merged_into", "position_source")
OPEN_WORDS = {
    True: ("good", "Ouvert maintenant"),
    False: ("unknown", "Fermé maintenant"),
    None: ("unknown", "Horaires non connus"),
}
HOLIDAY_WORDS = ("watch", "Jour férié\u00a0: à vérifier par téléphone")


@dataclass(frozen=True)
class ServiceLine:
    """A service as it is read: state first, then its hours in words."""

    service: Service
    state: tuple[str, str]
    usual: list[str]
    crisis: list[str]
    exceptions: list[str]
    zone: str
    holiday: str


@dataclass(frozen=True)
class Change:
    """What one field was until `at`, and became."""

    at: datetime
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class StructurePage:
    """A constant number of statements, whatever the structure has."""

    structure: Structure
    services: list[ServiceLine]
    contacts: list[ContactPoint]
    parents: list[Parentage]
    children: list[Parentage]
    memberships: list[Membership]
    plans: list[ResponsePlan]
    identifiers: list[Identifier]
    aliases: list[Alias]
    sources: dict[str, FieldSource]
    changes: list[Change]
    is_kept: bool
    today: date = field(default_factory=timezone.localdate)


def structure_page(user: User, structure: Structure) -> StructurePage:
    """What `user` reads of `structure`; contacts by audience, values of the shown ones only."""
    return StructurePage(
        structure=structure,
        services=_services(structure),
        contacts=list(structure.contacts.visible_to(user).current().select_related("service")),
        parents=list(structure.parentages.select_related("parent").order_by("-pk")),
        children=_children(structure),
        memberships=list(
            structure.memberships.select_related("network").order_by(
                F("ends_on").desc(nulls_first=True), "network__name"
            )
        ),
        plans=list(structure.plans.order_by("kind")),
        identifiers=list(
            structure.identifiers.order_by("system", F("ends_on").desc(nulls_first=True))
        ),
        aliases=list(structure.aliases.order_by("kind", "name")),
        sources={one.field: one for one in structure.field_sources.all()},
        changes=_changes(structure),
        is_kept=Grant.objects.filter(structure=structure, role=Role.MANAGER).in_force().exists(),
    )


def _services(structure: Structure) -> list[ServiceLine]:
    found = structure.services.current().with_open_at(timezone.now())
    rows = found.select_related("activity").prefetch_related("hours", "exceptions", "zones")
    code = structure.commune.code
    return [_line(one, code) for one in rows.order_by("activity__rank", "name", "pk")]


def _line(service: Any, code: str) -> ServiceLine:
    rows = list(service.hours.all())
    crisis = [row for row in rows if row.regime == OpeningHours.Regime.CRISIS]
    is_doubtful = service.is_open is None and service.on_holiday and rows
    today = timezone.localdate()
    coming = [one for one in service.exceptions.all() if one.last_day >= today]
    return ServiceLine(
        service=service,
        state=HOLIDAY_WORDS if is_doubtful else OPEN_WORDS[service.is_open],
        usual=hours.usual(rows, closed_on_holidays=service.closed_on_holidays),
        crisis=hours.weekly(crisis),
        exceptions=[hours.exception(one) for one in coming],
        zone=hours.zone(service.zones.all()),
        holiday=hours.holiday_to_check(service, code, today),
    )


def _children(structure: Structure) -> list[Parentage]:
    """The sites of an entity, or the units of a site, open ones; the first fifty by name."""
    kept: QuerySet[Parentage] = structure.children.current().filter(child__closed_on__isnull=True)
    rows = kept.select_related("child__category", "child__commune")
    return list(rows.order_by("child__name_key", "pk")[:MOST_CHILDREN])


def _changes(structure: Structure) -> list[Change]:
    """Each field that changed, the last change first. An event holds what was before it."""
    events = list(structure.events.order_by("-pgh_id")[:MOST_CHANGES])  # type: ignore[attr-defined]
    after: Any = structure
    found = []
    for event in events:
        for one in event._meta.local_fields:
            name = one.name
            if name.startswith("pgh_") or name in UNTOLD:
                continue
            before, now = getattr(event, name), getattr(after, name)
            if before != now:
                label = str(one.verbose_name)
                found.append(Change(event.pgh_created_at, label, _said(before), _said(now)))
        after = event
    return found[:MOST_CHANGES]


def _said(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "non renseigné" if value in (None, "") else str(value)
