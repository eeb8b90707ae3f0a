"""Who is really on call: overrides above shifts or rotations, and what remains below.

1. the higher level keeps its time, a lower one only what is not taken above it; people of
   one level coexist;
2. a removal takes a person out, and the hole is a gap like any other; a replacement takes
   out the people it names, or everybody when it names nobody, and puts others in;
3. an addition joins whoever is there.
Nothing depends on the order in which overrides were written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from coordination.oncall.clock import common, minus
from portal.lib.time import Period, merged


@dataclass(frozen=True)
class Claim:
    """`person` is planned during [start, end[ at a level; the higher level wins.

    `source` and `ref` say where it comes from (a shift, a rotation).
    """

    person: int
    period: Period
    level: int = 0
    source: str = "shift"
    ref: int | None = None


@dataclass(frozen=True)
class Change:
    """An override: the people it puts in and takes out during [start, end[.

    `everyone`: whoever is planned is taken out.
    """

    period: Period
    added: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    everyone: bool = False
    ref: int | None = None


@dataclass(frozen=True)
class Fragment:
    """`person` is on call during [start, end[."""

    person: int
    period: Period
    source: str
    ref: int | None


def resolve(
    claims: Iterable[Claim], changes: Iterable[Change], *, window: Period
) -> list[Fragment]:
    """Who is on call within the window, in order of start then person."""
    overrides = list(changes)
    found: list[Fragment] = []
    for claim in _layered(list(claims)):
        taken = [
            change.period
            for change in overrides
            if change.everyone or claim.person in change.removed
        ]
        left = minus(claim.period, taken)
        found += [Fragment(claim.person, period, claim.source, claim.ref) for period in left]
    for change in overrides:
        found += [Fragment(one, change.period, "override", change.ref) for one in change.added]
    cut = [(common(one.period, window), one) for one in found]
    kept = [replace(one, period=period) for period, one in cut if period]
    return sorted(_without_doubles(kept), key=lambda one: (one.period, one.person))


def on_call_at(fragments: Iterable[Fragment], instant: datetime) -> list[Fragment]:
    """Those who answer at that instant: at a boundary, only who begins."""
    return [one for one in fragments if one.period[0] <= instant < one.period[1]]


def _layered(claims: list[Claim]) -> list[Claim]:
    """What each claim keeps once the higher levels have taken their time."""
    left: list[Claim] = []
    above: list[Period] = []
    for level in sorted({claim.level for claim in claims}, reverse=True):
        same = [claim for claim in claims if claim.level == level]
        for claim in same:
            left += [replace(claim, period=period) for period in minus(claim.period, above)]
        above = merged([*above, *(claim.period for claim in same)])
    return left


def _without_doubles(fragments: list[Fragment]) -> list[Fragment]:
    """A person planned and added at once is there once; an override speaks first."""
    kept: list[Fragment] = []
    held: dict[int, list[Period]] = {}
    for one in sorted(fragments, key=lambda one: (one.source != "override", one.period)):
        left = minus(one.period, held.get(one.person, []))
        kept += [replace(one, period=period) for period in left]
        held.setdefault(one.person, []).append(one.period)
    return kept
