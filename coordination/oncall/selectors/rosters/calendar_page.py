"""A line, or one of its sectors, as a calendar: a month in weeks, a year in weeks and sectors.

The same posts as the grid, in as many statements whatever the length.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coordination.oncall.clock import add_months, days_between
from coordination.oncall.models import Line, Sector
from coordination.oncall.selectors.plans.roster_grid import (
    COVERED,
    DECISION,
    HOLE,
    Post,
    posts_of_line,
)
from portal.lib.time import Period, hours_between, local_instant
from portal.ui.moments import DAYS, MONTHS

WEEK = timedelta(days=7)
# A picture of a day has a unit per quarter of an hour, so that 23 hours are shorter than 25.
UNITS = 4
LONGEST_DAY = 25 * UNITS
# What a week of a sector is, from what is to be seen first.
WORST = (HOLE, "undefined", COVERED, DECISION)


@dataclass(frozen=True)
class Bar:
    """A part of a day in its picture, in quarters of an hour from midnight."""

    x: float
    width: float
    state: str


@dataclass(frozen=True)
class Day:
    """One day of the calendar: its posts by sector, its picture, what is to be said of it."""

    day: date
    in_month: bool
    is_today: bool
    hours: int
    posts: list[Post]
    bars: list[Bar]

    @property
    def holes(self) -> int:
        return sum(post.state == HOLE for post in self.posts)

    @property
    def width(self) -> int:
        """How long the day is, in quarters of an hour: 92, 96 or 100."""
        return self.hours * UNITS

    @property
    def note(self) -> str:
        """What is to be said of a day of 23 or 25 hours."""
        if self.hours == 24:
            return ""
        season = "d’été" if self.hours < 24 else "d’hiver"
        return f"{self.hours}\u00a0heures : passage à l’heure {season}"


@dataclass(frozen=True)
class Week:
    """Seven days, and the Monday that names them."""

    monday: date
    days: list[Day]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week


@dataclass(frozen=True)
class YearCell:
    """A week of a sector: its state, how many slots lack somebody and how many are held."""

    state: str
    holes: int
    covered: int
    decided: int


@dataclass(frozen=True)
class YearRow:
    """A week of the year, a cell per sector."""

    monday: date
    sunday: date
    is_current: bool
    cells: list[YearCell]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def holes(self) -> int:
        return sum(cell.holes for cell in self.cells)


def month_page(line: Line, sector: Sector | None, month: date, *, today: date) -> dict[str, Any]:
    """The weeks that hold the month, in six statements."""
    zone = ZoneInfo(sector.zone if sector else line.zone)
    end = add_months(month, 1)
    monday = month - timedelta(days=month.weekday())
    last = end + timedelta(days=-end.weekday() % 7)
    posts, sectors = posts_of_line(line, _window(monday, last, zone))
    by_day: dict[date, list[Post]] = defaultdict(list)
    for post in posts:
        if sector is None or post.sector == sector.pk:
            by_day[post.day].append(post)
    days = [
        _day(day, by_day[day], zone, in_month=month <= day < end, today=today)
        for day in days_between(monday, last)
    ]
    holes = [post for one in days if one.in_month for post in one.posts if post.state == HOLE]
    return {
        "line": line,
        "sector": sector,
        "sectors": list(line.sectors.filter(pk__in=sectors)),
        "weeks": [Week(days[n].day, days[n : n + 7]) for n in range(0, len(days), 7)],
        "names": DAYS,
        "month": month,
        "title": f"{MONTHS[month.month - 1]} {month.year}",
        "before": add_months(month, -1),
        "after": end,
        "holes": len(holes),
        "slots": sum(len(one.posts) for one in days if one.in_month),
        "zone": zone,
    }


def year_page(line: Line, year: int, *, today: date) -> dict[str, Any]:
    """The weeks of the year against the sectors, in five statements."""
    first, end = date.fromisocalendar(year, 1, 1), date.fromisocalendar(year + 1, 1, 1)
    posts, sectors = posts_of_line(line, _window(first, end, ZoneInfo(line.zone)))
    found: dict[tuple[date, int], list[Post]] = defaultdict(list)
    for post in posts:
        found[post.day - timedelta(days=post.day.weekday()), post.sector].append(post)
    ordered = dict(sorted(sectors.items(), key=lambda one: one[1]))
    rows = [
        YearRow(
            monday,
            monday + timedelta(days=6),
            monday <= today < monday + WEEK,
            [_year_cell(found.get((monday, sector), [])) for sector in ordered],
        )
        for monday in (first + week * WEEK for week in range((end - first) // WEEK))
    ]
    return {
        "line": line,
        "year": year,
        "sectors": list(ordered.values()),
        "rows": rows,
        "holes": sum(row.holes for row in rows),
        "worst": sorted((row for row in rows if row.holes), key=lambda row: -row.holes)[:5],
    }


def _day(day: date, posts: list[Post], zone: ZoneInfo, *, in_month: bool, today: date) -> Day:
    window = _window(day, day + timedelta(days=1), zone)
    hours = round(hours_between(*window))
    ordered = sorted(posts, key=lambda post: (post.period, post.sector_name))
    bars = [_bar(post, window) for post in sorted(posts, key=lambda post: post.state == HOLE)]
    return Day(day, in_month, day == today, hours, ordered, bars)


def _bar(post: Post, window: Period) -> Bar:
    """A slot that goes on after midnight stops at the edge of its day: the picture says so."""
    start = hours_between(window[0], max(post.period[0], window[0]))
    end = hours_between(window[0], min(post.period[1], window[1]))
    return Bar(round(start * UNITS, 1), round(max(end - start, 0) * UNITS, 1), post.state)


def _year_cell(posts: list[Post]) -> YearCell:
    states = [post.state for post in posts]
    worst = next((state for state in WORST if state in states), "")
    return YearCell(worst, states.count(HOLE), states.count(COVERED), states.count(DECISION))


def _window(first: date, end: date, zone: ZoneInfo) -> Period:
    return local_instant(first, time(0), zone), local_instant(end, time(0), zone)
