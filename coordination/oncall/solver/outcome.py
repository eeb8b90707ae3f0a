"""What is asked of a search, what it says while it runs, what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic

from coordination.oncall.solver.problem import Roster
from coordination.oncall.solver.score import Broken


@dataclass(frozen=True)
class Settings:
    """How long to search: `effort` counts work and is the same everywhere, `seconds` is a
    clock. A search that stops by effort or by proof gives the same roster each time; one that
    a clock or a person stops may not."""

    seed: int = 0
    seconds: float = 60
    effort: float | None = None
    workers: int = 2


@dataclass(frozen=True)
class Progress:
    """Where a search is. `objective` is empty until a first roster is found."""

    objective: int | None
    bound: int
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """The best roster found; `broken` names the hard rules that could not all be kept."""

    roster: Roster
    objective: int
    bound: int
    seconds: float
    first_seconds: float
    is_proven: bool
    is_stopped: bool
    broken: tuple[Broken, ...] = ()


Watch = Callable[[Progress], None]


@dataclass
class Board:
    """What the threads of one search share: best roster, best bound, whether to stop."""

    roster: Roster | None = None
    objective: int | None = None
    bound: int = 0
    began: float = field(default_factory=monotonic)
    first_seconds: float = 0
    stop: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @property
    def seconds(self) -> float:
        return monotonic() - self.began

    @property
    def is_proven(self) -> bool:
        return self.objective is not None and self.bound >= self.objective

    def offer(self, roster: Roster, objective: int) -> bool:
        """Keep `roster` when it is the best so far. True when it is."""
        with self._lock:
            if self.objective is None:
                self.first_seconds = self.seconds
            elif objective >= self.objective:
                return False
            self.roster, self.objective = roster, objective
            return True

    def raise_bound(self, bound: int) -> None:
        """Nothing costs less than `bound`."""
        with self._lock:
            self.bound = max(self.bound, bound)

    def progress(self) -> Progress:
        """Where the search is now."""
        return Progress(self.objective, self.bound, round(self.seconds, 1))
