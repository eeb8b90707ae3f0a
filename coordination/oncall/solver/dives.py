"""From columns to rosters: dives, columns put together whole, and every one near the bound."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ortools.sat.python import cp_model

from coordination.oncall.solver.columns import Columns
from coordination.oncall.solver.master import Column
from coordination.oncall.solver.mixture import Mixture
from coordination.oncall.solver.outcome import Board, Settings
from coordination.oncall.solver.problem import Roster

# A CP-SAT choice among columns: not more of them, nor longer (deterministic units).
MOST_NEAR = 6_000
# Beyond that part of the bound, too many columns are near it to list them.
NEAR = 0.005
# Unless there are but so many days of people in all.
FEW = 250
MOST_MIXED = 12_000
MIX_EFFORT = 2.0
MIX_SECONDS = 5.0
MIX_TURNS = 20
# How much of the best roster stays while the rest is dived for again, in turn.
KEPT = (0.0, 0.7, 0.5, 0.8, 0.6, 0.7, 0.4, 0.8, 0.6, 0.5)


@dataclass(frozen=True)
class Hooks:
    """What the search that runs the dives does for them: a roster's price, whether it is over,
    the count of the work done."""

    price: Callable[[Roster], int]
    is_over: Callable[[], bool]
    spend: Callable[[float], None]


class Dives:
    """Rosters of one problem by its columns, until the bound is met or it is over."""

    def __init__(
        self,
        columns: Columns,
        board: Board,
        settings: Settings,
        hooks: Hooks,
    ) -> None:
        self.columns, self.board, self.settings = columns, board, settings
        self.price, self.is_over, self.spend = hooks.price, hooks.is_over, hooks.spend
        self.random = Random(settings.seed)  # noqa: S311 - a search, not a secret
        self.best: Roster = {}
        self.cost = 0
        self.tried_near: int | None = None

    def run(self, roster: Roster) -> Roster:
        """The best roster found, from `roster` on."""
        self.best, self.cost = roster, self.price(roster)
        self.columns.learn(roster)
        while not self.is_over() and self.columns.advance():
            self.board.raise_bound(self.columns.whole_bound)
            self.spend(self.columns.worked())
        self.board.raise_bound(self.columns.whole_bound)
        turn = 0
        while not self.is_over():
            self._dive(KEPT[turn % len(KEPT)])
            if not self.is_over():
                self._close()
            turn += 1
            if turn % MIX_TURNS == 0 and not self.is_over():
                gap = self.cost - 1 - self.columns.bound
                self._mix(Mixture(self.columns.problem, self._some(gap)), is_all=False)
        return self.best

    def _dive(self, kept: float) -> None:
        ranks = self.columns.ranks_of(self.best) if kept else {}
        people = sorted(ranks)
        stay = self.random.sample(people, round(len(people) * kept))
        found = self.columns.dive(self.random, kept={at: ranks[at] for at in stay},
                                  is_over=self.is_over)  # fmt: skip
        self.spend(self.columns.worked())
        if found is not None:
            self._offer(found)

    def _offer(self, roster: Roster) -> None:
        if (cost := self.price(roster)) < self.cost:
            self.best, self.cost = roster, cost
            self.columns.learn(roster)
            self.board.offer(roster, cost)

    def _close(self) -> None:
        """When few columns are near enough the bound to do better, they are all tried."""
        gap = self.cost - 1 - self.columns.bound
        problem = self.columns.problem
        is_small = problem.days * len(problem.people) <= FEW
        is_near = is_small or gap <= max(NEAR * self.columns.bound, 5)
        if self.tried_near == self.cost or not is_near:
            return
        self.tried_near = self.cost
        columns = self.columns.near(gap, MOST_NEAR)
        if columns is not None:
            self._mix(Mixture(self.columns.problem, columns), is_all=True)

    def _some(self, gap: float) -> list[Column]:
        return self.columns.useful(gap)[:MOST_MIXED]

    def _mix(self, mixture: Mixture, *, is_all: bool) -> None:
        """A better choice among these columns; when they are all there is, what none beats."""
        if is_all:
            mixture.cp.add(mixture.total <= self.cost - 1)
        else:
            mixture.hint(self.best)
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.settings.seed
        solver.parameters.num_workers = self.settings.workers
        solver.parameters.interleave_search = self.settings.effort is not None
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = MIX_EFFORT
        left = self.settings.seconds - self.board.seconds
        if self.settings.effort is None:
            left = min(left, MIX_SECONDS)
        solver.parameters.max_time_in_seconds = max(left, 0.1)
        status = solver.solve(mixture.cp)
        self.spend(solver.response_proto.deterministic_time)
        cost = self.cost
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._offer(mixture.read(solver))
        if is_all and status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            self.board.raise_bound(self.cost if status == cp_model.OPTIMAL else cost)
