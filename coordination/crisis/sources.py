"""What feeds a situation report or an agenda: each module declares what it knows at start-up.

Upper modules are never imported here: they call `provide_lines`, `provide_figures` or
`provide_points` from their `ready()`. What they return is copied into the report by value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from coordination.crisis.models import Cell


@dataclass(frozen=True)
class Figure:
    """One figure. No `value`: unknown, never zero."""

    code: str
    label: str
    value: Decimal | int | None
    source: str
    as_of: datetime | None = None
    unit: str = ""
    fresh_hours: int = 24
    is_count: bool = True


@dataclass(frozen=True)
class Window:
    """What a report speaks of: a cell, since when, until when."""

    cell: Cell
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Point:
    """What an agenda takes up by itself. `key`: the same thing is never there twice."""

    key: str
    title: str
    link: str
    kind: str = "information"
    minutes: int = 5


@dataclass(frozen=True)
class Target:
    """Somebody an audience holds: their account, and why they are told."""

    user: int
    reason: str


@dataclass(frozen=True)
class Audience:
    """People whom a cell may write to: its code, its name, who they are when it is asked."""

    code: str
    label: str
    people: Callable[[Cell], list[Target]]


Audiences = Callable[[Cell], list[Audience]]
Lines = Callable[[Window], list[str]]
Figures = Callable[[Window], list[Figure]]
Points = Callable[[Cell], list[Point]]

_lines: dict[str, list[Lines]] = {}
_figures: list[Figures] = []
_points: list[Points] = []
_audiences: list[Audiences] = []


def provide_lines(section: str, source: Lines) -> None:
    """From now on, drafts ask `source` for lines of that section. Twice is once."""
    sources = _lines.setdefault(section, [])
    if source not in sources:
        sources.append(source)


def provide_figures(source: Figures) -> None:
    """From now on, drafts ask `source` for figures. Twice is once."""
    if source not in _figures:
        _figures.append(source)


def provide_points(source: Points) -> None:
    """From now on, agendas ask `source` for points. Twice is once."""
    if source not in _points:
        _points.append(source)


def provide_audiences(source: Audiences) -> None:
    """From now on, `source` offers audiences to whoever writes a message. Twice is once."""
    if source not in _audiences:
        _audiences.append(source)


def audiences_of(cell: Cell) -> list[Audience]:
    """What upper modules offer to that cell."""
    return [one for source in _audiences for one in source(cell)]


def lines_of(section: str, window: Window) -> list[str]:
    """What every source says for that section."""
    return [line for source in _lines.get(section, []) for line in source(window)]


def figures_of(window: Window) -> list[Figure]:
    """The figures of every source; the first to give a code keeps it."""
    found = [figure for source in _figures for figure in source(window)]
    first: dict[str, Figure] = {}
    for figure in found:
        first.setdefault(figure.code, figure)
    return list(first.values())


def points_of(cell: Cell) -> list[Point]:
    """What every source puts on the agenda of `cell`, in the order of their declaration."""
    found = [point for source in _points for point in source(cell)]
    first: dict[str, Point] = {}
    for point in found:
        first.setdefault(point.key, point)
    return list(first.values())
