"""The figures of a territory: silent structures first, then the worst; each with its age."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Cell, Figure, Indicator
from coordination.crisis.models.indicator import State
from coordination.crisis.selectors.crisis_page import HOSPITALS
from directory.models import Structure, StructureQuerySet
from portal.accounts.models import Grant
from portal.accounts.models import Role as Office

PAGE = 25
# Silence first, then the worst: silence is never good news (rule 14).
SILENT, CRITICAL, WATCH, CALM = range(4)
RANKS = {State.CRITICAL: CRITICAL, State.WATCH: WATCH}
LABELS = {
    SILENT: ("unknown", "Silencieuse"),
    CRITICAL: ("critical", "Critique"),
    WATCH: ("watch", "Tendue"),
    CALM: ("good", "Rien d’alarmant"),
}
SCALE = {0: "normale", 1: "tendue", 2: "critique"}
SHORT_DAY = timedelta(hours=24)


class Told(NamedTuple):
    """What the pages read of a `Figure`: a territory has thousands, too many to build models."""

    structure: int
    indicator: int
    value: Decimal
    state: str
    as_of: datetime
    source: str


@dataclass(frozen=True)
class Value:
    """One value of one structure: `figure` is None when nothing was ever said."""

    indicator: Indicator
    figure: Told | None
    now: datetime

    @property
    def is_fresh(self) -> bool:
        limit = timedelta(hours=self.indicator.fresh_hours)
        return self.figure is not None and self.now - self.figure.as_of <= limit

    @property
    def level(self) -> str:
        """The colour: grey as soon as nothing fresh is known."""
        if self.figure is None or not self.is_fresh:
            return "unknown"
        return "progress" if self.figure.state == State.KNOWN else self.figure.state

    @property
    def words(self) -> str:
        return words_of(self.indicator, self.figure.value) if self.figure else "inconnu"

    @property
    def age(self) -> str:
        """How old it is, in the words of rule 14."""
        if self.figure is None:
            return ""
        since = self.now - self.figure.as_of
        if since >= SHORT_DAY:
            return f"donnée de J-{since.days}"
        hours, minutes = divmod(max(0, int(since.total_seconds()) // 60), 60)
        return f"il y a {hours} h {minutes:02}" if hours else f"il y a {minutes} min"


@dataclass(frozen=True)
class Row:
    """A structure and its values, in the order of the columns."""

    structure: Structure
    values: list[Value]

    @property
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
    """An indicator over the territory: what the fresh values give, and how many are missing."""

    indicator: Indicator
    words: str
    level: str
    known: int
    expected: int


@dataclass(frozen=True)
class Board:
    """The page of the territory's figures."""

    indicators: list[Indicator]
    rows: list[Row]
    totals: list[Total]
    silent: int
    count: int
    following: int | None


def structures_of(cell: Cell) -> StructureQuerySet:
    """The open structures that `cell` looks after: its own, else those of its territory."""
    opened = Structure.objects.opened()
    if cell.structure_id:
        return opened.filter(pk=cell.structure_id)
    return opened.in_territories([cell.territory_id])


def indicators_for(structure: Structure) -> list[Indicator]:
    """What such a structure declares, in order."""
    active = Indicator.objects.filter(is_active=True).order_by("rank")
    return [one for one in active if is_asked(one, structure)]


def values_of(structure: Structure, cell: Cell | None = None) -> list[Value]:
    """The last values of a structure: the real ones, or those of the exercise of `cell`."""
    rows = Figure.objects.filter(structure=structure)
    rows = rows.played_in(cell.crisis) if cell else rows.filter(exercise=None)
    known = {one.indicator: one for one in _told(rows)}
    now = clock.now()
    return [Value(one, known.get(one.pk), now) for one in indicators_for(structure)]


def figures_board(cell: Cell, *, after: int = 0) -> Board:
    """Everybody expected on the territory of `cell`: who has an account to say it, or once did.

    A constant number of statements. `after`: the structure that ended the page before.
    """
    figures = Figure.objects.played_in(cell.crisis)
    managed = Grant.objects.in_force().filter(role=Office.MANAGER, structure__isnull=False)
    expected = Q(pk__in=managed.values("structure")) | Q(pk__in=figures.values("structure"))
    expected_ones = structures_of(cell).filter(expected)
    structures = list(expected_ones.select_related("category", "commune"))
    theirs = figures.filter(structure__in=[structure.pk for structure in structures])
    known = {(one.structure, one.indicator): one for one in _told(theirs)}
    used = {indicator for _structure, indicator in known}
    active = Indicator.objects.filter(is_active=True).order_by("rank")
    indicators = [one for one in active if one.pk in used]
    now = clock.now()
    rows = sorted(
        (
            Row(one, [Value(what, known.get((one.pk, what.pk)), now) for what in indicators])
            for one in structures
        ),
        key=lambda row: row.key,
    )
    start = next((at + 1 for at, row in enumerate(rows) if row.structure.pk == after), 0)
    page = rows[start : start + PAGE]
    return Board(
        indicators=indicators,
        rows=page,
        totals=[_total(what, rows, at) for at, what in enumerate(indicators)],
        silent=sum(row.rank == SILENT for row in rows),
        count=len(rows),
        following=page[-1].structure.pk if start + PAGE < len(rows) else None,
    )


def plain(value: Decimal) -> str:
    """The number as it is written in French: 12, or 3,5."""
    return f"{value.normalize():f}".replace(".", ",")


def words_of(indicator: Indicator, value: Decimal) -> str:
    """The value as it is read: 12 lits, 3,5 jours, tendue."""
    if indicator.is_scale:
        return SCALE.get(int(value), str(value))
    unit = indicator.unit.removesuffix("s") if value < 2 else indicator.unit
    return f"{plain(value)}\u00a0{unit}" if unit else plain(value)


def is_asked(indicator: Indicator, structure: Structure) -> bool:
    """Whether such a structure declares it."""
    hospital = structure.category_id in HOSPITALS
    mine = Indicator.Audience.HOSPITAL if hospital else Indicator.Audience.RESIDENCE
    return indicator.audience in (Indicator.Audience.ALL, mine)


def _told(figures: QuerySet[Figure]) -> Iterator[Told]:
    return map(Told._make, figures.values_list(*Told._fields))


def summed(
    indicator: Indicator, values: Sequence[Decimal], *, expected: int
) -> tuple[Decimal | None, str, str]:
    """What fresh values come to: the number, its words, its colour. None is « inconnu ».

    Sums are only known; otherwise the worst drives the colour (rule 14), and what is not all
    known is never good: the silent ones may be worse.
    """
    if not values:
        return None, "inconnu", "unknown"
    if indicator.aggregation == Indicator.Aggregation.SUM:
        total = sum(values, Decimal(0))
        return total, words_of(indicator, total), "progress"
    higher = indicator.better == Indicator.Better.HIGHER
    worst = min(values) if higher else max(values)
    level = str(indicator.state_of(worst))
    if level == State.KNOWN:
        level = "progress"
    if level == State.GOOD and len(values) < expected:
        level = "unknown"
    return worst, f"au pire {words_of(indicator, worst)}", level


def _total(indicator: Indicator, rows: Iterable[Row], at: int) -> Total:
    asked = [row for row in rows if row.values[at].figure or is_asked(indicator, row.structure)]
    values = [row.values[at] for row in asked]
    fresh = [one.figure.value for one in values if one.figure and one.is_fresh]
    _value, words, level = summed(indicator, fresh, expected=len(asked))
    return Total(indicator, words, level, len(fresh), len(asked))
