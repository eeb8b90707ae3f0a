"""The problem as CP-SAT reads it: one Boolean per person and duty they may hold."""

from functools import reduce
from math import gcd

from ortools.sat.python import cp_model

from coordination.oncall.solver import personal
from coordination.oncall.solver.fairness import deviation, deviation_cost
from coordination.oncall.solver.problem import Problem, Share
from coordination.oncall.solver.variables import Bool, Model


def build(problem: Problem, *, relaxed: frozenset[str] = frozenset(), relaxed_at: int = 0) -> Model:
    """The whole problem. The rules of the `relaxed` people may be broken, at that cost a unit."""
    model = Model(cp_model.CpModel(), {}, [])
    for person in problem.people:
        model.held[person.key] = {
            duty.key: model.cp.new_bool_var(f"{person.key}·{duty.key}")
            for duty in problem.duties
            if duty.key not in person.bars or duty.key in person.fixed
        }
    for person in problem.people:
        price = relaxed_at if person.key in relaxed else None
        personal.add_rules(model, problem, person, relaxed_at=price)
    _add_cover(model, problem)
    _add_fairness(model, problem)
    model.cp.minimize(cp_model.LinearExpr.sum([term * cost for term, cost in model.costs]))
    return model


def _add_cover(model: Model, problem: Problem) -> None:
    holders: dict[str, list[Bool]] = {demand.duty: [] for demand in problem.demands}
    for duties in model.held.values():
        for duty, variable in duties.items():
            if duty in holders:
                holders[duty].append(variable)
    for demand in problem.demands:
        people = holders[demand.duty]
        number = cp_model.LinearExpr.sum(people)
        if demand.maximum < len(people):
            model.cp.add(number <= demand.maximum)
        if demand.minimum > 0:
            short = model.cp.new_int_var(0, demand.minimum, f"short {demand.duty}")
            model.cp.add(number + short >= demand.minimum)
            model.costs.append((short, demand.short))
        if demand.under or demand.over:
            under = model.cp.new_int_var(0, demand.target, f"under {demand.duty}")
            over = model.cp.new_int_var(0, max(len(people), 1), f"over {demand.duty}")
            model.cp.add(number + under - over == demand.target)
            model.costs += [(under, demand.under), (over, demand.over)]


def _add_fairness(model: Model, problem: Problem) -> None:
    points = {duty.key: duty.points for duty in problem.duties if duty.points}
    worst = model.cp.new_int_var(problem.worst_floor, 10**7, "worst deviation")
    shared = False
    for person in problem.people:
        share = person.share
        if share is None:
            continue
        counted = [key for key in model.held[person.key] if key in points]
        unit = reduce(gcd, (points[key] for key in counted), 0) or 1
        number = model.cp.new_int_var(
            0, sum(points[key] // unit for key in counted), f"points {person.key}"
        )
        variables = [model.held[person.key][key] for key in counted]
        weights = [points[key] // unit for key in counted]
        model.cp.add(cp_model.LinearExpr.weighted_sum(variables, weights) == number)
        _add_share(model, problem, share, number, unit, worst)
        shared = True
    if shared and problem.worst_cost:
        model.costs.append((worst, problem.worst_cost))


def _add_share(
    model: Model, problem: Problem, share: Share, number: Bool, unit: int, worst: Bool
) -> None:
    """Both costs by the chords between whole numbers of `unit`: exact there, and tight."""
    most = max(deviation_cost(share, 0), deviation_cost(share, unit * _top(number)))
    cost = model.cp.new_int_var(0, most, "share")
    model.costs.append((cost, 1))
    for step in _steps_around(share, unit, _top(number)):
        here, there = (deviation_cost(share, unit * at) for at in (step, step + 1))
        model.cp.add(cost >= here + (there - here) * (number - step))
        if problem.worst_cost:
            near, far = (deviation(share, unit * at) for at in (step, step + 1))
            model.cp.add(worst >= near + (far - near) * (number - step))


def _top(number: Bool) -> int:
    return int(number.proto.domain[1])


def _steps_around(share: Share, unit: int, top: int) -> list[int]:
    """One chord per slope: those near the target, and the last one on each side."""
    found, slopes = [], set()
    for step in range(max(top, 1)):
        slope = (
            deviation_cost(share, unit * (step + 1)) - deviation_cost(share, unit * step),
            deviation(share, unit * (step + 1)) - deviation(share, unit * step),
        )
        if slope not in slopes:
            slopes.add(slope)
            found.append(step)
    return found
