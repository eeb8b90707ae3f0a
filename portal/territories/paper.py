"""A map on paper: outlines, and numbered points that a group shares when they are too close.

Pure arithmetic: what it gives is drawn as SVG by a template, black on white, without any script.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians
from typing import Any

WIDTH, TALLEST, MARGIN = 1000, 1000, 30
# A label that would say more numbers is a letter, explained beside the map.
MOST_NUMBERS, MOST_PLACES = 3, 3
CHARACTER, PADDING, HIGH = 9.0, 8.0, 24.0
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Spot:
    """Something that bears a number in a list, where it is, and the name of that place."""

    number: int
    latitude: float
    longitude: float
    place: str = ""


@dataclass
class Label:
    """What is written at a place of the drawing: numbers, or the letter that stands for them."""

    x: float
    y: float
    numbers: list[int]
    places: Counter[str]
    key: str = ""

    @property
    def words(self) -> str:
        return self.key or runs_of(self.numbers)

    @property
    def where(self) -> str:
        """The places that most of its numbers are in."""
        return ", ".join(name for name, _ in self.places.most_common(MOST_PLACES) if name)

    @property
    def width(self) -> float:
        is_key = len(self.numbers) > MOST_NUMBERS
        return 2 * PADDING + CHARACTER * (2 if is_key else len(runs_of(self.numbers)))

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        return self.y - HIGH / 2

    @property
    def first(self) -> int:
        return min(self.numbers)


@dataclass(frozen=True)
class PaperMap:
    """The drawing: its size, two paths, the labels in the order of their first number."""

    width: int
    height: int
    communes: str
    border: str
    labels: list[Label]

    @property
    def keys(self) -> list[Label]:
        """The labels that stand for a group."""
        return [one for one in self.labels if one.key]


def paper_map(
    spots: Sequence[Spot], *, communes: Iterable[dict[str, Any]], borders: Iterable[dict[str, Any]]
) -> PaperMap:
    """The map of `spots` over the geometries `communes` and `borders`; empty when they all are."""
    lines = [line for geometry in borders for line in _lines(geometry)]
    around = [line for geometry in communes for line in _lines(geometry)]
    corners = [(one.longitude, one.latitude) for one in spots]
    corners += [(x, y) for line in lines for x, y in line]
    if not corners:
        return PaperMap(WIDTH, MARGIN, "", "", [])
    plane = _Plane.around(corners)
    return PaperMap(
        WIDTH,
        plane.height,
        "".join(plane.path(line) for line in around if plane.shows(line)),
        "".join(plane.path(line) for line in lines),
        _labels(plane, spots),
    )


def runs_of(numbers: Iterable[int]) -> str:
    """« 3, 5–7 »."""
    found = sorted(numbers)
    words = []
    for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0]):
        held = [number for _, number in run]
        link = ", " if len(held) == 2 else "–"
        words.append(f"{held[0]}{link}{held[-1]}" if len(held) > 1 else str(held[0]))
    return ", ".join(words)


@dataclass(frozen=True)
class _Plane:
    """Degrees to the units of the drawing: as wide as the paper, as high as it must."""

    west: float
    north: float
    squeeze: float
    scale: float
    left: float
    height: int

    @classmethod
    def around(cls, places: Sequence[tuple[float, float]]) -> "_Plane":
        longitudes, latitudes = zip(*places, strict=True)
        west, east, south, north = (
            *(min(longitudes), max(longitudes)), *(min(latitudes), max(latitudes)),
        )  # fmt: skip
        squeeze = cos(radians((south + north) / 2))
        wide, tall = max((east - west) * squeeze, 0.02), max(north - south, 0.02)
        scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
        left = (WIDTH - (east - west) * squeeze * scale) / 2
        height = round(tall * scale) + 2 * MARGIN
        return cls(west, north, squeeze, scale, left, height)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = self.left + (longitude - self.west) * self.squeeze * self.scale
        return x, MARGIN + (self.north - latitude) * self.scale

    def shows(self, line: Iterable[Sequence[float]]) -> bool:
        """Some point of the line lies on the paper."""
        places = (self.at(point[0], point[1]) for point in line)
        return any(0 <= x <= WIDTH and 0 <= y <= self.height for x, y in places)

    def path(self, line: Iterable[Sequence[float]]) -> str:
        places = (self.at(point[0], point[1]) for point in line)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _lines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    held = geometry["coordinates"]
    is_area = geometry["type"] == "MultiPolygon"
    return [line for part in held for line in part] if is_area else list(held)


def _labels(plane: _Plane, spots: Sequence[Spot]) -> list[Label]:
    placed = [
        Label(*plane.at(one.longitude, one.latitude), [one.number], Counter([one.place]))
        for one in spots
    ]
    labels = _grouped_by_square(placed)
    before = 0
    while len(labels) != before:
        before = len(labels)
        labels = _merged(labels)
    labels.sort(key=lambda one: one.first)
    rank = 0
    for one in labels:
        one.numbers.sort()
        if len(one.numbers) > MOST_NUMBERS:
            one.key = (LETTERS[rank // 26 - 1] if rank >= 26 else "") + LETTERS[rank % 26]
            rank += 1
    return labels


def _grouped_by_square(labels: Iterable[Label]) -> list[Label]:
    """Those of the same square of the drawing are one: what follows compares few of them."""
    squares: dict[tuple[int, int], Label] = {}
    for one in labels:
        square = (int(one.x // HIGH), int(one.y // HIGH))
        if square in squares:
            _take(squares[square], one)
        else:
            squares[square] = one
    return list(squares.values())


def _merged(labels: list[Label]) -> list[Label]:
    """Each label joins the first kept one that it would cover."""
    kept: list[Label] = []
    for one in labels:
        covered = next((other for other in kept if _overlap(one, other)), None)
        if covered is None:
            kept.append(one)
        else:
            _take(covered, one)
    return kept


def _overlap(one: Label, other: Label) -> bool:
    return (
        abs(one.y - other.y) < HIGH + 1 and abs(one.x - other.x) < (one.width + other.width) / 2 + 1
    )


def _take(label: Label, other: Label) -> None:
    """`label` stands for both, at their middle."""
    mine, theirs = len(label.numbers), len(other.numbers)
    label.x = (label.x * mine + other.x * theirs) / (mine + theirs)
    label.y = (label.y * mine + other.y * theirs) / (mine + theirs)
    label.numbers += other.numbers
    label.places += other.places
