"""Who changed what on the page of a structure: its fields, its lines, its services, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from directory.models import (
    Alias,
    ContactPoint,
    HoursException,
    Identifier,
    Membership,
    OpeningHours,
    ResponsePlan,
    Service,
    Structure,
)
from directory.models.contact import Audience
from directory.selectors import hours
from portal.accounts.models import User

MOST_CHANGES = 60
# « du » and « au » say nothing out of their form.
DAYS = {"starts_on": "premier jour", "ends_on": "dernier jour"}
# What follows from another field, or means nothing to a reader.
UNTOLD = frozenset(
    [
        "id", "uuid", "structure", "service", "network", "category", "commune", "merged_into",
        "position_source", "known_since", "changed_at", "as_of", "confirmed_by", "source",
        "unanswered", "tested_on", "is_primary", "latitude", "longitude",
    ]
)  # fmt: skip
# The lines of a page, and by which path each leads to its structure.
LINES: tuple[tuple[Any, str], ...] = (
    (ContactPoint, "structure"),
    (Service, "structure"),
    (Identifier, "structure"),
    (Alias, "structure"),
    (Membership, "structure"),
    (ResponsePlan, "structure"),
    (OpeningHours, "service"),
    (HoursException, "service"),
)


@dataclass(frozen=True)
class Change:
    """What one value was until `at`, what it became, and who did it (nobody: an import)."""

    at: datetime
    name: str
    before: str
    after: str
    by: str = ""


def changes(structure: Structure) -> list[Change]:
    """The last changes, the latest first; a constant number of statements.

    What a protected line said stays protected: only that it changed is told.
    """
    services = list(structure.services.values_list("pk", flat=True))
    own = structure.events.all()  # type: ignore[attr-defined]
    found: list[tuple[Any, Any, str]] = [(event, structure, "") for event in _events(own)]
    for model, path in LINES:
        holder = Q(structure=structure.pk) if path == "structure" else Q(service__in=services)
        rows = model._default_manager.filter(holder)
        living = {row.pk: row for row in rows}
        events = model.pgh_event_model._default_manager.filter(holder)
        found += [(event, living.get(event.pgh_obj_id), _title(event)) for event in _events(events)]
    names = _names(event for event, _, _ in found)
    told: list[Change] = []
    after: dict[tuple[type, Any], Any] = {}
    for event, row, title in sorted(found, key=lambda one: -_order(one[0])):
        key = (type(event), event.pgh_obj_id)
        later = after.get(key, row)
        told += _differences(event, later, title, names.get(_user(event), ""))
        after[key] = event
    return sorted(told, key=lambda one: one.at, reverse=True)[:MOST_CHANGES]


def _events(events: Any) -> list[Any]:
    return list(events.select_related("pgh_context").order_by("-pgh_id")[:MOST_CHANGES])


def _order(event: Any) -> float:
    at: datetime = event.pgh_created_at
    return at.timestamp() + int(event.pgh_id) / 1e12


def _user(event: Any) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context is not None else None


def _names(events: Iterable[Any]) -> dict[int | None, str]:
    known = {user for event in events if (user := _user(event)) is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=known)}


def _title(event: Any) -> str:
    name = str(event.pgh_tracked_model._meta.verbose_name)
    label = getattr(event, "get_function_display", None) or getattr(
        event, "get_system_display", None
    )
    return f"{name} ({label()})" if label else name


def _differences(event: Any, later: Any, title: str, by: str) -> list[Change]:
    at = event.pgh_created_at
    if event.pgh_label.startswith("delete"):
        return [Change(at, title, _line(event), "supprimé", by)]
    if later is None:
        return []
    found = []
    for field in event._meta.local_fields:
        name = field.name
        if name.startswith("pgh_") or name in UNTOLD:
            continue
        before, now = getattr(event, field.attname), getattr(later, field.attname)
        if before != now:
            said_as = DAYS.get(name, str(field.verbose_name))
            label = f"{title} : {said_as}" if title else said_as
            hidden = name == "value" and not _is_shown(event, later)
            said = ("protégé", "protégé") if hidden else (_said(event, name), _said(later, name))
            found.append(Change(at, label, *said, by))
    return found


def _is_shown(*rows: Any) -> bool:
    return all(getattr(row, "audience", "public") == Audience.PUBLIC for row in rows)


def _line(event: Any) -> str:
    if hasattr(event, "opens") and event.opens is not None:
        return hours.span(event.opens, event.closes)
    if not _is_shown(event):
        return "protégé"
    return str(getattr(event, "value", "") or getattr(event, "name", "") or "ligne")


def _said(row: Any, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "non renseigné" if value in (None, "") else str(value)
