"""What fills a draft by itself: the log, decisions, tasks, the reports of the cells below."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from coordination.crisis.models import Cell, Decision, Sitrep, Task, Visibility
from coordination.crisis.selectors.log_page import Filters, entries, shown
from coordination.crisis.selectors.sitrep import late_hours
from coordination.crisis.sources import Figure as Told
from coordination.crisis.sources import (
    Window,
    figures_of,
    lines_of,
    provide_lines,
)
from portal.ui import moments

# A draft does not take more than this from the log: it is read by people.
LINES = 60
# Of a report below, its first words: the whole is one link away.
WORDS = 300


def lines_known(section: str, window: Window) -> list[str]:
    """What every source says for that section."""
    return lines_of(section, window)


def figures_known(window: Window) -> list[Told]:
    """The figures of every source."""
    return figures_of(window)


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


def children_lines(window: Window) -> list[str]:
    """The last report of each cell below, in its first words; a restricted cell says nothing."""
    found = []
    for child in _children(window.cell):
        issued: list[Sitrep] = getattr(child, "issued", [])
        if issued:
            one = issued[0]
            said = " ; ".join(one.facts.splitlines()) or "rien à signaler"
            found.append(f"{child}, point n° {one.number} ({_when(one)}) : {said[:WORDS]}")
    return found


def silent_children(window: Window) -> list[str]:
    """The cells below that have not reported, or are late: their situation is not known."""
    found = []
    for child in _children(window.cell):
        kept = getattr(child, "sitrep_clock", None)
        hours = late_hours(kept.due_at if kept else None)
        if not getattr(child, "issued", []):
            found.append(f"{child} : aucun point diffusé, situation inconnue")
        elif hours:
            late = moments.duration(timedelta(hours=hours))
            found.append(f"{child} : point de situation en retard de {late}")
    return found


def _children(cell: Cell) -> list[Cell]:
    issued = Sitrep.objects.filter(state=Sitrep.State.ISSUED, audience=Sitrep.Audience.CELL)
    rows = Cell.objects.filter(parent=cell).active().exclude(visibility=Visibility.RESTRICTED)
    related = rows.select_related("sitrep_clock", "territory").order_by("name", "pk")
    return list(
        related.prefetch_related(
            Prefetch("sitreps", issued.order_by("-issued_at"), to_attr="issued")
        )
    )


def _when(sitrep: Sitrep) -> str:
    zone = ZoneInfo(sitrep.cell.territory.timezone)
    now = sitrep.as_of.astimezone(zone)
    return moments.day_hour(sitrep.as_of, now=now, zone=zone)


provide_lines("facts", flagged_lines)
provide_lines("facts", children_lines)
provide_lines("uncertain", silent_children)
provide_lines("decisions", decision_lines)
provide_lines("actions", late_task_lines)
