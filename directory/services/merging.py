"""Two rows that are one structure: joined by a person, field by field, and taken apart again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pghistory
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import timezone

from directory.imports.derived import derive
from directory.models import Alias, ContactPoint, FieldSource, Identifier, Merge, Signal, Structure
from directory.models.choosing import GROUPS, columns_of
from directory.refusals import (
    AcrossEntities,
    AlreadyMerged,
    AlreadyUndone,
    MergedSince,
    NotAlike,
    ReasonMissing,
)
from directory.services.fields import make_searchable
from portal.accounts.models import User
from portal.audit.services import record

# Under this name among the values of before: the provenance of each.
SOURCES = "sources"
TOLD = ("field", "source", "as_of", "confidence", "confirmed_by", "is_locked")
# What says where a row comes from stays with the row.
STAYING = ("FieldSource", "Signal", "Merge", "Structure", "RunChange", "HeldChange")
JOINED = "réunion de fiches"


@dataclass(frozen=True)
class Choice:
    """The groups of fields taken from the row that disappears; and why."""

    taken: frozenset[str] = field(default_factory=frozenset)
    reason: str = ""
    across: bool = False


@transaction.atomic
def merge_structures(survivor: Structure, lost: Structure, choice: Choice, *, by: User) -> Merge:
    """`lost` leads to `survivor`, which holds what was chosen and all that hung on `lost`.

    What is sealed (a closed crisis cell) or already on the survivor stays where it is. Raises
    AlreadyMerged, NotAlike, AcrossEntities, ReasonMissing.
    """
    survivor, lost = _locked(survivor, lost)
    _check(survivor, lost, choice)
    taken = [group for group in GROUPS if group in choice.taken]
    moved = _move_rows(lost, survivor)
    with pghistory.context(user=by.pk):
        before, after = _take(survivor, lost, taken, by)
        Structure.objects.filter(merged_into=lost).update(merged_into=survivor)
        Structure.objects.filter(pk=lost.pk).update(merged_into=survivor)
    derive(ids=[survivor.pk])
    make_searchable(survivor)
    _settle(survivor, lost)
    merge = Merge.objects.create(
        survivor=survivor, lost=lost, by_name=str(by)[:160], reason=choice.reason.strip()[:200],
        before=before, after=after, moved=moved,
    )  # fmt: skip
    record(
        by, "structure.merged", survivor, lost=str(lost.uuid), taken=taken,
        why=merge.reason, across=choice.across,
    )  # fmt: skip
    return merge


def _locked(survivor: Structure, lost: Structure) -> tuple[Structure, Structure]:
    """Both rows, locked in the same order whoever asks."""
    rows = Structure.objects.select_for_update(of=("self",)).order_by("pk")
    found = {one.pk: one for one in rows.filter(pk__in=[survivor.pk, lost.pk])}
    if len(found) < 2:
        raise NotAlike(why="Choisissez deux fiches différentes.")
    return found[survivor.pk], found[lost.pk]


def _check(survivor: Structure, lost: Structure, choice: Choice) -> None:
    if survivor.merged_into_id is not None or lost.merged_into_id is not None:
        raise AlreadyMerged
    if survivor.level != lost.level:
        raise NotAlike(why="L’une est un établissement, l’autre une entité ou une unité.")
    if is_across(survivor, lost):
        if not choice.across:
            raise AcrossEntities
        if len(choice.reason.strip()) < 3:
            raise ReasonMissing


def is_across(one: Structure, other: Structure) -> bool:
    """The two belong to different legal entities, as far as is known."""
    return bool(
        one.legal_finess and other.legal_finess and one.legal_finess != other.legal_finess
    ) or (one.level == Structure.Level.LEGAL)


def _move_rows(lost: Structure, survivor: Structure) -> list[dict[str, Any]]:
    """Every row that points to `lost` points to `survivor`, but for what cannot; what moved."""
    _lower(lost, survivor)
    moved: list[dict[str, Any]] = []
    for link in Structure._meta.related_objects:
        column: Any = link.field
        model: type[Model] = column.model
        if link.many_to_many or not column.db_constraint or model.__name__ in STAYING:
            continue
        rows = model._base_manager.filter(**{column.attname: lost.pk})
        ids = _moved(column, list(rows.values_list("pk", flat=True)), survivor.pk)
        if ids:
            moved.append({"model": model._meta.label, "column": column.attname, "ids": ids})
    return moved


def _moved(column: Any, ids: list[int], target: int) -> list[int]:
    """Those of the rows `ids` that now point to `target`: all at once, or else one by one, when
    a constraint or a seal keeps some of them in place."""
    if not ids:
        return []
    try:
        with transaction.atomic():
            column.model._base_manager.filter(pk__in=ids).update(**{column.attname: target})
    except DatabaseError:
        if len(ids) == 1:
            return []
        return [one for pk in ids for one in _moved(column, [pk], target)]
    return ids


def _lower(lost: Structure, survivor: Structure) -> None:
    """Numbers of `lost` remain true, no longer first; its switchboard is kept as another line."""
    held = Identifier.objects.filter(structure=survivor, is_primary=True, ends_on=None)
    systems = list(held.values_list("system", flat=True))
    numbers = Identifier.objects.filter(structure=lost, is_primary=True, ends_on=None)
    numbers.filter(system__in=systems).update(is_primary=False)
    lines = ContactPoint.objects.filter(structure=lost, source=lost.source, ends_on=None)
    lines.filter(function=ContactPoint.Function.SWITCHBOARD).update(source=JOINED)


def _take(
    survivor: Structure, lost: Structure, groups: list[str], by: User
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chosen columns of `survivor` hold the values of `lost`; what they were, and are."""
    columns = columns_of(groups)
    unused = survivor.name if "name" in groups else lost.name
    Alias.objects.get_or_create(
        structure=survivor, name=unused, defaults={"kind": Alias.Kind.USUAL, "source": JOINED}
    )
    before = {one: getattr(survivor, one) for one in columns}
    before[SOURCES] = list(survivor.field_sources.filter(field__in=_fields(columns)).values(*TOLD))
    after = {one: getattr(lost, one) for one in columns}
    for name, value in after.items():
        setattr(survivor, name, value)
    if columns:
        survivor.save(update_fields=columns)
    sources = {one.field: one for one in lost.field_sources.all()}
    for name in columns:
        told = sources.get(name)
        FieldSource.objects.update_or_create(
            structure=survivor, field=name.removesuffix("_id"),
            defaults={
                "source": told.source if told else lost.source or JOINED,
                "as_of": told.as_of if told else lost.source_on or timezone.localdate(),
                "is_locked": True, "confirmed_by": str(by)[:160],
            },
        )  # fmt: skip
    return before, after


