"""The week of a line in a few words."""

from datetime import datetime, timedelta
from typing import Any

from coordination.oncall.models import Line, Swap
from coordination.oncall.selectors.plans.gaps import weak_slots
from coordination.oncall.selectors.wording import period_said

DAYS = timedelta(days=7)
SHOWN = 12


def week_of_line(line: Line, now: datetime) -> dict[str, Any]:
    """What lacks, what is fragile and what looks for a taker in the seven days from `now`."""
    weak = weak_slots([line], (now, now + DAYS))
    swaps = Swap.objects.pending().filter(shift__line=line, period__startswith__lt=now + DAYS)
    rows = swaps.select_related("giver", "shift__sector").order_by("deadline")[:SHOWN]
    return {
        "line": str(line),
        "holes": [one.words for one in weak if one.kind == "hole"][:SHOWN],
        "fragile": [one.words for one in weak if one.kind == "fragile"][:SHOWN],
        "swaps": [f"{one.giver}, {period_said(one.period)}, {one.shift.sector}" for one in rows],
    }
