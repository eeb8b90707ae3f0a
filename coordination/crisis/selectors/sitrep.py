"""Situation reports: what a draft is made of, the list, when the next is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Cell, Decision, Sitrep, Task
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.log_page import Filters, entries, shown
from coordination.crisis.sources import Window, provide_lines
from portal.accounts.models import User

# A draft does not take more than this from the log: it is read by people.
LINES = 60


@dataclass(frozen=True)
class ChildReport:
    """A child cell, its last issued report, and by how many hours the next is late."""

    cell: Cell
    last: Sitrep | None
    late_hours: int


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
    found = []
    for child in children:
        issued: list[Sitrep] = getattr(child, "issued", [])
        last = issued[0] if issued else None
        found.append(ChildReport(child, last, late_hours(last.next_at if last else None)))
    return sorted(found, key=lambda one: (-one.late_hours, one.last is not None, one.cell.name))


def flagged_lines(window: Window) -> list[str]:
    """The entries marked since the report before, corrected text first."""
    rows = entries(window.cell, Filters(flagged=True, with_system=True)).exclude(kind="decision")
    within = rows.filter(recorded_at__gt=window.since, recorded_at__lte=window.until)
    return [one.words for one in shown(within.order_by("seq")[:LINES]) if one.words]


def decision_lines(window: Window) -> list[str]:
    """The decisions taken since the report before."""
    taken = Decision.objects.filter(
        cell=window.cell, decided_at__gt=window.since, decided_at__lte=window.until
    )
    return [f"{one} : {one.statement}" for one in taken.order_by("number")[:LINES]]


def late_task_lines(window: Window) -> list[str]:
    """The tasks whose time has passed, and those that something blocks."""
    late = Q(due_at__lt=window.until) | Q(state=Task.State.BLOCKED)
    rows = Task.objects.open().filter(late, cell=window.cell)
    return [
        f"{one.title} ({'bloquée' if one.state == Task.State.BLOCKED else 'en retard'})"
        for one in rows.order_by("due_at", "pk")[:LINES]
    ]


provide_lines("facts", flagged_lines)
provide_lines("decisions", decision_lines)
provide_lines("actions", late_task_lines)
