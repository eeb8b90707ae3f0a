"""What the structures of a territory told: tiles, silent ones, days of protective equipment."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Cell, Figure, Indicator
from coordination.crisis.selectors.figures.board import CALM, SILENT, Row
from coordination.crisis.selectors.figures.values import Value, is_asked, summed, told
from directory.models import Structure
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory

SHOWN, FIRST = 40, 6
# Days of stock are read exactly by the cell and by who declared them; elsewhere as bands (rule 19).
STOCKS = ("masks_days", "gowns_days", "gloves_days", "oxygen_days")
BANDS = ("moins de 3\u00a0jours", "de 3 à 7\u00a0jours", "plus de 7\u00a0jours", "inconnu")
FEW_DAYS, ENOUGH_DAYS = 3, 7
# The worst drives the tile; what is not known is never good (rule 14).
WORST = ("critical", "watch", "unknown", "progress", "good")


@dataclass(frozen=True)
class Tile:
    """An indicator over the territory: `age` is that of the oldest value that counts."""

    indicator: Indicator
    words: str
    level: str
    known: int
    expected: int
    age: str


@dataclass(frozen=True)
class Stock:
    """How many structures are in each band of days; the last count is of the unknown."""

    indicator: Indicator
    counts: list[int]

    @property
    def level(self) -> str:
        few, some, enough, unknown = self.counts
        if few:
            return "critical"
        if some:
            return "watch"
        return "unknown" if unknown or not enough else "good"


@dataclass(frozen=True)
class Named:
    """A structure that the reader may know by its name: `news` is the age of its last figure."""

    row: Row

    @property
    def news(self) -> str:
        known = [one for one in self.row.values if one.figure]
        last = max(known, key=lambda one: one.figure.as_of, default=None)  # type: ignore[union-attr]
        return last.age if last else ""


@dataclass(frozen=True)
class Told:
    """What is known of the structures: `rows` name them, for who may read names only."""

    tiles: list[Tile]
    stocks: list[Stock]
    rows: list[Named]
    count: int
    silent: int
    critical: int
    fresh: int

    @property
    def first(self) -> list[Named]:
        """Those read at once; `more` unfold."""
        return self.rows[:FIRST]

    @property
    def more(self) -> list[Named]:
        return self.rows[FIRST:]


def reads_names(user: User, territory: Territory) -> bool:
    """The ARS there, and who reads the log of an active cell that holds, or lies within, it."""
    if user.has_role((Role.ARS, Role.ADMINISTRATOR), territory):
        return True
    around = Territory.objects.containing([territory.pk]).values("pk")
    mine = Cell.objects.with_log_for(user).active()
    return mine.filter(territory__in=around, structure=None).exists()


def told_in(territory: Territory, *, named: bool) -> Told:
    """The real figures of the structures of `territory`, in three statements.

    `named`: the silent ones, then those in difficulty, are in `rows`, forty at most.
    """
    structures = Structure.objects.opened().in_territories([territory.pk])
    indicators, rows = _told_rows(structures, Figure.objects.filter(exercise=None))
    columns = list(enumerate(indicators))
    ranks = Counter(row.rank for row in rows)
    worth = [row for row in rows if row.rank != CALM]
    return Told(
        tiles=[_tile(one, rows, at) for at, one in columns if one.slug not in STOCKS],
        stocks=[_stock(one, rows, at) for at, one in columns if one.slug in STOCKS],
        rows=[Named(row) for row in worth[:SHOWN]] if named else [],
        count=len(rows),
        silent=ranks[SILENT],
        critical=sum(count for rank, count in ranks.items() if rank not in (SILENT, CALM)),
        fresh=len(rows) - ranks[SILENT],
    )


def _told_rows(
    structures: QuerySet[Structure], figures: QuerySet[Figure]
) -> tuple[list[Indicator], list[Row]]:
    """Those of which figures are expected, silent first, then the worst: three statements.

    Expected: whoever has an account to say it, or once did.
    """
    managed = Grant.objects.in_force().filter(role=Role.MANAGER, structure__isnull=False)
    expected = Q(pk__in=managed.values("structure")) | Q(pk__in=figures.values("structure"))
    found = list(structures.filter(expected).select_related("category", "commune"))
    theirs = figures.filter(structure__in=[structure.pk for structure in found])
    known = {(one.structure, one.indicator): one for one in told(theirs)}
    used = {indicator for _structure, indicator in known}
    active = Indicator.objects.filter(is_active=True).order_by("rank")
    indicators = [one for one in active if one.pk in used]
    now = clock.now()
    rows = [
        Row(one, [Value(what, known.get((one.pk, what.pk)), now) for what in indicators])
        for one in found
    ]
    return indicators, sorted(rows, key=lambda row: (row.rank != SILENT, row.key))


def _tile(indicator: Indicator, rows: list[Row], at: int) -> Tile:
    asked = _asked(indicator, rows, at)
    levels = {value.level for value in asked}
    fresh = [value for value in asked if value.figure is not None and value.is_fresh]
    oldest = min(fresh, key=lambda one: one.figure.as_of, default=None)  # type: ignore[union-attr]
    level = next((one for one in WORST if one in levels), "unknown")
    age = f"la plus ancienne {oldest.age}" if oldest else ""
    values = [value.figure.value for value in fresh if value.figure is not None]
    _value, words, _level = summed(indicator, values, expected=len(asked))
    return Tile(indicator, words, level, len(fresh), len(asked), age)


def _stock(indicator: Indicator, rows: list[Row], at: int) -> Stock:
    bands = Counter(_band(value) for value in _asked(indicator, rows, at))
    return Stock(indicator, [bands[one] for one in range(len(BANDS))])


def _asked(indicator: Indicator, rows: list[Row], at: int) -> list[Value]:
    return [
        row.values[at]
        for row in rows
        if row.values[at].figure or is_asked(indicator, row.structure)
    ]


def _band(value: Value) -> int:
    if value.figure is None or not value.is_fresh:
        return 3
    days = value.figure.value
    return 0 if days < FEW_DAYS else 1 if days <= ENOUGH_DAYS else 2
