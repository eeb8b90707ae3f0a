"""What a situation report takes of the figures: value, source, age; unknown is not zero."""

from coordination.crisis.models import Indicator
from coordination.crisis.selectors.figures.board import Total, figures_board
from coordination.crisis.sources import Figure, Window, provide_figures

SILENT = "structures_silent"


def territory_figures(window: Window) -> list[Figure]:
    """The totals of the territory of the cell, and how many structures say nothing."""
    board = figures_board(window.cell)
    if not board.count:
        return []
    silent = Figure(
        code=SILENT, label="Structures silencieuses", value=board.silent,
        source=f"portail, sur {board.count} attendues", as_of=window.until,
    )  # fmt: skip
    return [*(_figure(one) for one in board.totals), silent]


def _figure(total: Total) -> Figure:
    indicator, summed = total.indicator, total.indicator.aggregation == Indicator.Aggregation.SUM
    label = indicator.label if summed else f"{indicator.label}, au pire"
    if indicator.is_scale:
        label += " (0 normale, 1 tendue, 2 critique)"
    return Figure(
        code=indicator.slug,
        label=label,
        value=total.value,
        source=f"{total.known} structure{'s' if total.known > 1 else ''} sur {total.expected}",
        # The oldest of what was counted: a total is as old as its oldest part.
        as_of=total.as_of,
        unit=indicator.unit,
        fresh_hours=indicator.fresh_hours,
        is_count=summed,
    )


provide_figures(territory_figures)
