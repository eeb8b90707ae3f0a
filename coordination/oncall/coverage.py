"""Gaps as real time ranges: what is owed against who is there, per role and instant.

Three things that are not the same: covered, uncovered by decision (no alarm, out of the
percentage), and no requirement at all (« besoin non défini »).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from coordination.oncall.clock import common
from portal.lib.time import Period


@dataclass(frozen=True)
class Owed:
    """What a slot needs in a role (None: any role) during [start, end[."""

    period: Period
    role: int | None
    minimum: int
    target: int = 0
    maximum: int | None = None
    slot: int | None = None
    by_decision: bool = False


@dataclass(frozen=True)
class Held:
    """`person` is there in `role` during [start, end[; `is_sure` once they have accepted."""

    period: Period
    role: int
    person: int
    is_sure: bool = True


@dataclass(frozen=True)
class Gap:
    """`missing` people in a role during [start, end[; `present` are there."""

    period: Period
    role: int | None
    missing: int
    present: int
    slot: int | None = None


@dataclass(frozen=True)
class Share:
    """Hours that are covered, out of those that are required."""

    required: timedelta
    covered: timedelta

    @classmethod
    def sum_of(cls, shares: "Iterable[Share]") -> "Share":
        """All these hours together."""
        required = covered = timedelta()
        for share in shares:
            required += share.required
            covered += share.covered
        return cls(required, covered)

    @property
    def percent(self) -> float | None:
        """From 0 to 100; nothing when nothing is required."""
        return 100 * self.covered / self.required if self.required else None


def gaps(owed: Iterable[Owed], held: Iterable[Held]) -> list[Gap]:
    """Where fewer people than the minimum are there, half a slot included, in order."""
    there = list(held)
    found: list[Gap] = []
    for one in owed:
        if one.by_decision or one.minimum == 0:
            continue
        for period, present in headcount(one, there):
            if present < one.minimum:
                found.append(Gap(period, one.role, one.minimum - present, present, one.slot))
    return sorted(_joined(found), key=lambda gap: (gap.period, gap.role or 0))


def surplus(owed: Iterable[Owed], held: Iterable[Held]) -> list[Gap]:
    """Where more people than the maximum are there; `missing` is then negative."""
    there = list(held)
    return [
        Gap(period, one.role, one.maximum - present, present, one.slot)
        for one in owed
        if one.maximum is not None and not one.by_decision
        for period, present in headcount(one, there)
        if present > one.maximum
    ]


def coverage(owed: Iterable[Owed], held: Iterable[Held]) -> Share:
    """Person-hours there, out of the person-hours owed; what is left by decision counts not."""
    there = list(held)
    required = covered = timedelta()
    for one in owed:
        if one.by_decision:
            continue
        for (start, end), present in headcount(one, there):
            required += (end - start) * one.minimum
            covered += (end - start) * min(present, one.minimum)
    return Share(required, covered)


def headcount(owed: Owed, held: Iterable[Held]) -> list[tuple[Period, int]]:
    """How many people are there, from one change to the next, over the whole period owed."""
    counted: list[tuple[Period, int]] = []
    inside = [
        (shared, one.person)
        for one in held
        if owed.role is None or one.role == owed.role
        if (shared := common(one.period, owed.period))
    ]
    marks = sorted({*owed.period, *(mark for period, _ in inside for mark in period)})
    for start, end in zip(marks, marks[1:], strict=False):
        people = {person for period, person in inside if period[0] <= start < period[1]}
        counted.append(((start, end), len(people)))
    return counted


def _joined(found: list[Gap]) -> list[Gap]:
    """Gaps that touch and say the same are one."""
    joined: list[Gap] = []
    for gap in found:
        last = joined[-1] if joined else None
        if (
            last
            and last.period[1] == gap.period[0]
            and (last.role, last.missing, last.slot) == (gap.role, gap.missing, gap.slot)
        ):
            joined[-1] = Gap(
                (last.period[0], gap.period[1]), gap.role, gap.missing, gap.present, gap.slot
            )
        else:
            joined.append(gap)
    return joined
