"""Hours held in any rolling window, as sums over the places that meet it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from coordination.oncall.solver.problem import Limit

MINUTE = timedelta(minutes=1)
Span = tuple[datetime, datetime]


def hours_limits(
    rule: str,
    spans: Mapping[str, Span],
    done: Iterable[Span],
    window: timedelta,
    hours: float,
    cost: int | None,
) -> list[Limit]:
    """At most `hours` in each window; what is `done` already counts.

    The sum can only peak where a window begins with a duty or ends with one; a window whose
    places are all in another one, for as long, says nothing more.
    """
    settled = list(done)
    marks = {start for start, _ in (*spans.values(), *settled)}
    marks |= {end - window for _, end in (*spans.values(), *settled)}
    most = round(hours * 60)
    found: dict[tuple[tuple[str, int], ...], int] = {}
    for start in sorted(marks):
        frame = (start, start + window)
        inside = {key: _common(span, frame) for key, span in spans.items()}
        counted = tuple(sorted((key, minutes) for key, minutes in inside.items() if minutes))
        left = max(most - sum(_common(span, frame) for span in settled), 0)
        if sum(minutes for _, minutes in counted) > left:
            found[counted] = min(left, found.get(counted, left))
    return [Limit(rule, dict(counted), most=left, cost=cost) for counted, left in found.items()]


def _common(span: Span, frame: Span) -> int:
    return max(round((min(span[1], frame[1]) - max(span[0], frame[0])) / MINUTE), 0)
