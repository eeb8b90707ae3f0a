"""What a need form may offer, and what an address may prefill."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from coordination.reinforcement.models import Need
from directory.models import Profession, Structure
from portal.accounts.models import Grant, Role, User
from portal.lib.patient import holds_nir
from portal.lib.time import PARIS, local_instant
from portal.territories.models import Territory
from portal.ui import moments

SATURDAY = 5
NIGHT, DAY = (time(19), time(7)), (time(7), time(19))
USUAL = "jours-du-week-end"
Slots = list[dict[str, Any]]


def structures_for(user: User) -> QuerySet[Structure]:
    """The structures for which `user` may post a need, by name."""
    asked = Grant.objects.filter(user=user, role=Role.MANAGER)
    mine = Q(pk__in=asked.in_force().values("structure"))
    mine |= Q(pk__in=asked.pending().values("structure"))
    overseen = Territory.objects.within(user.territories_of(Role.ARS, Role.ADMINISTRATOR))
    found = Structure.objects.filter(mine | Q(commune__in=overseen))
    return found.filter(closed_on__isnull=True).order_by("name_key", "pk")


def professions_in_use() -> QuerySet[Profession]:
    """The professions that a need may ask for."""
    return Profession.objects.filter(closed_on__isnull=True)


def asked_structure(user: User, text: str) -> int | None:
    """The structure named by an address (identifier or FINESS), or the only one of `user`."""
    offered = structures_for(user)
    if text:
        named = Q(uuid=UUID(text)) if _is_uuid(text) else Q(finess=text)
        return offered.filter(named).values_list("pk", flat=True).first()
    few = list(offered.values_list("pk", flat=True)[:2])
    return few[0] if len(few) == 1 else None


def zone_of(structure_id: int | None, around: Territory | None) -> ZoneInfo:
    """The clock by which a need is written: its structure's, else the territory's one."""
    commune = Territory.objects.filter(structures=structure_id).first() if structure_id else None
    place = commune or around
    return ZoneInfo(place.timezone) if place else PARIS


def last_need(user: User) -> Need | None:
    """The latest need that `user` wrote for a structure still theirs, to start from again."""
    written = Need.objects.visible_to(user).filter(created_by=user)
    latest = written.filter(structure__in=structures_for(user).values("pk"))
    return latest.select_related("structure").order_by("-pk").first()


def asked_origin(query: Mapping[str, str], zone: ZoneInfo) -> str:
    """Where the need comes from, in a sentence, when the address says it (`origine`)."""
    words = " ".join(query.get("origine", "").split())[:200]
    start, end = parse_instant(query.get("start", "")), parse_instant(query.get("end", ""))
    if not words or holds_nir(words) or not words.isprintable():
        return ""
    if not start or not end or start >= end:
        return f"Trou d’astreinte : {words}."
    now = timezone.localtime()
    first, last = (moments.day_hour(one, now=now, zone=zone) for one in (start, end))
    return f"Trou d’astreinte : {words}, de {first} à {last}."


def asked_slots(query: Mapping[str, str], zone: ZoneInfo) -> Slots:
    """The slots that an address prefills: `start` and `end` (ISO), or a `modele`.

    Without either, the two days of the coming week-end, on the clock of `zone`.
    """
    start, end = parse_instant(query.get("start", "")), parse_instant(query.get("end", ""))
    capacity = query.get("headcount", "1")
    people = int(capacity) if capacity.isascii() and capacity.isdigit() else 1
    if start and end and start < end:
        return [{"starts_at": start, "ends_at": end, "capacity": people}]
    return MODELS.get(query.get("modele", ""), MODELS[USUAL])(people, zone)


def parse_instant(text: str) -> datetime | None:
    """The instant written in ISO 8601, Paris time unless it says otherwise; None if unreadable."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    if found is None:
        return None
    return found if timezone.is_aware(found) else found.replace(tzinfo=PARIS)


def _week_end(hours: tuple[time, time], people: int, zone: ZoneInfo) -> Slots:
    today = timezone.localdate(timezone=zone)
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7)
    if _slot(saturday, hours, people, zone)["starts_at"] <= timezone.now():
        saturday += timedelta(days=7)
    return [_slot(saturday + timedelta(days=rank), hours, people, zone) for rank in range(2)]


def _tonight(people: int, zone: ZoneInfo) -> Slots:
    today = timezone.localdate(timezone=zone)
    late = _slot(today, NIGHT, people, zone)["starts_at"] <= timezone.now()
    return [_slot(today + timedelta(days=1 if late else 0), NIGHT, people, zone)]


def _slot(day: date, hours: tuple[time, time], people: int, zone: ZoneInfo) -> dict[str, Any]:
    start, end = hours
    last = day if end > start else day + timedelta(days=1)
    return {
        "starts_at": local_instant(day, start, zone).astimezone(UTC),
        "ends_at": local_instant(last, end, zone).astimezone(UTC),
        "capacity": people,
    }


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


MODELS: dict[str, Callable[[int, ZoneInfo], Slots]] = {
    "nuits-du-week-end": partial(_week_end, NIGHT),
    USUAL: partial(_week_end, DAY),
    "cette-nuit": _tonight,
}
