"""What the model is made of while it is written."""

from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from coordination.oncall.solver.problem import Roster

Bool = cp_model.IntVar
Linear = Any


@dataclass
class Model:
    """The CP-SAT model, its Booleans by person and duty, and what the objective adds up."""

    cp: cp_model.CpModel
    held: dict[str, dict[str, Bool]]
    costs: list[tuple[Linear, int]]

    def hint(self, roster: Roster) -> None:
        """The search begins near `roster`."""
        self.cp.clear_hints()
        for person, duties in self.held.items():
            given = roster.get(person, frozenset())
            for duty, variable in duties.items():
                self.cp.add_hint(variable, duty in given)
