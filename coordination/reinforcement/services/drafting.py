"""A need is written, copied, and corrected even after people have answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat, Slot
from coordination.reinforcement.notices import NeedChanged
from coordination.reinforcement.refusals import NeedMoved, SlotsClash, TooFewPlaces
from coordination.reinforcement.services.need import COUNTED_ON, refresh_fill_state
from coordination.reinforcement.services.transition import record_and_tell
from directory.models import Profession
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.time import local_instant

EDITABLE = (Need.State.DRAFT, *Need.LIVING, Need.State.EXPIRED)


@dataclass(frozen=True)
class SlotWish:
    """A slot as its author wants it; `slot_id` names the one that it corrects."""

    period: DateTimeTZRange
    capacity: int
    slot_id: int | None = None


@transaction.atomic
def create_need(
    need: Need, *, professions: Iterable[Profession], slots: Iterable[SlotWish], by: User
) -> Need:
    """`need`, unsaved until now, is a draft of `by`. Raises SlotsClash."""
    wishes = list(slots)
    _check_apart(wishes)
    need.created_by = by
    need.state = Need.State.DRAFT
    if need.answer_by is None:
        need.answer_by = default_answer_by(wishes, now=timezone.now())
    need.save()
    need.professions.set(professions)
    Slot.objects.bulk_create(
        Slot(need=need, period=wish.period, capacity=wish.capacity) for wish in wishes
    )
    record(by, "need.drafted", need)
    return need


@transaction.atomic
def save_need(
    need: Need,
    *,
    by: User,
    professions: Iterable[Profession] | None = None,
    slots: Iterable[SlotWish] | None = None,
    fields: Iterable[str],
) -> int:
    """The changed `fields`, professions and slots stand; returns how many people are asked again.

    Changed dates after diffusion make a new version: whoever had said yes to a slot that
    moved or went away is asked again. Raises NeedMoved, SlotsClash, TooFewPlaces.
    """
    known = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
    if known.state not in EDITABLE:
        raise NeedMoved(state=known.get_state_display())
    slots = None if slots is None else list(slots)
    asked_again = _apply_slots(need, slots) if slots is not None else 0
    names = list(fields)
    if slots and known.state == Need.State.DRAFT:
        need.answer_by = _useful_answer_by(need, slots)
        names.append("answer_by")
    if names:
        need.save(update_fields=names)
    if professions is not None:
        need.professions.set(professions)
    told = [NeedChanged] if asked_again else []
    record_and_tell(by, "need.edited", need, *told, fields=names, asked_again=asked_again)
    refresh_fill_state(need.pk)
    need.refresh_from_db(fields=["state", "version"])
    return asked_again


@transaction.atomic
def copy_need(need: Need, *, by: User, weeks: int = 1) -> Need:
    """A draft like `need`, its dates moved by `weeks` (wall-clock hours kept)."""
    professions = list(need.professions.all())
    zone = ZoneInfo(need.structure.commune.timezone)
    wishes = [
        SlotWish(_moved_by(slot.period, weeks, zone), slot.capacity) for slot in need.slots.all()
    ]
    left_behind = {
        "id", "uuid", "state", "state_reason", "resumes_as", "priority", "version", "created_by",
        "created_at", "submitted_at", "validated_by", "validated_at", "opened_at", "filled_at",
        "ended_at",
    }  # fmt: skip
    kept = {
        field.attname: getattr(need, field.attname)
        for field in Need._meta.concrete_fields
        if field.name not in left_behind
    }
    copy = Need(**kept)
    copy.answer_by = _later(need.answer_by, weeks, zone)
    return create_need(copy, professions=professions, slots=wishes, by=by)


def default_answer_by(slots: Iterable[SlotWish], *, now: datetime) -> datetime:
    """Half a day before the first slot; halfway to it when it is near, to its end once begun."""
    periods = [wish.period for wish in slots]
    first = min((period.lower for period in periods), default=now + timedelta(days=2))
    if first > now + timedelta(days=1):
        return first - timedelta(hours=12)
    end = first if first > now else max(period.upper for period in periods)
    return now + (end - now) / 2


def _useful_answer_by(need: Need, slots: list[SlotWish]) -> datetime:
    now = timezone.now()
    last = max(wish.period.upper for wish in slots)
    if now < need.answer_by <= last:
        return need.answer_by
    return default_answer_by(slots, now=now)


def _apply_slots(need: Need, wishes: list[SlotWish]) -> int:
    """The slots of `need` are `wishes`; returns how many people are asked again."""
    _check_apart(wishes)
    known = {slot.pk: slot for slot in need.slots.select_for_update().order_by("pk")}
    same = {
        wish.slot_id: wish
        for wish in wishes
        if wish.slot_id in known and known[wish.slot_id].period == wish.period
    }
    moved = [pk for pk in known if pk not in same]
    asked_again = _ask_again(need, moved) if moved else 0
    Slot.objects.filter(pk__in=moved).delete()
    for pk, wish in same.items():
        if known[pk].taken > wish.capacity:
            raise TooFewPlaces(taken=known[pk].taken, capacity=wish.capacity)
        Slot.objects.filter(pk=pk).update(capacity=wish.capacity)
    Slot.objects.bulk_create(
        Slot(need=need, period=wish.period, capacity=wish.capacity)
        for wish in wishes
        if wish.slot_id not in same
    )
    return asked_again


def _ask_again(need: Need, moved: list[int]) -> int:
    """Those who said yes to a slot that moved owe a new answer; their seats are given up."""
    concerned = Assignment.objects.filter(
        need=need, state__in=COUNTED_ON, seats__slot__in=moved
    ).distinct()
    people = list(concerned.values_list("pk", flat=True))
    Seat.objects.filter(Q(slot__in=moved) | Q(assignment__in=people)).delete()
    if need.state != Need.State.DRAFT:
        Need.objects.filter(pk=need.pk).update(version=F("version") + 1)
        need.refresh_from_db(fields=["version"])
    return Assignment.objects.filter(pk__in=people).update(
        state=Assignment.State.NOTIFIED,
        need_version=need.version,
        answered_at=None,
        selected_at=None,
        confirmed_at=None,
    )


def _check_apart(wishes: list[SlotWish]) -> None:
    periods = {(wish.period.lower, wish.period.upper) for wish in wishes}
    if len(periods) != len(wishes):
        raise SlotsClash


def _moved_by(period: DateTimeTZRange, weeks: int, zone: ZoneInfo) -> DateTimeTZRange:
    """The same wall-clock hours, `weeks` later, whatever the clock does in between."""
    return DateTimeTZRange(_later(period.lower, weeks, zone), _later(period.upper, weeks, zone))


def _later(instant: datetime | None, weeks: int, zone: ZoneInfo) -> datetime:
    if instant is None:
        raise ValueError("the period of a slot is bounded")
    local = instant.astimezone(zone)
    return local_instant(local.date() + timedelta(weeks=weeks), local.time(), zone)
