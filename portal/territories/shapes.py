"""Outlines in GeoJSON: read, checked, and mended when a ring crosses itself. Pure arithmetic."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal.territories.refusals import UnreadableFile

Point = tuple[float, float]
Ring = list[Point]

DECIMALS = 5  # about one metre
SLIVER = 1e-9  # square degrees, about 10 m²: what is left of a crossing by rounding


def read_outlines(path: Path) -> dict[str, dict[str, Any]]:
    """MultiPolygon geometries by commune code; a ring that crosses itself is cut in simple ones.

    Raises UnreadableFile when it is not a GeoJSON collection of areas with a `code`.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(path=path, why=f"{error.strerror}.") from error
    except ValueError as error:
        raise UnreadableFile(path=path, why="ce n’est pas du GeoJSON en UTF-8.") from error
    try:
        return {
            feature["properties"]["code"]: mended(feature["geometry"])
            for feature in document["features"]
        }
    except (KeyError, TypeError, ValueError) as error:
        why = "chaque élément doit porter une propriété « code » et une surface."
        raise UnreadableFile(path=path, why=why) from error


def mended(geometry: dict[str, Any]) -> dict[str, Any]:
    """The same area as a valid MultiPolygon. Raises ValueError when it is not an area."""
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    if geometry["type"] not in kinds:
        raise ValueError("a polygon is wanted")
    polygons = []
    for outer, *holes in kinds[geometry["type"]]:
        pieces = simple_rings(_ring(outer))
        inner = [_closed(ring) for hole in holes for ring in simple_rings(_ring(hole))]
        # The holes stay with the largest piece: the others are the loops of a crossing.
        for rank, piece in enumerate(sorted(pieces, key=area, reverse=True)):
            polygons.append([_closed(piece), *(inner if rank == 0 else [])])
    return {"type": "MultiPolygon", "coordinates": polygons}


def simple_rings(ring: Ring) -> list[Ring]:
    """Rings (open: the first point is not repeated) that together draw `ring` uncrossed."""
    found: list[Ring] = []
    waiting = [ring]
    while waiting:
        current = waiting.pop()
        crossing = _first_crossing(current)
        if crossing is None:
            found.append(current)
            continue
        first, second, point = crossing
        waiting.append([*current[: first + 1], point, *current[second + 1 :]])
        waiting.append([point, *current[first + 1 : second + 1]])
    return [piece for piece in found if area(piece) > SLIVER] or [ring]


def area(ring: Ring) -> float:
    """The area of an open ring, in square degrees, whatever its direction."""
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]))
    return abs(doubled) / 2


def bounds(geometry: dict[str, Any]) -> tuple[float, float, float, float]:
    """South, west, north, east of a MultiPolygon or of a MultiLineString."""
    parts = geometry["coordinates"]
    rings = [part[0] for part in parts] if geometry["type"] == "MultiPolygon" else parts
    points = [point for ring in rings for point in ring]
    longitudes, latitudes = zip(*points, strict=True)
    return min(latitudes), min(longitudes), max(latitudes), max(longitudes)


def _ring(points: list[list[float]]) -> Ring:
    ring = [(float(point[0]), float(point[1])) for point in points]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) < 3 or any(abs(x) > 180 or abs(y) > 90 for x, y in ring):
        raise ValueError("a ring has three points of the Earth")
    return ring


def _closed(ring: Ring) -> list[list[float]]:
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in [*ring, ring[0]]]


def _first_crossing(ring: Ring) -> tuple[int, int, Point] | None:
    sides = list(pairwise([*ring, ring[0]]))
    boxes = [(min(a[0], b[0]), max(a[0], b[0])) for a, b in sides]
    for first in range(len(sides)):
        west, east = boxes[first]
        for second in range(first + 2, len(sides)):
            if boxes[second][0] > east or boxes[second][1] < west:
                continue
            point = _crossing(*sides[first], *sides[second])
            if point is not None:
                return first, second, point
    return None


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two sides cross inside themselves; ends that merely touch do not count."""
    across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if across == 0:
        return None
    along = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across
    other = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across
    if not (0 < along < 1 and 0 < other < 1):
        return None
    return a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])
