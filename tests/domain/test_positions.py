import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.datums import bd09_of_gcj02, gcj02_of_wgs84
from domain.positions import Datum, Position, to_wgs84

METRES_PER_DEGREE = 111_320
LATITUDES, LONGITUDES = st.floats(18.0, 53.5), st.floats(73.7, 135.0)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return math.hypot(one[0] - other[0], east) * METRES_PER_DEGREE


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # The pairs published with the eviltransform library.
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_the_published_pairs_agree(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    found = to_wgs84(Position(*gcj02, Datum.GCJ02))
    assert metres(gcj02_of_wgs84(*wgs84), gcj02) < 0.1
    assert metres((found.latitude, found.longitude), wgs84) < 0.1


def test_the_published_baidu_pair_agrees() -> None:
    # Baidu's own converter gives this for the GCJ-02 position 39.915, 116.404.
    assert metres(bd09_of_gcj02(39.915, 116.404), (39.92133699351021, 116.41036949371029)) < 0.1


@given(LATITUDES, LONGITUDES)
def test_there_and_back_is_the_same_place(latitude: float, longitude: float) -> None:
    gcj02 = gcj02_of_wgs84(latitude, longitude)
    for position in (
        Position(*gcj02, Datum.GCJ02),
        Position(*bd09_of_gcj02(*gcj02), Datum.BD09),
    ):
        found = to_wgs84(position)
        assert metres((found.latitude, found.longitude), (latitude, longitude)) < 1


@pytest.mark.parametrize("datum", list(Datum))
def test_outside_china_a_position_stays_where_it_is(datum: Datum) -> None:
    assert to_wgs84(Position(48.85, 2.35, datum, 8.0)) == Position(48.85, 2.35, Datum.WGS84, 8.0)


def test_the_accuracy_is_kept() -> None:
    assert to_wgs84(Position(31.3, 120.6, Datum.BD09, 8.0)).accuracy_m == 8.0
