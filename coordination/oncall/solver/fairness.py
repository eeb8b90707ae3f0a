"""Shares: what would be fair for each one, and what being away from it costs."""

from collections.abc import Collection, Iterable, Mapping

from coordination.oncall.solver.problem import Share

POINT = 100
# Beyond that many points away the slope no longer grows.
STEEPEST = 12


def deviation(share: Share, held: int) -> int:
    """How far from their target somebody ends who adds `held`, in hundredths of a point."""
    return abs(share.before + held - share.target)


def deviation_cost(share: Share, held: int) -> int:
    """What it costs to end the period with `held` more points (hundredths) than before.

    `cost` per hundredth for the first point away from the target, then twice, three times as
    much: whoever is worst off weighs more than two people each half as badly off.
    """
    away = deviation(share, held)
    whole = min(away // POINT, STEEPEST)
    return share.cost * (POINT * whole * (whole + 1) // 2 + (whole + 1) * (away - POINT * whole))


def fair_targets(
    worth: Mapping[str, int], open_to: Mapping[str, Iterable[str]], weights: Mapping[str, int]
) -> dict[str, int]:
    """Each duty's points shared among those who may hold it, in proportion to their weight.

    The sum is that of the duties somebody may hold, to the rounding.
    """
    found = dict.fromkeys(weights, 0.0)
    for duty, points in worth.items():
        candidates = [one for one in open_to.get(duty, ()) if weights[one] > 0]
        total = sum(weights[one] for one in candidates)
        for one in candidates:
            found[one] += points * weights[one] / total
    return {one: round(points) for one, points in found.items()}


def circles(open_to: Mapping[str, Collection[str]], people: Iterable[str]) -> list[frozenset[str]]:
    """Those who share duties, directly or through one another; each person is in one circle."""
    of = {one: frozenset([one]) for one in people}
    for candidates in open_to.values():
        united = frozenset().union(*(of[one] for one in candidates))
        of |= dict.fromkeys(united, united)
    return list(dict.fromkeys(of.values()))