def _settle(survivor: Structure, lost: Structure) -> None:
    """What waited about the row that disappears, or about the pair, is settled."""
    waiting = Signal.objects.waiting()
    told = {"state": Signal.State.DONE, "closed_at": timezone.now(), "reason": "Fiches réunies."}
    waiting.filter(structure=lost).update(**told)
    waiting.filter(structure=survivor, other=lost).update(**told)


@dataclass(frozen=True)
class Undoing:
    """What taking a merge apart does: columns that come back, those corrected since, rows."""

    restored: list[str]
    kept: list[str]
    rows: int


def undoing(merge: Merge) -> Undoing:
    """What `undo_merge` would do now."""
    survivor = merge.survivor
    restored: list[str] = []
    kept: list[str] = []
    for name, value in merge.after.items():
        same = _read(name, value) == getattr(survivor, name)
        (restored if same else kept).append(name)
    rows = sum(len(_still(part, survivor)) for part in merge.moved)
    return Undoing(restored, kept, rows)


@transaction.atomic
def undo_merge(merge: Merge, *, by: User) -> Undoing:
    """Both structures stand again; what moved goes back, unless it has changed hands since.

    A value of the survivor corrected after the merge stays; what was added to it since, too.
    Raises AlreadyUndone, MergedSince.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise AlreadyUndone
    survivor, lost = _locked(merge.survivor, merge.lost)
    if lost.merged_into_id != survivor.pk or survivor.merged_into_id is not None:
        raise MergedSince
    merge.survivor, merge.lost = survivor, lost
    told = undoing(merge)
    lost.merged_into = None
    with pghistory.context(user=by.pk):
        lost.save(update_fields=["merged_into"])
        for name in told.restored:
            setattr(survivor, name, _read(name, merge.before[name]))
        survivor.save(update_fields=told.restored or ["name"])
    _restore_sources(merge, _fields(told.restored))
    _give_back(merge)
    derive(ids=[survivor.pk, lost.pk])
    make_searchable(survivor)
    make_searchable(lost)
    Merge.objects.filter(pk=merge.pk).update(undone_at=timezone.now())
    record(by, "structure.merge_undone", survivor, lost=str(lost.uuid), kept=told.kept)
    return told


def _restore_sources(merge: Merge, fields: list[str]) -> None:
    """Where the values that come back came from is known again, and who had locked them."""
    FieldSource.objects.filter(structure=merge.survivor, field__in=fields).delete()
    FieldSource.objects.bulk_create(
        FieldSource(structure=merge.survivor, **one)
        for one in merge.before.get(SOURCES, [])
        if one["field"] in fields
    )


def _fields(columns: Iterable[str]) -> list[str]:
    return [one.removesuffix("_id") for one in columns]


def _give_back(merge: Merge) -> None:
    """The rows that moved point to the structure they came from; its numbers are first again."""
    for part in merge.moved:
        _moved(_column(part), _still(part, merge.survivor), merge.lost_id)
    lost = merge.lost
    others = Merge.objects.filter(survivor=merge.survivor, undone_at=None).exclude(pk=merge.pk)
    kept = {one.before.get("name", one.lost.name) for one in others.select_related("lost")}
    joined = Alias.objects.filter(structure=merge.survivor, source=JOINED)
    joined.exclude(name__in=kept).delete()
    own = Identifier.objects.filter(structure=lost, ends_on=None)
    own.filter(value__in=[one for one in (lost.finess, lost.siret) if one]).update(is_primary=True)
    ContactPoint.objects.filter(structure=lost, source=JOINED).update(source=lost.source)


def _still(part: dict[str, Any], survivor: Structure) -> list[int]:
    column = _column(part)
    rows = column.model._base_manager.filter(pk__in=part["ids"])
    return list(rows.filter(**{column.attname: survivor.pk}).values_list("pk", flat=True))


def _column(part: dict[str, Any]) -> Any:
    """The foreign key that `part` names."""
    for link in Structure._meta.related_objects:
        field_: Any = link.field
        if (field_.model._meta.label, field_.attname) == (part["model"], part["column"]):
            return field_
    raise LookupError(part["model"])


def _read(name: str, value: Any) -> Any:
    """The value of a column as it was before JSON."""
    found: Any = Structure._meta.get_field(name.removesuffix("_id"))
    if isinstance(value, str) and found.get_internal_type() == "DateField":
        return date.fromisoformat(value)
    return value
