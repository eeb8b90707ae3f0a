"""Geometry of the small pictures drawn by the server: values in, SVG coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Bar:
    """One horizontal bar: `width` in hundredths of the greatest value."""

    label: str
    value: float
    width: float
    share: str
    note: str


def bars(rows: Sequence[tuple], *, greatest: float | None = None) -> list[Bar]:
    """Bars of `rows` (label, value[, note]), on the scale of `greatest` or of the largest value."""
    top = greatest or max((row[1] or 0 for row in rows), default=0) or 1
    return [
        Bar(
            label=str(row[0]),
            value=row[1] or 0,
            width=round(100 * min((row[1] or 0) / top, 1), 2),
            share="",
            note=str(row[2]) if len(row) > 2 else "",
        )
        for row in rows
    ]


def funnel(rows: Sequence[tuple]) -> list[Bar]:
    """Bars of successive steps, each with its share of the step before."""
    drawn, before = [], None
    for bar in bars(rows, greatest=max((row[1] or 0 for row in rows), default=0) or 1):
        share = "" if not before else f"{round(100 * bar.value / before)}\u00a0% de l’étape d’avant"
        drawn.append(Bar(bar.label, bar.value, bar.width, share, bar.note))
        before = bar.value
    return drawn


def line(values: Sequence[float], *, width: int = 120, height: int = 32) -> str:
    """Points of a polyline for `values`, inside a box with a margin of 2."""
    if not values:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (width - 4) / max(len(values) - 1, 1)
    return " ".join(
        f"{2 + rank * step:.1f},{height - 2 - (height - 4) * (value - low) / span:.1f}"
        for rank, value in enumerate(values)
    )


def plain_number(value: float) -> str:
    """`12 345`, `3,5`: figures as French people write them."""
    if float(value).is_integer():
        return f"{int(value):,}".replace(",", "\u202f")
    return f"{value:,.1f}".replace(",", "\u202f").replace(".", ",")


def timed_line(
    values: Sequence[tuple[datetime, float]],
    *,
    since: datetime,
    until: datetime,
    top: float,
    size: tuple[int, int],
) -> str:
    """Points of a polyline for (instant, value), each at its own time; 0 is the bottom."""
    width, height = size
    whole = (until - since).total_seconds() or 1
    return " ".join(
        f"{width * (at - since).total_seconds() / whole:.1f},{height * (1 - value / top):.1f}"
        for at, value in values
    )
