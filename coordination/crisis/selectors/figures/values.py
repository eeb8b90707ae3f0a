"""The last values of structures: which are fresh, how old, what they say, what they come to."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast, Extract

from coordination.crisis import clock
from coordination.crisis.models import Cell, Figure, Indicator, Threshold
from coordination.crisis.models.indicator import State
from coordination.crisis.selectors.crisis_page import HOSPITALS
from directory.models import Structure, StructureQuerySet
from portal.territories.models import Territory

SCALE = {0: "normale", 1: "tendue", 2: "critique"}
# From the widest to the nearest.
NEARNESS = ("region", "department", "perimeter", "cpts", "epci", "commune", "arrondissement")
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

    @cached_property
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
        return f"il y a {hours}\u00a0h\u00a0{minutes:02}" if hours else f"il y a {minutes}\u00a0min"


def structures_of(cell: Cell) -> StructureQuerySet:
    """The open structures that `cell` looks after: its own, else those of its territory."""
    opened = Structure.objects.opened()
    if cell.structure_id:
        return opened.filter(pk=cell.structure_id)
    return opened.in_territories([cell.territory_id])


def indicators_for(structure: Structure) -> list[Indicator]:
    """What such a structure declares, in order, with the limits of its territory."""
    asked = [one for one in indicators_in_use() if is_asked(one, structure)]
    return tuned(asked, structure.commune_id)


def indicators_in_use() -> QuerySet[Indicator]:
    """Those that are counted, in order, with the nationwide limits."""
    return Indicator.objects.filter(is_active=True).order_by("rank", "slug")


def tuned(indicators: Iterable[Indicator], territory: int) -> list[Indicator]:
    """Copies that have the limits of `territory`, or of the nearest around: not to be saved."""
    around = Territory.objects.containing([territory]).values("pk")
    rows = list(Threshold.objects.filter(territory__in=around).select_related("territory"))
    widest_first = sorted(rows, key=lambda one: NEARNESS.index(one.territory.kind))
    own = {one.indicator_id: one for one in widest_first}
    found = []
    for indicator in map(copy, indicators):
        if limits := own.get(indicator.pk):
            indicator.watch_at, indicator.critical_at = limits.watch_at, limits.critical_at
            indicator.fresh_hours = limits.fresh_hours
        found.append(indicator)
    return found


def values_of(structure: Structure, cell: Cell | None = None) -> list[Value]:
    """The last values of a structure: the real ones, or those of the exercise of `cell`."""
    rows = Figure.objects.filter(structure=structure)
    rows = rows.played_in(cell.crisis) if cell else rows.filter(exercise=None)
    known = {one.indicator: one for one in told(rows)}
    now = clock.now()
    return [Value(one, known.get(one.pk), now) for one in indicators_for(structure)]


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


def told(figures: QuerySet[Figure]) -> Iterator[Told]:
    """Each figure, its instant in UTC. It is read as seconds: thousands of dates written as text
    are a sixth of the page."""
    seconds = Cast(Extract("as_of", "epoch", tzinfo=UTC), FloatField())
    rows = figures.values_list("structure", "indicator", "value", "state", seconds, "source")
    for structure, indicator, value, state, at, source in rows:
        yield Told(structure, indicator, value, state, datetime.fromtimestamp(at, UTC), source)


def summed(
    indicator: Indicator, values: Sequence[Decimal], *, expected: int
) -> tuple[Decimal | None, str, str]:
    """What fresh values come to: the number, its words, its colour. None is « inconnu ».

    The worst structure drives the colour, that of a sum too (rule 14), and what is not all known
    is never good: the silent ones may be worse.
    """
    if not values:
        return None, "inconnu", "unknown"
    higher = indicator.better == Indicator.Better.HIGHER
    worst = min(values) if higher else max(values)
    level = str(indicator.state_of(worst))
    if level == State.KNOWN:
        level = "progress"
    if level == State.GOOD and len(values) < expected:
        level = "unknown"
    if indicator.aggregation == Indicator.Aggregation.SUM:
        total = sum(values, Decimal(0))
        return total, words_of(indicator, total), level
    return worst, f"au pire {words_of(indicator, worst)}", level
