"""The coverage of a line drawn as strips: one bar per sector, over 72 hours and over 14 days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coordination.oncall.clock import common, days_between
from coordination.oncall.models import Line
from coordination.oncall.selectors.plans.roster_grid import (
    COVERED,
    DECISION,
    HOLE,
    Post,
    posts_of_line,
)
from portal.lib.time import Period, local_instant
from portal.ui.moments import DAYS

# A strip is a thousand units wide, whatever it covers.
WIDTH = 1000
SPANS = ((3, "72 heures"), (14, "14 jours"))


@dataclass(frozen=True)
class Segment:
    """A part of a strip."""

    x: float
    width: float
    state: str


@dataclass(frozen=True)
class Mark:
    """Where a local day begins, and its name."""

    x: float
    words: str


@dataclass(frozen=True)
class Strip:
    """One sector: its segments, and what is to be said of it in words."""

    sector: str
    segments: list[Segment]
    holes: list[Post]
    covered: int
    decided: int
    undefined: int

    @property
    def due(self) -> int:
        """How many slots owe somebody."""
        return self.covered + len(self.holes)


@dataclass(frozen=True)
class Span:
    """A length of time, its days and its strips, the ones with holes first."""

    words: str
    marks: list[Mark]
    strips: list[Strip]


def coverage_page(line: Line, now: datetime) -> dict[str, Any]:
    """The strips of the line from this local day on, and the holes that are not over."""
    zone = ZoneInfo(line.zone)
    today = now.astimezone(zone).date()
    windows = [(words, _days(today, length, zone)) for length, words in SPANS]
    posts, sectors = posts_of_line(line, windows[-1][1])
    posts = [post for post in posts if post.period[1] > now]
    spans = [_span(words, window, posts, sectors, zone) for words, window in windows]
    holes = sorted((post for post in posts if post.state == HOLE), key=lambda one: one.period)
    return {"line": line, "spans": spans, "holes": holes, "zone": zone, "now": now}


def week_page(line: Line, monday: date) -> dict[str, Any]:
    """The week of the line, a row per day, to be printed."""
    zone = ZoneInfo(line.zone)
    sunday = monday + timedelta(days=6)
    end = monday + timedelta(days=7)
    posts, sectors = posts_of_line(line, _days(monday, 7, zone))
    rows = [
        (day, [[one for one in posts if (one.day, one.sector) == (day, pk)] for pk in sectors])
        for day in days_between(monday, end)
    ]
    shown = {"line": line, "sectors": list(sectors.values()), "rows": rows, "zone": zone}
    return shown | {
        "monday": monday, "sunday": sunday, "next": end, "before": monday - timedelta(days=7),
    }  # fmt: skip


def _span(
    words: str, window: Period, posts: list[Post], sectors: dict[int, str], zone: ZoneInfo
) -> Span:
    inside = [post for post in posts if common(post.period, window)]
    strips = [
        _strip(name, [post for post in inside if post.sector == pk], window)
        for pk, name in sectors.items()
    ]
    return Span(words, _marks(window, zone), sorted(strips, key=lambda one: not one.holes))


def _strip(sector: str, posts: list[Post], window: Period) -> Strip:
    states = [post.state for post in posts]
    return Strip(
        sector=sector,
        segments=[part for post in posts for part in _segments(post, window)],
        holes=[post for post in posts if post.state == HOLE],
        covered=states.count(COVERED),
        decided=states.count(DECISION),
        undefined=states.count("undefined"),
    )


def _segments(post: Post, window: Period) -> list[Segment]:
    """The slot, and over it the part of it that is a hole when it is not the whole."""
    parts = [(post.period, COVERED if post.when else post.state)]
    if post.when:
        parts.append((post.when, HOLE))
    shared = [(common(period, window), state) for period, state in parts]
    return [
        Segment(_at(period[0], window), _at(period[1], window) - _at(period[0], window), state)
        for period, state in shared
        if period
    ]


def _marks(window: Period, zone: ZoneInfo) -> list[Mark]:
    first, end = (one.astimezone(zone).date() for one in window)
    return [
        Mark(_at(local_instant(day, time(0), zone), window), f"{DAYS[day.weekday()][:3]} {day.day}")
        for day in days_between(first, end)
    ]


def _days(first: date, count: int, zone: ZoneInfo) -> Period:
    """From the local midnight of `first` to that of `count` days later."""
    end = first + timedelta(days=count)
    return local_instant(first, time(0), zone), local_instant(end, time(0), zone)


def _at(instant: datetime, window: Period) -> float:
    return round(WIDTH * ((instant - window[0]) / (window[1] - window[0])), 1)
