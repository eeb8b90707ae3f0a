"""What no roster costs less than, from the linear relaxation of the whole model."""

from collections.abc import Sequence
from math import ceil

from ortools.linear_solver.python import model_builder

from coordination.oncall.solver.variables import Model

# What the linear programme may be off by, of its value.
PRECISION = 1e-5
LARGE = 2**50


class Relaxation:
    """The linear relaxation of a CP-SAT model whose rules are all linear."""

    def __init__(self, model: Model) -> None:
        self.lp = model_builder.Model()
        self.solver = model_builder.Solver("GLOP")
        self._read(model)

    def _read(self, model: Model) -> None:
        helper, proto = self.lp.helper, model.cp.proto
        for at, variable in enumerate(proto.variables):
            helper.add_var()
            low, high = _ends(variable.domain)
            helper.set_var_lower_bound(at, low)
            helper.set_var_upper_bound(at, high)
        for rule in proto.constraints:
            if rule.has_linear():
                low, high = _ends(rule.linear.domain)
                self._add(rule.linear.vars, rule.linear.coeffs, low, high)
            elif rule.has_at_most_one():
                literals = list(rule.at_most_one.literals)
                self._add(literals, [1] * len(literals), -float("inf"), 1)
        costs: dict[int, float] = {}
        for at, cost in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
            costs[at] = costs.get(at, 0) + cost
        for at, cost in costs.items():
            helper.set_var_objective_coefficient(at, cost)
        helper.set_objective_offset(proto.objective.offset)

    def _add(
        self, variables: Sequence[int], weights: Sequence[int], low: float, high: float
    ) -> None:
        helper = self.lp.helper
        row = helper.add_linear_constraint()
        helper.set_constraint_lower_bound(row, low)
        helper.set_constraint_upper_bound(row, high)
        for at, weight in zip(variables, weights, strict=True):
            helper.safe_add_term_to_constraint(row, at, weight)

    def stop(self) -> None:
        """The linear programme ends as soon as it can."""
        self.solver.stop_search()

    def bound(self, seconds: float) -> int:
        """The bound, upwards since costs are whole; 0 when there was not time enough."""
        self.solver.set_time_limit_in_seconds(seconds)
        status = self.solver.solve(self.lp)
        if status != model_builder.SolveStatus.OPTIMAL:
            return 0
        return ceil(self.solver.objective_value * (1 - PRECISION) - PRECISION)


def _ends(domain: Sequence[int]) -> tuple[float, float]:
    low, high = domain[0], domain[len(domain) - 1]
    return (
        -float("inf") if low < -LARGE else low,
        float("inf") if high > LARGE else high,
    )
