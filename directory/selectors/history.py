"""Who changed what on the page of a structure: its fields, its lines, its services, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

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
from directory.selectors.passings import Passing, passed_within, passings
from portal.accounts.models import User

MOST_CHANGES = 60
# Of several pages at once; a digest names thirty.
MOST_EVENTS = 600
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
    return _told([structure])[structure.pk][:MOST_CHANGES]


def changes_between(
    structures: list[Structure], since: datetime, until: datetime
) -> dict[int, list[Change]]:
    """What changed on the pages of `structures` in ]since, until], the latest first, by id.

    As many statements as for one. A line that arrived is told, a structure is not.
    """
    told = _told(structures, since)
    for owner, arrival in _arrivals([one.pk for one in structures], since):
        told[owner].append(arrival)
    for passing in passings([one.pk for one in structures], since, until):
        told[passing.owner].append(_turned(passing))
    latest = {pk: sorted(rows, key=lambda one: one.at, reverse=True) for pk, rows in told.items()}
    return {pk: [one for one in rows if one.at <= until] for pk, rows in latest.items()}


def changed_within(since: datetime, until: datetime) -> Q:
    """The structures of which something changed or arrived in ]since, until], even if they changed
    again since."""
    own = Structure.pgh_event_model._default_manager  # type: ignore[attr-defined]
    span = {"pgh_created_at__gt": since, "pgh_created_at__lte": until}
    found = Q(Exists(own.filter(pgh_obj=OuterRef("pk"), **span))) | passed_within(since, until)
    for model, path in LINES:
        holder = {path if path == "structure" else "service__structure": OuterRef("pk")}
        found |= Q(Exists(model.pgh_event_model._default_manager.filter(**holder, **span)))
        arrived = model._default_manager.filter(known_since__gt=since, known_since__lte=until)
        found |= Q(Exists(arrived.filter(**holder)))
    return found


def _arrivals(ids: list[int], since: datetime) -> Iterable[tuple[int, Change]]:
    for model, path in LINES:
        if path != "structure":
            continue
        rows = model._default_manager.filter(structure__in=ids, known_since__gt=since)
        for row in rows.order_by("-known_since")[:MOST_EVENTS]:
            yield (
                row.structure_id,
                Change(row.known_since, _title(row), "", f"ajouté : {_line(row)}"),
            )


def _turned(passing: Passing) -> Change:
    """« service : Infirmière de nuit, a pris fin »: by its date, nobody wrote it."""
    before, after = (passing.line, "a pris fin") if passing.has_ended else ("", passing.line)
    return Change(passing.at, _title(passing.row), before, after, "la date prévue")


def _told(structures: list[Structure], since: datetime | None = None) -> dict[int, list[Change]]:
    owners = {one.pk: one for one in structures}
    services = Service.objects.filter(structure__in=owners).values_list("pk", "structure")
    holders = dict(services)
    kept = Q() if since is None else Q(pgh_created_at__gt=since)
    most = MOST_CHANGES if since is None else MOST_EVENTS
    own = Structure.pgh_event_model._default_manager.filter(kept, pgh_obj__in=owners)  # type: ignore[attr-defined]
    found: list[tuple[Any, Any, str, int]] = [
        (event, owners[event.pgh_obj_id], "", event.pgh_obj_id) for event in _events(own, most)
    ]
    for model, path in LINES:
        within = owners if path == "structure" else holders
        holder = Q(**{f"{path}__in": list(within)})
        events = _events(model.pgh_event_model._default_manager.filter(kept, holder), most)
        touched = {event.pgh_obj_id for event in events}
        living = model._default_manager.in_bulk(touched)
        for event in events:
            held = getattr(event, f"{path}_id")
            owner = held if path == "structure" else holders[held]
            found.append((event, living.get(event.pgh_obj_id), _title(event), owner))
    return _in_words(found, owners)


def _in_words(
    found: list[tuple[Any, Any, str, int]], owners: Iterable[int]
) -> dict[int, list[Change]]:
    """Each event against what followed it, by structure, the latest first."""
    names = _names(event for event, *_ in found)
    told: dict[int, list[Change]] = {pk: [] for pk in owners}
    after: dict[tuple[type, Any], Any] = {}
    for event, row, title, owner in sorted(found, key=lambda one: -_order(one[0])):
        key = (type(event), event.pgh_obj_id)
        later = after.get(key, row)
        told[owner] += _differences(event, later, title, names.get(_user(event), ""))
        after[key] = event
    return {pk: sorted(rows, key=lambda one: one.at, reverse=True) for pk, rows in told.items()}


def _events(events: Any, most: int) -> list[Any]:
    return list(events.select_related("pgh_context").order_by("-pgh_id")[:most])


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
    name = str(getattr(event, "pgh_tracked_model", event)._meta.verbose_name)
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
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "non renseigné" if value in (None, "") else str(value)
