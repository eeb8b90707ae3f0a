"""Weighted points and fairness: a share is what each one committed to, not an equal part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordination.oncall.calendar import is_red

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Commitment:
    """A person's share, the points they accept at most, how much of the time they were there."""

    share: Decimal
    most: Decimal | None = None
    presence: Decimal = Decimal(1)

    @property
    def weight(self) -> Decimal:
        return self.share * self.presence


@dataclass(frozen=True)
class Balance:
    """A person's points, their target, and how far they are from it."""

    person: int
    points: Decimal
    target: Decimal

    @property
    def deviation(self) -> Decimal:
        return self.points - self.target


def points_of(slot_class: str, day: date, weights: Mapping[str, Decimal]) -> Decimal:
    """What a slot is worth; a red day is worth its own weight when that is more. 1 by default."""
    own = weights.get(slot_class, Decimal(1))
    return max(own, weights.get("red_day", own)) if is_red(day) else own


def targets(total: Decimal, commitments: Mapping[int, Commitment]) -> dict[int, Decimal]:
    """`total` shared in proportion to each commitment; what somebody's maximum leaves goes to
    the others. The sum is `total` unless everybody is at their maximum."""
    found: dict[int, Decimal] = dict.fromkeys(commitments, ZERO)
    left, open_people = total, set(commitments)
    while open_people and left > 0:
        weight = sum((commitments[one].weight for one in open_people), ZERO)
        if weight == 0:
            break
        capped = {
            one
            for one in open_people
            if (most := commitments[one].most) is not None
            and left * commitments[one].weight / weight >= most
        }
        if not capped:
            for one in open_people:
                found[one] = left * commitments[one].weight / weight
            break
        for one in capped:
            most = commitments[one].most
            found[one] = most if most is not None else ZERO
            left -= found[one]
        open_people -= capped
    return found


def balances(points: Mapping[int, Decimal], commitments: Mapping[int, Commitment]) -> list[Balance]:
    """Where each one stands, the farthest from their target first."""
    aims = targets(sum(points.values(), ZERO), commitments)
    rows = [Balance(one, points.get(one, ZERO), aims[one]) for one in sorted(commitments)]
    return sorted(rows, key=lambda row: (-abs(row.deviation), row.person))


def presence(joined: date, left: date | None, *, first: date, end: date) -> Decimal:
    """The part of [first, end[ during which somebody was listed: newcomers catch nothing up."""
    start, stop = max(joined, first), min(left or end, end)
    return Decimal(max((stop - start).days, 0)) / Decimal(max((end - first).days, 1))


def worst_deviation(rows: Iterable[Balance]) -> Decimal:
    """How far the worst served is, to the hundredth."""
    return max((abs(row.deviation) for row in rows), default=ZERO).quantize(CENT)
