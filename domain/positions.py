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
            return position
        case Datum.GCJ02:
            found = wgs84_of_gcj02(position.latitude, position.longitude)
        case Datum.BD09:
            found = wgs84_of_bd09(position.latitude, position.longitude)
    return Position(*found, Datum.WGS84, position.accuracy_m)


def faults_of_position(position: Position, field: str) -> Iterator[Violation]:
    """What is out of range; not-a-number and infinity are."""
    for name, value, limit in (
        ("latitude", position.latitude, 90),
        ("longitude", position.longitude, 180),
    ):
        if not -limit <= value <= limit:
            yield Violation(
                f"{field}.{name}", f"须在-{limit}至{limit}之间", f"must be -{limit} to {limit}"
            )
    if position.accuracy_m is not None and not 0 <= position.accuracy_m < math.inf:
        yield Violation(f"{field}.accuracyM", "不得为负", "must not be negative")
