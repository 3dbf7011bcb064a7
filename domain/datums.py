"""From the offset datums of Chinese maps back to WGS-84.

GCJ-02 adds an offset that is a published series of sines; there is no closed inverse, so it is
found by fixed-point iteration, which converges to below a millimetre. BD-09 is GCJ-02 turned and
shifted. Outside China the offset is zero. The formulas are those of the public implementations
(eviltransform, coordtransform).
"""

import math

_SEMI_MAJOR_AXIS = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_TURN = math.pi * 3000.0 / 180.0
_ROUNDS = 12
_SMALL_ENOUGH = 1e-9


def is_in_china(latitude: float, longitude: float) -> bool:
    """The rectangle the published offset is confined to."""
    return 0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347


def gcj02_of_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    if not is_in_china(latitude, longitude):
        return latitude, longitude
    north, east = _offset(latitude, longitude)
    return latitude + north, longitude + east


def wgs84_of_gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    if not is_in_china(latitude, longitude):
        return latitude, longitude
    found = latitude, longitude
    for _ in range(_ROUNDS):
        there = gcj02_of_wgs84(*found)
        miss = latitude - there[0], longitude - there[1]
        found = found[0] + miss[0], found[1] + miss[1]
        if max(abs(miss[0]), abs(miss[1])) < _SMALL_ENOUGH:
            break
    return found


def wgs84_of_bd09(latitude: float, longitude: float) -> tuple[float, float]:
    if not is_in_china(latitude, longitude):
        return latitude, longitude
    return wgs84_of_gcj02(*_gcj02_of_bd09(latitude, longitude))


def bd09_of_gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    radius = math.hypot(longitude, latitude) + 0.00002 * math.sin(latitude * _BAIDU_TURN)
    angle = math.atan2(latitude, longitude) + 0.000003 * math.cos(longitude * _BAIDU_TURN)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065


def _gcj02_of_bd09(latitude: float, longitude: float) -> tuple[float, float]:
    y, x = latitude - 0.006, longitude - 0.0065
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * _BAIDU_TURN)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BAIDU_TURN)
    return radius * math.sin(angle), radius * math.cos(angle)


def _offset(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees north and east that GCJ-02 adds at a place."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = _waves(x, (6.0, 2.0), (20.0, 20.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (
        waves + _waves(y, (1.0, 1 / 3), (20.0, 40.0)) + _waves(y, (1 / 12, 1 / 30), (160.0, 320.0))
    )
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (
        waves + _waves(x, (1.0, 1 / 3), (20.0, 40.0)) + _waves(x, (1 / 12, 1 / 30), (150.0, 300.0))
    )
    radians = math.radians(latitude)
    bulge = 1 - _ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    meridian = _SEMI_MAJOR_AXIS * (1 - _ECCENTRICITY_SQUARED) / (bulge * math.sqrt(bulge))
    parallel = _SEMI_MAJOR_AXIS / math.sqrt(bulge) * math.cos(radians)
    return math.degrees(north / meridian), math.degrees(east / parallel)


def _waves(value: float, rates: tuple[float, float], weights: tuple[float, float]) -> float:
    return sum(
        weight * math.sin(rate * value * math.pi) * 2.0 / 3.0
        for rate, weight in zip(rates, weights, strict=True)
    )
