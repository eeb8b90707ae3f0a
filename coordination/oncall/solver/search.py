"""The search: a first roster person by person, then parts freed and solved again, while a
second thread raises the bound of the whole problem."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from math import ceil
from threading import Thread
from typing import Any

from ortools.sat.python import cp_model

from coordination.oncall.solver.anneal import MOVE, Annealing
from coordination.oncall.solver.columns import columns_of
from coordination.oncall.solver.construct import can_be_filled, fill
from coordination.oncall.solver.dives import Dives, Hooks
from coordination.oncall.solver.model import build
from coordination.oncall.solver.neighbourhood import Choice, around
from coordination.oncall.solver.outcome import Board, Outcome, Settings, Watch
from coordination.oncall.solver.problem import Problem, Roster, canonical
from coordination.oncall.solver.relaxation import Relaxation
from coordination.oncall.solver.score import score
from coordination.oncall.solver.variables import Model

# A rule that cannot be kept costs more than anything else, without drowning the numbers.
BROKEN_COST = 1_000_000
PART_EFFORT = 0.6
# Up to so many Booleans the whole problem is solved at once first, for this part of the time.
WHOLE_FIRST = 3_000
WHOLE_PART = 0.4
# What the walk takes of the time left, and no more moves than that.
WALK_PART = 0.8
MOST_MOVES = 50_000_000
LARGEST_WHOLE = 400_000
# On rosters these two, which lean on the linear relaxation, find and prove sooner together
# than the default portfolio (measured on the public instances).
PAIR = ("max_lp", "lb_tree_search")


def solve(
    problem: Problem,
    settings: Settings,
    *,
    start: Roster | None = None,
    watch: Watch | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """The best roster found within the settings; always one, never an exception.

    `watch` is called in this thread about each second; `should_stop` too, and ends the search
    with the best so far.
    """
    ordered = canonical(problem)
    board = Board()
    search = _Search(ordered, settings, board, start)
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(search.run)
        try:
            is_stopped = _wait(running, board, settings, watch, should_stop)
        finally:
            board.stop.set()
            search.interrupt()
        running.result()
    if watch is not None:
        watch(board.progress())
    roster = board.roster or {}
    account = score(ordered, roster)
    return Outcome(
        roster=roster,
        objective=account.objective,
        bound=min(board.bound, account.objective),
        seconds=round(board.seconds, 2),
        first_seconds=round(board.first_seconds, 2),
        is_proven=board.is_proven and not account.broken,
        is_stopped=is_stopped,
        broken=account.broken,
    )


def _wait(
    running: Future[None],
    board: Board,
    settings: Settings,
    watch: Watch | None,
    should_stop: Callable[[], bool] | None,
) -> bool:
    """Until the improving thread ends, the clock runs out or somebody stops it (True)."""
    while not running.done():
        left = settings.seconds - board.seconds
        wait([running], timeout=max(min(1.0, left), 0.1))
        if watch is not None:
            watch(board.progress())
        if should_stop is not None and should_stop():
            return True
        if left <= 0 and board.roster is not None:
            return False
    return False


class _Search:
    """The two threads of one search, and the CP-SAT searches they run."""

    def __init__(
        self, problem: Problem, settings: Settings, board: Board, start: Roster | None
    ) -> None:
        self.problem, self.settings, self.board = problem, settings, board
        self.start = start or {}
        self.running: list[cp_model.CpSolver] = []
        self.relaxation: Relaxation | None = None
        self.is_closing = False
        self.effort = 0.0
        self.relaxed: frozenset[str] = frozenset()

    def interrupt(self) -> None:
        """What runs stops as soon as it can."""
        self.is_closing = True
        for solver in list(self.running):
            solver.stop_search()
        if self.relaxation is not None:
            self.relaxation.stop()

    def run(self) -> None:
        """A first roster, then better ones until proof, effort or stop."""
        has_shares = any(person.share is not None for person in self.problem.people)
        columns = None if has_shares else columns_of(self.problem)
        hooks = Hooks(self._price, self._is_over, self._spend)
        if columns is not None and not can_be_filled(self.problem):
            roster = columns.greedy()
        else:
            roster = self._first()
        self._offer(roster)
        if columns is not None:
            Dives(columns, self.board, self.settings, hooks).run(roster)
            return
        size = sum(len(self.problem.duties) - len(one.bars) for one in self.problem.people)
        if size <= WHOLE_FIRST and not self._is_over():
            self._solve_whole(roster)
        if self._is_over():
            return
        prover = Thread(target=self._prove, daemon=True)
        if self.settings.workers > 1 and size <= LARGEST_WHOLE:
            prover.start()
        roster = self.board.roster or roster
        if size > WHOLE_FIRST and can_be_filled(self.problem) and not self.relaxed:
            roster = self._anneal(roster)
        self._improve(roster)
        self.interrupt()
        if prover.is_alive():
            prover.join()

    def _anneal(self, roster: Roster) -> Roster:
        """A long walk by small exchanges: by the clock, or by as many moves each time."""
        settings, began = self.settings, self.board.seconds
        walk = Annealing(self.problem, roster, seed=settings.seed)
        moves = MOST_MOVES
        if settings.effort is not None:
            moves = max(int((settings.effort - self.effort) * WALK_PART / MOVE), 1)
        span = max((settings.seconds - began) * WALK_PART, 0.1)

        def part() -> float:
            is_timed = settings.effort is None
            return (self.board.seconds - began) / span if is_timed else 0.0

        walk.run(moves=moves, is_over=self._is_over, until=part, found=self._offer)
        self.effort += walk.moves * MOVE
        self._offer(walk.roster())
        return self.board.roster or roster

    def _improve(self, roster: Roster) -> None:
        choice = Choice(self.problem, seed=self.settings.seed)
        price = self._price(roster)
        while not self._is_over():
            roster, price = self._best_of(roster, price)
            people, days = choice.next(roster)
            part = around(self.problem, roster, people, days)
            found, is_proven = self._solve_part(part, roster, seed=choice.random.getrandbits(30))
            moved = {**roster, **(found or {})}
            # A part that is not solved to the end may come back worse than it went.
            if (new := self._price(moved)) <= price:
                roster, price = moved, new
                self.board.offer(roster, price)
            choice.learn(was_proven=is_proven)

    def _best_of(self, roster: Roster, price: int) -> tuple[Roster, int]:
        """What the proving thread found, when a clock rules and it is better than `roster`."""
        best, found = self.board.objective, self.board.roster
        if self.settings.effort is not None or best is None or found is None or best >= price:
            return roster, price
        return found, best

    def _is_over(self) -> bool:
        if self.board.stop.is_set() or self.board.is_proven:
            return True
        return self.settings.effort is not None and self.effort >= self.settings.effort

    def _spend(self, work: float) -> None:
        self.effort += work

    def _offer(self, roster: Roster) -> None:
        self.board.offer(roster, self._price(roster))

    def _price(self, roster: Roster) -> int:
        account = score(self.problem, roster)
        broken = sum(one.amount for one in account.broken)
        return account.objective + BROKEN_COST * broken

    def _first(self) -> Roster:
        """Duty by duty when that is enough; else each one in turn, the least free first, takes
        what is best with the others settled."""
        if can_be_filled(self.problem):
            return fill(self.problem, self.start)
        roster: Roster = dict(self.start)
        waiting = sorted(self.problem.people, key=lambda one: (-len(one.bars), one.key))
        for person in waiting:
            part = around(self.problem, roster, frozenset({person.key}))
            found, _ = self._solve_part(part, roster, seed=self.settings.seed)
            if found is None:
                self.relaxed |= {person.key}
                found, _ = self._solve_part(part, {}, seed=self.settings.seed)
            roster = {**roster, **(found or {person.key: person.fixed})}
        return roster

    def _solve_part(
        self, part: Problem, roster: Roster, *, seed: int
    ) -> tuple[Roster | None, bool]:
        model = self._build(part)
        model.hint(roster)
        solver = _solver(seed=seed, effort=PART_EFFORT)
        status = self._run(solver, model)
        if status == cp_model.UNKNOWN:
            return None, False
        self.effort += solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, False
        return _read(solver, model), status == cp_model.OPTIMAL

    def _run(self, solver: cp_model.CpSolver, model: Model, callback: Any = None) -> Any:
        if self.board.stop.is_set() and self.board.roster is not None:
            return cp_model.UNKNOWN
        self.running.append(solver)
        status = solver.solve(model.cp, callback)
        self.running.remove(solver)
        return status

    def _solve_whole(self, roster: Roster) -> None:
        """All at once, on all the workers; in step when the same roster is promised."""
        settings = self.settings
        model = self._build(self.problem)
        model.hint(roster)
        solver = _solver(seed=settings.seed, effort=None)
        solver.parameters.num_workers = settings.workers
        solver.parameters.subsolvers.extend(PAIR)
        if settings.effort is not None:
            solver.parameters.interleave_search = True
            solver.parameters.max_deterministic_time = settings.effort * WHOLE_PART
        solver.parameters.max_time_in_seconds = max(
            (settings.seconds - self.board.seconds) * WHOLE_PART, 0.1
        )
        solver.best_bound_callback = lambda bound: self.board.raise_bound(_whole(bound))
        status = self._run(solver, model, _Found(self, model))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._offer(_read(solver, model))
            self.board.raise_bound(_whole(solver.best_objective_bound))
            self.effort += solver.response_proto.deterministic_time

    def _prove(self) -> None:
        """A bound of the whole problem: linear relaxations, then what CP-SAT proves. Without
        what only spreads people more pleasantly nothing costs more, and it is sooner solved."""
        people = tuple(replace(one, spacing=(), together=()) for one in self.problem.people)
        lighter = replace(self.problem, people=people)
        self._relax(lighter)
        if people != self.problem.people:
            self._relax(self.problem)
        if self._is_over() or self.is_closing:
            return
        model = self._build(lighter)
        solver = _solver(seed=self.settings.seed, effort=None)
        solver.parameters.subsolvers.append(PAIR[0])
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_presolve_iterations = 1
        solver.best_bound_callback = lambda bound: self.board.raise_bound(_whole(bound))
        is_whole = people == self.problem.people
        model.hint(self.board.roster or {})
        callback = _Found(self, model) if is_whole else None
        if self._run(solver, model, callback) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.board.raise_bound(_whole(solver.best_objective_bound))

    def _relax(self, problem: Problem) -> None:
        if self._is_over() or self.is_closing:
            return
        self.relaxation = Relaxation(self._build(problem))
        if not self._is_over() and not self.is_closing:
            left = max(self.settings.seconds - self.board.seconds, 1.0)
            self.board.raise_bound(self.relaxation.bound(left))

    def _build(self, problem: Problem) -> Model:
        return build(problem, relaxed=self.relaxed, relaxed_at=BROKEN_COST)


class _Found(cp_model.CpSolverSolutionCallback):
    """Hands over the rosters that the proving thread finds."""

    def __init__(self, search: _Search, model: Model) -> None:
        super().__init__()
        self._search, self._model = search, model

    def on_solution_callback(self) -> None:
        if self._search.settings.effort is None:
            self._search.board.offer(_read(self, self._model), round(self.objective_value))


def _solver(*, seed: int, effort: float | None) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    return solver


def _read(source: Any, model: Model) -> Roster:
    return {
        person: frozenset(key for key, variable in duties.items() if source.value(variable))
        for person, duties in model.held.items()
    }


def _whole(bound: float) -> int:
    return ceil(bound - 1e-6)
