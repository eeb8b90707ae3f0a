"""The border of several areas taken together, from the outline of each. Pure arithmetic.

Neighbours share their sides exactly (the outlines of IGN are simplified together): a side that
two areas have lies inside, a side that one alone has is the border.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Side = tuple[Point, Point]


def border(geometries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sides that only one of the MultiPolygons has, end to end, as a MultiLineString."""
    sides = [side for geometry in geometries for side in _sides(geometry)]
    seen = Counter(min(side, side[::-1]) for side in sides)
    alone = [side for side in sides if seen[min(side, side[::-1])] == 1]
    lines = [[list(point) for point in line] for line in _end_to_end(alone)]
    return {"type": "MultiLineString", "coordinates": lines}


def coarser(geometry: dict[str, Any], *, decimals: int = 3) -> dict[str, Any]:
    """The same lines with `decimals` (three: a hundred metres) and no point said twice."""
    lines = []
    for line in geometry["coordinates"]:
        points = [[round(x, decimals), round(y, decimals)] for x, y in line]
        lines.append(points[:1] + [two for one, two in pairwise(points) if one != two])
    return {"type": geometry["type"], "coordinates": [line for line in lines if len(line) > 1]}


def _sides(geometry: dict[str, Any]) -> list[Side]:
    rings = [ring for polygon in geometry["coordinates"] for ring in polygon]
    return [
        ((one[0], one[1]), (two[0], two[1]))
        for ring in rings
        for one, two in pairwise(ring)
        if one != two
    ]


def _end_to_end(sides: list[Side]) -> list[list[Point]]:
    """Lines that pass by each side once, as long as can be, in the direction of the rings."""
    after: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sides:
        after[start].append(end)
    lines = []
    for first in list(after):
        while after[first]:
            line = [first]
            while after[line[-1]]:
                line.append(after[line[-1]].pop())
            lines.append(line)
    return lines
