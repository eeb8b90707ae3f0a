"""Projected coordinates of FINESS into WGS 84, by batches: one call to PROJ per system."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from pyproj import Transformer

from directory.imports.finess import Projected

# The tag that ends `sourcecoordet`, and its EPSG code.
SYSTEMS = {
    "LAMBERT_93": 2154, "UTM_N20": 5490, "UTM_N21": 4467, "UTM_N22": 2972, "UTM_S40": 2975,
    "UTM_S38": 4471,
}  # fmt: skip
FARTHEST_EASTING = 1_400_000  # beyond, an easting of any of these systems is a northing
GUYANE = "UTM_N22"  # near the equator, only the smaller of the two tells the easting


def positions(points: Iterable[Projected]) -> Iterator[tuple[str, float | None, float | None, str]]:
    """For each point its FINESS number, latitude and longitude, and a remark in French.

    The latitude and longitude are None when the system is unknown or the point is nowhere.
    A pair written northing first is put right, and said so.
    """
    by_system: dict[str, list[Projected]] = defaultdict(list)
    for point in points:
        by_system[point.system].append(point)
    for system, group in by_system.items():
        if system not in SYSTEMS:
            remark = f"Le système de coordonnées « {system} » est inconnu."
            yield from ((point.finess, None, None, remark) for point in group)
            continue
        pairs = [_in_order(point) for point in group]
        longitudes, latitudes = _transformer(system).transform(
            [easting for easting, _ in pairs], [northing for _, northing in pairs]
        )
        for point, pair, lat, lon in zip(group, pairs, latitudes, longitudes, strict=True):
            yield _position(point, pair, lat, lon)


def _position(
    point: Projected, pair: tuple[float, float], lat: float, lon: float
) -> tuple[str, float | None, float | None, str]:
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lat) > 90 or abs(lon) > 180:
        return point.finess, None, None, "Les coordonnées ne désignent aucun lieu."
    swapped = pair != (point.easting, point.northing)
    remark = "Les coordonnées étaient interverties." if swapped else ""
    return point.finess, round(lat, 6), round(lon, 6), remark


def _in_order(point: Projected) -> tuple[float, float]:
    beyond = point.easting > FARTHEST_EASTING >= point.northing
    if beyond or (point.system == GUYANE and point.easting > point.northing):
        return point.northing, point.easting
    return point.easting, point.northing


@cache
def _transformer(system: str) -> Transformer:
    return Transformer.from_crs(SYSTEMS[system], 4326, always_xy=True)
