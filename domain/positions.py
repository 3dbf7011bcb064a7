"""Where something is: positions, the datum they were taken in, and their ranges."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from domain.datums import wgs84_of_bd09, wgs84_of_gcj02
from domain.refusals import Violation
from domain.terms import Term


class Datum(Term):
    """Phones in China give GCJ-02 or BD-09; registers and distances use WGS-84."""

    WGS84 = "WGS84", "WGS-84", "WGS-84"
    GCJ02 = "GCJ02", "GCJ-02（火星坐标）", "GCJ-02"
    BD09 = "BD09", "BD-09（百度坐标）", "BD-09"


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees; latitude -90..90, longitude -180..180; accuracy in metres."""

    latitude: float
    longitude: float
    datum: Datum
    accuracy_m: float | None = None


def to_wgs84(position: Position) -> Position:
    """The same place in WGS-84, to within a metre; outside China the datums agree."""
    match position.datum:
        case Datum.WGS84:
            found = position.latitude, position.longitude
        case Datum.GCJ02:
            found = wgs84_of_gcj02(position.latitude, position.longitude)
        case Datum.BD09:
            found = wgs84_of_bd09(position.latitude, position.longitude)
    # Squares of smaller numbers are none: a database that measures with them gives up.
    latitude, longitude = (each if abs(each) > _SMALLEST else 0.0 for each in found)
    return Position(latitude, longitude, Datum.WGS84, position.accuracy_m)


_SMALLEST = 1e-9
"""A tenth of a millimetre."""

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of WGS-84 (IUGG): distances on a sphere of it are right to 0.6 %."""


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, WGS-84, both ends included."""

    south: float
    west: float
    north: float
    east: float


def box_around(place: Position, radius_m: float) -> Box:
    """Holds everything within the radius of a WGS-84 place; all longitudes where it would reach over
    a pole or the date line."""
    angle = radius_m / EARTH_RADIUS_M
    high = math.degrees(angle) + _MARGIN
    south, north = place.latitude - high, place.latitude + high
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    wide = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(place.latitude))))
    west, east = place.longitude - wide - _MARGIN, place.longitude + wide + _MARGIN
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return Box(south, west, north, east)


_MARGIN = 1e-7
"""A centimetre, so that rounding keeps nothing out."""


def faults_of_position(position: Position, field: str) -> Iterator[Violation]:
    """What is out of range; not-a-number and infinity are."""
    for name, value, limit in (
        ("latitude", position.latitude, 90),
        ("longitude", position.longitude, 180),
    ):
        if not -limit <= value <= limit:
            yield Violation(
                f"{field}.{name}", f"须在-{limit}至{limit}之间", f"must be from -{limit} to {limit}"
            )
    if position.accuracy_m is not None and not 0 <= position.accuracy_m < math.inf:
        yield Violation(f"{field}.accuracyM", "不得为负", "must not be negative")
