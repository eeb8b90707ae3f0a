"""Distances on the ground, as the crow flies, between WGS 84 points."""

import math
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


class Box(NamedTuple):
    """A box of latitudes and longitudes, in degrees, edges included."""

    south: float
    west: float
    north: float
    east: float


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two WGS 84 points in degrees, in kilometres.

    Haversine on the IUGG mean sphere (6371.0088 km); in metropolitan France it is
    within 0.4 % of the ellipsoid. Raises ValueError for a latitude outside -90..90.
    """
    if not (-90 <= lat1 <= 90 and -90 <= lat2 <= 90):
        raise ValueError("a latitude lies between -90 and 90 degrees")
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = (phi2 - phi1) / 2
    half_lon = math.radians(lon2 - lon1) / 2
    a = math.sin(half_lat) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


def bounding_box(lat: float, lon: float, radius_km: float) -> Box:
    """The smallest box that holds every point within `radius_km` of the point, poles apart."""
    height = radius_km / KM_PER_DEGREE
    widest = min(89.0, abs(lat) + height)
    width = height / math.cos(math.radians(widest))
    return Box(lat - height, lon - width, lat + height, lon + width)
