"""Searching and distances said once more: no tokens, no index, every institution looked at."""

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any

from domain import datums, search
from tests.oracle.register import Register, Row

EARTH_MM = 6_371_008_800.0


def refused(name: str, value: Any) -> Iterator[str]:
    if name == "search":
        if not 1 <= len(_folded(value)) <= 100:
            yield "INVALID_SEARCH"
        return
    if not (-90 <= value["latitude"] <= 90 and -180 <= value["longitude"] <= 180):
        yield "INVALID_POSITION"
    if not 1 <= value["radiusM"] <= 50_000:
        yield "INVALID_RADIUS"


def _folded(text: str) -> str:
    return search.comparable(text)


def _is_typed(word: str) -> bool:
    letters = word.replace("'", "")
    return re.fullmatch("[0-9a-z]*[a-z][0-9a-z]*", letters) is not None


def _places_read(row: Row, word: str) -> list[int]:
    """The pieces of the name from which on it is spelt like this, or has these initials."""
    typed, pieces = word.replace("'", ""), row["sort_key"].split()
    by_initials = len(typed) <= 4 or search.boundaries(typed) is None
    by_spelling = len(typed) <= 4 or not by_initials
    return [
        i
        for i in range(len(pieces))
        if (by_spelling and "".join(pieces[i:]).startswith(typed))
        or (by_initials and "".join(p[0] for p in pieces[i:]).startswith(typed))
    ]


def is_found(register: Register, row: Row, text: str) -> bool:
    numbers = [e["number"] for e in register.where("Entitlement", institution_id=row["id"])]
    fixed = (row["name"], row["address"], row["unified_social_credit_code"])
    texts = [_folded(t) for t in (*fixed, *numbers)]
    words = _folded(text).split()
    typed = [word for word in words if _is_typed(word)]

    def stands(word: str) -> bool:
        return any(word in t for t in texts)

    return all(stands(word) for word in words if word not in typed) and (
        all(map(stands, typed)) or all(_places_read(row, word) for word in typed)
    )


def rank(row: Row, text: str) -> int:
    words, name = _folded(text).split(), _folded(row["name"])
    if not words:
        # Refused as it is; a cursor beside it is looked at all the same.
        return 0
    word = words[0]
    if name.startswith(word):
        return 0
    if word in name:
        return 1
    places = _places_read(row, word) if _is_typed(word) else []
    if not places:
        return 4
    return 2 if places[0] == 0 else 3


def distance(register: Register, row: Row, near: dict[str, Any]) -> int | None:
    """Millimetres to the nearest open site."""
    found = (
        distance_of_site(register, site, near)
        for site in register.where("Site", institution_id=row["id"])
    )
    return min((each for each in found if each is not None), default=None)


def distance_of_site(register: Register, site: Row, near: dict[str, Any]) -> int | None:
    """None for one that is closed or nowhere on the map."""
    is_placed = None not in (site["wgs84_latitude"], site["wgs84_longitude"])
    since, until = site["opened_on"] or dt.date.min, site["closed_on"] or dt.date.max
    if not (is_placed and since <= register.today <= until):
        return None
    return millimetres(_wgs84(near), (site["wgs84_latitude"], site["wgs84_longitude"]))


def is_site_near(register: Register, site: Row, near: dict[str, Any]) -> bool:
    distance = distance_of_site(register, site, near)
    return distance is not None and distance <= near["radiusM"] * 1_000


def is_near(register: Register, row: Row, near: dict[str, Any]) -> bool:
    nearest = distance(register, row, near)
    return nearest is not None and nearest <= near["radiusM"] * 1_000


def _wgs84(near: dict[str, Any]) -> tuple[float, float]:
    latitude, longitude = float(near["latitude"]), float(near["longitude"])
    if near["datum"] == "GCJ02":
        return datums.wgs84_of_gcj02(latitude, longitude)
    if near["datum"] == "BD09":
        return datums.wgs84_of_bd09(latitude, longitude)
    return latitude, longitude


def millimetres(here: tuple[float, float], there: tuple[float, float]) -> int:
    """Haversine."""
    north, east = (math.radians(b - a) for a, b in zip(here, there, strict=True))
    chord = math.pow(math.sin(north / 2), 2) + math.cos(math.radians(here[0])) * math.cos(
        math.radians(there[0])
    ) * math.pow(math.sin(east / 2), 2)
    return round(2 * math.asin(math.sqrt(min(1.0, chord))) * EARTH_MM)
