"""The arithmetic of a proposal of distribution: who is served next, how far, and why.

A proposal and nothing else (rule 20): deterministic, explained line by line, never above the
stock, in whole packages, ties always broken the same way.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# What a day of cover counts for: where the tension is, it is worth less than elsewhere, so that
# those structures are served until they have half as much again. A choice of the product.
TENSION_WEIGHT = {0: Decimal("1.0"), 1: Decimal("1.25"), 2: Decimal("1.5")}
# Nobody said how tense it is: between normal and critical, silence is not calm (rule 14).
UNSAID_WEIGHT = TENSION_WEIGHT[1]
# Where frail people live.
FRAIL_BONUS = Decimal("0.25")


@dataclass(frozen=True)
class Asker:
    """A structure that may be served. `days`: of cover, None when unknown; `per_day`: pieces.

    `tension`: 0 normal, 1 tense, 2 critical, None unsaid. `distance_km` from the hub, None unsaid.
    """

    key: int
    days: Decimal | None
    per_day: int
    tension: int | None = None
    is_frail: bool = False
    distance_km: float | None = None

    @property
    def weight(self) -> Decimal:
        """How many days of an ordinary structure its goal is worth (1 to 1.75)."""
        tense = UNSAID_WEIGHT if self.tension is None else TENSION_WEIGHT[self.tension]
        return tense + (FRAIL_BONUS if self.is_frail else 0)


@dataclass(frozen=True)
class Share:
    """What one structure would receive. `days_after`: None while its stock is unknown."""

    asker: Asker
    packages: int
    pieces: int
    days_after: Decimal | None


@dataclass(frozen=True)
class Sharing:
    """The whole proposal: shares in the order of need, what stays in pieces."""

    shares: list[Share]
    left: int


def shared_out(
    stock: int, package: int, askers: Iterable[Asker], *, goal_days: Decimal, unknown_is_zero: bool
) -> Sharing:
    """`stock` pieces in packages of `package`, each given to who has the fewest weighted days.

    Max-min: the next package goes to the lowest days / weight; then the tenser, the nearer, the
    lower key. Nobody is taken beyond `goal_days` x weight: the rest stays in reserve. Whose stock
    is unknown receives nothing unless `unknown_is_zero`. Raises ValueError under one piece a
    package, one piece a day or a stock below zero.
    """
    known = list(askers)
    if package < 1 or stock < 0 or any(one.per_day < 1 for one in known):
        raise ValueError("a package and a day of use are at least one piece")
    given = dict.fromkeys((one.key for one in known), 0)
    queue = [_turn(one, 0, package) for one in known if one.days is not None or unknown_is_zero]
    heapq.heapify(queue)
    by_key = {one.key: one for one in known}
    left = stock // package
    while left and queue:
        level, *_ties, key = queue[0]
        if level >= goal_days:
            heapq.heappop(queue)
            continue
        given[key] += 1
        left -= 1
        heapq.heapreplace(queue, _turn(by_key[key], given[key], package))
    shares = [_share(one, given[one.key], package) for one in known]
    return Sharing(
        shares=sorted(shares, key=_order),
        left=stock - sum(share.pieces for share in shares),
    )


def _turn(asker: Asker, packages: int, package: int) -> tuple[Decimal, Decimal, float, int]:
    """Who is served first is the smallest."""
    level = _days(asker, packages, package) / asker.weight
    far = float("inf") if asker.distance_km is None else asker.distance_km
    return level, -asker.weight, far, asker.key


def _days(asker: Asker, packages: int, package: int) -> Decimal:
    return (asker.days or Decimal(0)) + Decimal(packages * package) / asker.per_day


def _share(asker: Asker, packages: int, package: int) -> Share:
    after = None if asker.days is None else _days(asker, packages, package)
    return Share(asker, packages, packages * package, after)


def _order(share: Share) -> tuple[bool, int, Decimal, int]:
    """Those served first, the most served at the top; then who lacks most."""
    days = Decimal(-1) if share.asker.days is None else share.asker.days
    return share.packages == 0, -share.packages, days, share.asker.key
