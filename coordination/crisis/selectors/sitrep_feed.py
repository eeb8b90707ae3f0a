"""What fills a draft by itself: the log, decisions, tasks, figures, reports of the cells below."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from coordination.crisis.models import Cell, Decision, Figure, Indicator, Sitrep, Task, Visibility
from coordination.crisis.selectors.figures.values import is_asked, structures_of, summed
from coordination.crisis.selectors.log_page import Filters, entries, shown
from coordination.crisis.selectors.sitrep import late_hours
from coordination.crisis.sources import Figure as Told
from coordination.crisis.sources import (
    Window,
    figures_of,
    lines_of,
    provide_figures,
    provide_lines,
)
from portal.ui import moments

# A draft does not take more than this from the log: it is read by people.
LINES = 60
# Of a report below, its first words: the whole is one link away.
WORDS = 300
# Units that do not count people or things.
RATES = ("%", "jours")


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
            found.append(f"{child} : point de situation en retard de {hours} h")
    return found


def territory_figures(window: Window) -> list[Told]:
    """What the structures of the cell declared, summed or at worst; nothing fresh is unknown."""
    cell = window.cell
    structures = list(structures_of(cell).select_related("category"))
    by_pk = {one.pk: one for one in structures}
    known: dict[int, list[Figure]] = defaultdict(list)
    for one in Figure.objects.played_in(cell.crisis).filter(structure__in=by_pk):
        known[one.indicator_id].append(one)
    active = Indicator.objects.filter(is_active=True, pk__in=known).order_by("rank")
    asked = {one.pk: sum(is_asked(one, house) for house in structures) for one in active}
    return [_told(one, known[one.pk], asked[one.pk], window) for one in active]


def _told(indicator: Indicator, figures: list[Figure], asked: int, window: Window) -> Told:
    limit = timedelta(hours=indicator.fresh_hours)
    fresh = [one for one in figures if window.until - one.as_of <= limit]
    expected = max(asked, len(figures))
    value, _words, _level = summed(indicator, [one.value for one in fresh], expected=expected)
    summing = indicator.aggregation == Indicator.Aggregation.SUM
    scale = " (0 normale, 1 tendue, 2 critique)" if indicator.is_scale else ""
    return Told(
        code=indicator.slug,
        label=f"{indicator.label}{scale}{'' if summing else ', au pire'}",
        value=Decimal(value) if value is not None else None,
        source=f"{len(fresh)} structure(s) sur {expected}",
        as_of=min(one.as_of for one in fresh) if fresh else None,
        unit=indicator.unit,
        fresh_hours=indicator.fresh_hours,
        is_count=not indicator.is_scale and indicator.unit not in RATES,
    )


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
provide_figures(territory_figures)
