"""The search, loaded by the first process that searches.

The optimiser and what it brings (ortools, pandas, numpy) are a fifth of the start of a process
and a third of its memory; the pages and the messengers never search.
"""

from collections.abc import Callable
from importlib import import_module

from coordination.oncall.solver.outcome import Outcome, Settings, Watch
from coordination.oncall.solver.problem import Problem, Roster


def solve(
    problem: Problem,
    settings: Settings,
    *,
    start: Roster | None = None,
    watch: Watch | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """As `search.solve`, which this calls."""
    search = import_module("coordination.oncall.solver.search")
    found: Outcome = search.solve(
        problem, settings, start=start, watch=watch, should_stop=should_stop
    )
    return found
