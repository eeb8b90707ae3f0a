"""Turns: who follows whom, from day to day, in wall-clock time.

Turns are counted, not calendar steps: restricted to some days of the week, fourteen people
serve as often one as another. The walk begins at the rotation's first day, so that the past
never moves when somebody leaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from coordination.oncall.clock import DAY, add_months, common, days_between
from portal.lib.time import Period, local_instant

ALL_WEEK = frozenset(range(7))
# No serving day within this many days: the rotation serves no day at all.
FARTHEST = 400


@dataclass(frozen=True)
class Place:
    """A person of a rotation, from `joins_on` to the eve of `leaves_on`."""

    rank: int
    person: int
    joins_on: date = date.min
    leaves_on: date = date.max


@dataclass(frozen=True)
class Turns:
    """A rotation: `cadence` is daily, weekly or monthly; weekdays from 0, Monday."""

    cadence: str
    starts_on: date
    places: tuple[Place, ...]
    zone: ZoneInfo
    every: int = 1
    handover_at: time = time(8)
    daily_ends_at: time | None = None
    weekdays: frozenset[int] = ALL_WEEK
    ends_on: date = date.max


@dataclass(frozen=True)
class Turn:
    """`person` serves during [start, end[."""

    person: int
    period: Period


def turns_between(rotation: Turns, start: datetime, end: datetime) -> list[Turn]:
    """Who serves between two instants, in order; cut at these instants."""
    found: list[Turn] = []
    last_day = min(end.astimezone(rotation.zone).date() + DAY, rotation.ends_on)
    served = -1
    for days in _day_groups(rotation):
        if days[0] >= last_day:
            break
        rank = _next_rank(rotation, after=served, on=days[0])
        if rank is None:
            continue
        served = rank
        if _instant(days[-1] + DAY, rotation) <= start:
            continue
        pieces = _pieces(rotation, [day for day in days if day < rotation.ends_on])
        for place in rotation.places:
            if place.rank == rank:
                found += _serve(rotation, place, pieces, (start, end))
    return sorted(found, key=lambda turn: (turn.period, turn.person))


def _day_groups(rotation: Turns) -> Iterator[list[date]]:
    """The serving days of each turn, from the rotation's first day on."""
    if rotation.cadence == "daily":
        days = _serving_days(rotation)
        while group := list(islice(days, rotation.every)):
            yield group
        return
    for rank in count():
        first, end = _turn_bounds(rotation, rank)
        days_of_turn = [day for day in days_between(first, end) if _serves(rotation, day)]
        if days_of_turn:
            yield days_of_turn
        elif not rotation.weekdays:
            return


def _serving_days(rotation: Turns) -> Iterator[date]:
    day, empty = rotation.starts_on, 0
    while empty < FARTHEST and day < rotation.ends_on:
        if _serves(rotation, day):
            empty = 0
            yield day
        empty += 1
        day += DAY


def _turn_bounds(rotation: Turns, rank: int) -> tuple[date, date]:
    if rotation.cadence == "weekly":
        length = timedelta(weeks=rotation.every)
        return rotation.starts_on + rank * length, rotation.starts_on + (rank + 1) * length
    first = add_months(rotation.starts_on, rank * rotation.every)
    return first, add_months(rotation.starts_on, (rank + 1) * rotation.every)


def _serves(rotation: Turns, day: date) -> bool:
    return day.weekday() in rotation.weekdays


def _next_rank(rotation: Turns, *, after: int, on: date) -> int | None:
    """The rank that follows, among those where somebody is there on that day."""
    present = sorted(
        {place.rank for place in rotation.places if place.joins_on <= on < place.leaves_on}
    )
    if not present:
        return None
    return next((rank for rank in present if rank > after), present[0])


def _pieces(rotation: Turns, days: list[date]) -> list[Period]:
    """The periods of a turn: contiguous days make one, from handover to handover."""
    if rotation.daily_ends_at is not None:
        return [_until(rotation, day, rotation.daily_ends_at) for day in days]
    pieces: list[list[date]] = []
    for day in days:
        if pieces and pieces[-1][-1] + DAY == day:
            pieces[-1].append(day)
        else:
            pieces.append([day])
    return [(_instant(run[0], rotation), _instant(run[-1] + DAY, rotation)) for run in pieces]


def _until(rotation: Turns, day: date, ends_at: time) -> Period:
    last = day if ends_at > rotation.handover_at else day + DAY
    return _instant(day, rotation), local_instant(last, ends_at, rotation.zone)


def _serve(rotation: Turns, place: Place, pieces: list[Period], window: Period) -> list[Turn]:
    """The pieces of a turn while the person is there, within the window."""
    there = (_instant(place.joins_on, rotation), _instant(place.leaves_on, rotation))
    cut = [common(piece, there) for piece in pieces]
    kept = [common(piece, window) for piece in cut if piece]
    return [Turn(place.person, piece) for piece in kept if piece]


def _instant(day: date, rotation: Turns) -> datetime:
    if day <= date.min + DAY:
        return datetime.min.replace(tzinfo=UTC)
    if day >= date.max - DAY:
        return datetime.max.replace(tzinfo=UTC)
    return local_instant(day, rotation.handover_at, rotation.zone)
