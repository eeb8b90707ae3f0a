"""The figures of a territory: critical structures first, then the silent ones; each its age."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models import Cell, Figure, Indicator
from coordination.crisis.models.indicator import State
from coordination.crisis.selectors.crisis_page import HOSPITALS
from coordination.crisis.selectors.figures.values import (
    Value,
    indicators_in_use,
    is_asked,
    structures_of,
    summed,
    told,
    tuned,
)
from directory.models import Structure, StructureQuerySet
from portal.accounts.models import Grant
from portal.accounts.models import Role as Office

PAGE = 25
# The worst that is known, then silence, which is never good news: neither hides the other.
CRITICAL, SILENT, WATCH, CALM = range(4)
RANKS = {State.CRITICAL: CRITICAL, State.WATCH: WATCH}
LABELS = {
    CRITICAL: ("critical", "Critique"),
    SILENT: ("unknown", "Silencieuse"),
    WATCH: ("watch", "Tendue"),
    CALM: ("good", "Rien d’alarmant"),
}
SEVERAL = {CRITICAL: "Critiques", SILENT: "Silencieuses", WATCH: "Tendues"}
STATES = {"critique": CRITICAL, "silencieuse": SILENT, "tendue": WATCH, "calme": CALM}
HOSPITAL, RESIDENCE = "hopital", "residence"


@dataclass(frozen=True)
class Shown:
    """What one asked to see: a kind of structures, a state, one figure. Nothing asked is all."""

    kind: str = ""
    state: str = ""
    indicator: str = ""


EVERYTHING = Shown()


@dataclass(frozen=True)
class Row:
    """A structure and its values, in the order of the columns."""

    structure: Structure
    values: list[Value]

    @cached_property
    def rank(self) -> int:
        fresh = [one.figure for one in self.values if one.figure and one.is_fresh]
        return min((RANKS.get(State(one.state), CALM) for one in fresh), default=SILENT)

    @property
    def is_unknown(self) -> bool:
        return not any(one.figure for one in self.values)

    @property
    def badge(self) -> tuple[str, str]:
        return LABELS[self.rank]

    @property
    def key(self) -> tuple[int, bool, str, int]:
        """Among the silent ones, those who once spoke come first."""
        return (self.rank, self.is_unknown, self.structure.name_key, self.structure.pk)


@dataclass(frozen=True)
class Total:
    """An indicator over the territory: what the fresh values give, and how many are missing.

    `level` is the one of its worst structure (rule 14); `critical`: how many are.
    """

    indicator: Indicator
    words: str
    level: str
    known: int
    expected: int
    critical: int
    value: Decimal | None
    as_of: datetime | None


@dataclass(frozen=True)
class Board:
    """The page of the territory's figures."""

    indicators: list[Indicator]
    rows: list[Row]
    totals: list[Total]
    counts: dict[str, int]
    count: int
    following: int | None

    @property
    def silent(self) -> int:
        return self.counts["silencieuse"]


def figures_board(cell: Cell, shown: Shown = EVERYTHING, *, after: int = 0) -> Board:
    """Everybody expected on the territory of `cell`: who has an account to say it, or once did.

    A constant number of statements. `after`: the structure that ended the page before. Totals
    and counts by state are those of the kind of structures chosen, whatever state is shown.
    """
    figures = Figure.objects.played_in(cell.crisis)
    structures = list(_of_kind(expected_of(cell), shown.kind))
    theirs = figures.filter(structure__in=[structure.pk for structure in structures])
    known = {(one.structure, one.indicator): one for one in told(theirs)}
    used = {indicator for _structure, indicator in known}
    counted = [one for one in indicators_in_use() if one.pk in used]
    indicators = tuned(counted, cell.territory_id)
    now = clock.now()
    every = [
        Row(one, [Value(what, known.get((one.pk, what.pk)), now) for what in indicators])
        for one in structures
    ]
    totals = [_total(what, every, at) for at, what in enumerate(indicators)]
    rows = sorted(_of_indicator(every, shown.indicator), key=lambda row: row.key)
    counts = {name: sum(row.rank == rank for row in rows) for name, rank in STATES.items()}
    kept = [row for row in rows if row.rank == STATES.get(shown.state, row.rank)]
    start = next((at + 1 for at, row in enumerate(kept) if row.structure.pk == after), 0)
    page = kept[start : start + PAGE]
    return Board(
        indicators=indicators,
        rows=page,
        totals=totals,
        counts=counts,
        count=len(rows),
        following=page[-1].structure.pk if start + PAGE < len(kept) else None,
    )


def expected_of(cell: Cell) -> StructureQuerySet:
    """Those that are expected to say their figures: somebody has an account, or once said."""
    managed = Grant.objects.in_force().filter(role=Office.MANAGER, structure__isnull=False)
    said = Figure.objects.played_in(cell.crisis)
    expected = Q(pk__in=managed.values("structure")) | Q(pk__in=said.values("structure"))
    return structures_of(cell).filter(expected).select_related("category", "commune")


def _of_kind(structures: StructureQuerySet, kind: str) -> StructureQuerySet:
    if kind == HOSPITAL:
        return structures.filter(category__in=HOSPITALS)
    return structures.exclude(category__in=HOSPITALS) if kind == RESIDENCE else structures


def _of_indicator(rows: Sequence[Row], slug: str) -> list[Row]:
    """With one figure only, those that declare it."""
    if not slug:
        return list(rows)
    kept = []
    for row in rows:
        values = [one for one in row.values if one.indicator.slug == slug]
        if any(one.figure or is_asked(one.indicator, row.structure) for one in values):
            kept.append(replace(row, values=values))
    return kept


def _total(indicator: Indicator, rows: Sequence[Row], at: int) -> Total:
    asked = [row for row in rows if row.values[at].figure or is_asked(indicator, row.structure)]
    fresh = [one.figure for row in asked if (one := row.values[at]).figure and one.is_fresh]
    said = summed(indicator, [one.value for one in fresh], expected=len(asked))
    critical = sum(one.state == State.CRITICAL for one in fresh)
    oldest = min((one.as_of for one in fresh), default=None)
    value, words, level = said
    return Total(indicator, words, level, len(fresh), len(asked), critical, value, oldest)
