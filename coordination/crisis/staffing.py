"""Who holds a role hour by hour, and who has held on for too long: arithmetic on plain values."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

Period = tuple[datetime, datetime]
COVERED, ALTERNATE, UNCOVERED = "covered", "alternate", "uncovered"
# Rule 9 of the field: warnings, never refusals; each employer's own rules may be stricter.
# Longest day that a public hospital may ask: art. 7 of décret n° 2002-9 du 4 janvier 2002.
LONGEST = timedelta(hours=12)
# Daily rest: art. 3 of directive 2003/88/CE, art. L3131-1 of the code du travail.
REST = timedelta(hours=11)


@dataclass(frozen=True)
class Hold:
    """Somebody holds the role during [start, end[; an alternate or not."""

    period: Period
    name: str
    is_alternate: bool = False


@dataclass(frozen=True)
class Segment:
    """A part of the window where nothing changes."""

    period: Period
    state: str
    names: tuple[str, ...] = ()


def segments(window: Period, needed: int, holds: Iterable[Hold]) -> list[Segment]:
    """The whole window, in order: covered, by alternates only, or by too few people."""
    there = [one for one in holds if _common(one.period, window)]
    marks = sorted(
        {*window, *(mark for one in there for mark in _common(one.period, window) or ())}
    )
    found: list[Segment] = []
    for start, end in zip(marks, marks[1:], strict=False):
        now = [one for one in there if one.period[0] <= start and end <= one.period[1]]
        names = tuple(dict.fromkeys(one.name for one in now))
        state = COVERED
        if len(names) < needed:
            state = UNCOVERED
        elif now and all(one.is_alternate for one in now):
            state = ALTERNATE
        last = found[-1] if found else None
        if last and (last.state, last.names) == (state, names):
            found[-1] = Segment((last.period[0], end), state, names)
        else:
            found.append(Segment((start, end), state, names))
    return found


def outside(window: Period, periods: Iterable[Period]) -> list[Period]:
    """The parts of the window that none of these periods holds."""
    found, cursor = [], window[0]
    for start, end in sorted(periods):
        if cursor < min(start, window[1]):
            found.append((cursor, min(start, window[1])))
        cursor = max(cursor, end)
    return [*found, (cursor, window[1])] if cursor < window[1] else found


def tired(duties: Iterable[tuple[str, Period]]) -> list[str]:
    """Who is on duty for longer than LONGEST in a row, or rests for less than REST, in French."""
    by_name: dict[str, list[Period]] = defaultdict(list)
    for name, period in duties:
        by_name[name].append(period)
    found = []
    for name, periods in sorted(by_name.items()):
        runs = _runs(periods)
        longest = max(end - start for start, end in runs)
        if longest > LONGEST:
            found.append(
                f"{name} : {_hours(longest)} heures de suite au tableau, plus de {_hours(LONGEST)}"
            )
        rests = [after[0] - before[1] for before, after in zip(runs, runs[1:], strict=False)]
        if rests and min(rests) < REST:
            hours = _hours(min(rests))
            found.append(
                f"{name} : {hours} heures de repos entre deux présences, moins de {_hours(REST)}"
            )
    return found


def _runs(periods: list[Period]) -> list[Period]:
    """Periods that touch or overlap are one."""
    joined: list[Period] = []
    for start, end in sorted(periods):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _hours(length: timedelta) -> int:
    return int(length.total_seconds() // 3600)


def _common(one: Period, other: Period) -> Period | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None
