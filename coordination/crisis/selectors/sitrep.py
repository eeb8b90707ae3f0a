"""Situation reports: what a draft is made of, the list, when the next is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Cell, Sitrep, SitrepReceipt
from coordination.crisis.selectors.catalogue import level_of
from portal.accounts.models import User
from portal.ui import moments

BY = ("-number", "pk")


@dataclass(frozen=True)
class ChildReport:
    """A child cell, its last issued report, and by how many hours the next is late."""

    cell: Cell
    last: Sitrep | None
    late_hours: int

    @property
    def late_words(self) -> str:
        """`3 heures`, `8 jours`: a day is worth more than its hours once there are two."""
        return moments.duration(timedelta(hours=self.late_hours))


def sitreps_of(cell: Cell, user: User) -> QuerySet[Sitrep]:
    """The reports of `cell` that `user` reads."""
    rows = Sitrep.objects.visible_to(user).filter(cell=cell)
    return rows.select_related("author", "validator", "cell")


def last_issued(cell: Cell) -> Sitrep | None:
    """The last report that left, whatever its audience."""
    return Sitrep.objects.filter(cell=cell, state__in=Sitrep.OUT).order_by("-issued_at").first()


def due_at(cell: Cell) -> datetime | None:
    """When the next report is due by the level (rule 13); None when it is on event."""
    level = level_of(cell)
    if not cell.is_active or level is None or level.sitrep_every_hours is None:
        return None
    last = last_issued(cell)
    since = cell.level_since if last is None or last.issued_at is None else last.issued_at
    return since + timedelta(hours=level.sitrep_every_hours)


def late_hours(due: datetime | None) -> int:
    """Whole hours since `due`; 0 when it is not late."""
    return 0 if due is None else max(0, int((clock.now() - due).total_seconds() // 3600))


def children_reports(cell: Cell, user: User) -> list[ChildReport]:
    """The last issued report of each child cell that `user` sees, the late ones first."""
    visible = Sitrep.objects.visible_to(user).filter(state=Sitrep.State.ISSUED)
    children = Cell.objects.visible_to(user).active().filter(parent=cell).prefetch_related(
        Prefetch("sitreps", visible.order_by("-issued_at"), to_attr="issued")
    )  # fmt: skip
    children = children.select_related("sitrep_clock")
    found = []
    for child in children:
        issued: list[Sitrep] = getattr(child, "issued", [])
        last = issued[0] if issued else None
        kept = getattr(child, "sitrep_clock", None)
        found.append(ChildReport(child, last, late_hours(kept.due_at if kept else None)))
    return sorted(found, key=lambda one: (-one.late_hours, one.last is not None, one.cell.name))


def receipts_of(sitrep: Sitrep) -> list[SitrepReceipt]:
    """Who was sent the report, the silent first."""
    rows = SitrepReceipt.objects.filter(sitrep=sitrep).select_related("user")
    return sorted(rows, key=lambda one: (one.opened_at is not None, one.user.last_name, one.pk))
