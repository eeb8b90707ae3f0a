"""What those outside the cell may know: totals, days of protection by band, few is masked."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from coordination.crisis import clock
from coordination.crisis.models import Cell, Figure, Indicator, SitrepFigure
from coordination.crisis.selectors.figures.board import expected_of
from coordination.crisis.selectors.figures.values import (
    indicators_in_use,
    is_asked,
    told,
    tuned,
    words_of,
)
from directory.models import Structure

# Days of cover ahead (rule 19).
BANDS = ("moins de 3 jours", "de 3 à 7 jours", "plus de 7 jours")
LOW, ENOUGH = 3, 7
DAYS = "jours"


@dataclass(frozen=True)
class Share:
    """One figure as others read it: `rows` are words and numbers already masked."""

    indicator: Indicator
    rows: list[tuple[str, str]]


def few(count: int) -> str:
    """A count as partners and the public read it (rule 23)."""
    return f"moins de {SitrepFigure.FEW}" if 0 < count < SitrepFigure.FEW else str(count)


def band_of(days: Decimal) -> str:
    """The band of a number of days of cover: three days and seven are of the second."""
    if days < LOW:
        return BANDS[0]
    return BANDS[1] if days <= ENOUGH else BANDS[2]


def shared_figures(cell: Cell) -> list[Share]:
    """Every figure in use, without the name or the value of any structure: four statements."""
    structures = list(expected_of(cell))
    theirs = Figure.objects.played_in(cell.crisis).filter(
        structure__in=[one.pk for one in structures]
    )
    now = clock.now()
    fresh: dict[int, list[Decimal]] = {}
    indicators = tuned(indicators_in_use(), cell.territory_id)
    limits = {one.pk: timedelta(hours=one.fresh_hours) for one in indicators}
    for one in told(theirs):
        if one.indicator in limits and now - one.as_of <= limits[one.indicator]:
            fresh.setdefault(one.indicator, []).append(one.value)
    return [_share(one, fresh.get(one.pk, []), structures) for one in indicators]


def _share(indicator: Indicator, values: list[Decimal], structures: list[Structure]) -> Share:
    expected = sum(is_asked(indicator, one) for one in structures)
    silent = ("structures sans chiffre récent", few(max(0, expected - len(values))))
    if indicator.unit == DAYS:
        bands = [band_of(one) for one in values]
        counts = [(label, few(bands.count(label))) for label in BANDS]
        return Share(indicator, [*counts, silent])
    if indicator.aggregation == Indicator.Aggregation.SUM and values:
        total = sum(values, Decimal(0))
        masked = 0 < total < SitrepFigure.FEW
        words = few(int(total)) if masked else words_of(indicator, total)
        return Share(indicator, [("total connu", words), silent])
    states = [indicator.state_of(one).label for one in values]
    said = [(label, few(states.count(label))) for label in dict.fromkeys(states)]
    return Share(indicator, [*said, silent])
