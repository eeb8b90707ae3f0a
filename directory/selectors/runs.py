"""Reads about the files that were imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.core.cache import cache
from django.db.models import QuerySet

from directory.models import AskedUndo, HeldImport, ImportRun, RunRemark, Structure
from directory.selectors.quality import FIELDS


class Change(Protocol):
    """One value of a structure, as it is and as it would be."""

    @property
    def structure_id(self) -> int: ...
    @property
    def field(self) -> str: ...
    @property
    def ours(self) -> str: ...
    @property
    def theirs(self) -> str: ...


@dataclass(frozen=True)
class Named:
    """A change, said to a person."""

    structure: Structure
    field: str
    ours: str
    theirs: str


def remarks_of(run: ImportRun) -> QuerySet[RunRemark]:
    """What the run said of lines: the first thousands of rejections, then of doubts."""
    return run.remarks.all()


def may_be_undone(run: ImportRun) -> bool:
    """The last applied run of its source, while what was before it is kept."""
    kept = run.changes.exists() or run.register_changes.exists()
    return kept and ImportRun.objects.last_applied(run.source) == run


def is_outdated(run: ImportRun) -> bool:
    """Another file of its source, of the same department, was applied after it."""
    applied = ImportRun.objects.filter(state=ImportRun.State.APPLIED, pk__gt=run.pk)
    return applied.filter(source=run.source, department=run.department).exists()


def progress_key(run: ImportRun) -> str:
    """Where the step of an import under way is said."""
    return f"directory-import-{run.uuid}"


def progress_of(run: ImportRun) -> str:
    """What the worker is doing of `run`; before it begins, nothing."""
    return str(cache.get(progress_key(run)) or "")


def undo_of(run: ImportRun) -> AskedUndo | None:
    """The undo of `run` that somebody asked for, done, waiting or failed."""
    return AskedUndo.objects.filter(run=run).select_related("run", "asked_by").first()


def held_of(run: ImportRun) -> HeldImport | None:
    """What was held of `run`, with who decided."""
    return HeldImport.objects.filter(run=run).select_related("decided_by", "became").first()


def examples_of(held: HeldImport) -> list[Named]:
    """What the file would do, structures that vanish first."""
    return named(held.examples.order_by("pk"))


def named(changes: Iterable[Change]) -> list[Named]:
    """The same with their structures, in one statement; without a field, it would vanish."""
    told = list(changes)
    rows = Structure.objects.select_related("commune").in_bulk({one.structure_id for one in told})
    return [
        Named(rows[one.structure_id], FIELDS.get(one.field, one.field), one.ours, one.theirs)
        for one in told
        if one.structure_id in rows
    ]
