"""The limits of each indicator on a territory: its own, or the nationwide ones."""

from dataclasses import dataclass

from coordination.crisis.models import Cell, Indicator, Threshold
from coordination.crisis.selectors.figures.values import indicators_in_use, tuned, words_of


@dataclass(frozen=True)
class Limits:
    """One indicator as the territory reads it; `own` is None when nothing is its own."""

    indicator: Indicator
    own: Threshold | None

    @property
    def watch(self) -> str:
        """In words."""
        value = self.indicator.watch_at
        return "sans seuil" if value is None else words_of(self.indicator, value)

    @property
    def critical(self) -> str:
        """In words."""
        value = self.indicator.critical_at
        return "sans seuil" if value is None else words_of(self.indicator, value)


def limits_of(cell: Cell) -> list[Limits]:
    """Every indicator in use, with the limits in force on the territory of `cell`."""
    rows = Threshold.objects.filter(territory=cell.territory_id).select_related("set_by")
    own = {one.indicator_id: one for one in rows}
    used = tuned(indicators_in_use(), cell.territory_id)
    return [Limits(one, own.get(one.pk)) for one in used]


def limits_named(cell: Cell, slug: str) -> Limits | None:
    """Those of one indicator; None when it is not in use. A scale of words has no limits."""
    found = (one for one in limits_of(cell) if one.indicator.slug == slug)
    return next((one for one in found if not one.indicator.is_scale), None)
