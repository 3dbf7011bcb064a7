"""Nearest first, on every page, exactly as measured one by one."""

import datetime as dt
import math
import random
from typing import Any

import pytest

from domain.positions import Datum, Position, box_around, to_wgs84
from persistence.engine.database import Database
from tests.client import Client
from tests.factories import add, institutions
from tests.people import key

COUNT = 5_000
CITIES = ((31.3, 120.6), (39.9, 116.4), (22.5, 114.0), (43.8, 87.6), (53.4, 122.3), (18.2, 109.5))
PAGE = """
query Page($near: Near!, $first: Int, $last: Int, $after: String, $before: String, $way: Direction!) {
  institutions(
    filter: { near: $near }
    orderBy: { field: DISTANCE, direction: $way }
    first: $first, last: $last, after: $after, before: $before
  ) {
    nodes { id }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    totalCount
  }
}
"""
Sites = dict[str, list[tuple[float, float]]]


@pytest.fixture
async def sites(database: Database, world: None) -> Sites:
    """Institutions with one to three sites, half of them about the same few cities."""
    chance = random.Random("sites")
    places: Sites = {}
    async with database.writing() as session:
        made = []
        for i in range(COUNT * 2 // 3):
            id = key(2_000_000 + i)
            session.add(institutions.institution(id, f"机构{i}", f"N{i:08d}"))
            for _ in range(chance.choice((1, 1, 2))):
                city = chance.choice(CITIES)
                near = city[0] + chance.gauss(0, 0.3), city[1] + chance.gauss(0, 0.3)
                anywhere = chance.uniform(18, 53), chance.uniform(73, 135)
                place = near if chance.random() < 0.7 else anywhere
                if chance.random() < 0.02:
                    place = city
                places.setdefault(f"inst_{id}", []).append(place)
                site = institutions.site(id)
                site.place(Position(*place, Datum.WGS84))
                made.append(site)
        await session.flush()
        session.add_all(made)
    async with database.engine.begin() as connection:
        # What is known of the tables is from the tests before: plans made by it take fifty times as long.
        await connection.exec_driver_sql("analyze institutions, sites")
    return places


async def test_every_page_is_what_measuring_each_site_gives(ask: Client, sites: Sites) -> None:
    for latitude, longitude in CITIES:
        for datum in Datum:
            near = {"latitude": latitude, "longitude": longitude, "datum": datum.value}
            centre = to_wgs84(Position(latitude, longitude, datum))
            place = (centre.latitude, centre.longitude)
            measured = sorted(
                (min(_millimetres(place, site) for site in its), id) for id, its in sites.items()
            )
            for radius in (1, 5_000, 50_000):
                expected = [id for distance, id in measured if distance <= radius * 1_000]

                walked = await _walk(ask, {**near, "radiusM": radius}, "ASC")

                assert walked == expected


async def test_the_radius_is_included_and_not_one_millimetre_more(
    ask: Client, sites: Sites, database: Database
) -> None:
    here = (31.3, 120.6)
    (id, its) = next(iter(sites.items()))
    metres = 1234
    async with database.writing() as session:
        for number, millimetres in ((1, metres * 1_000), (2, metres * 1_000 + 1)):
            lone = key(3_000_000 + number)
            await add(session, institutions.institution(lone, f"边{number}", f"E{number}"))
            site = institutions.site(lone)
            site.place(Position(_north_of(here, millimetres), here[1], Datum.WGS84))
            await add(session, site)

    near = {"latitude": here[0], "longitude": here[1], "datum": "WGS84", "radiusM": metres}
    walked = await _walk(ask, near, "ASC")

    assert f"inst_{key(3_000_001)}" in walked
    assert f"inst_{key(3_000_002)}" not in walked
    assert id is not None
    assert its


async def test_backwards_and_farthest_first_are_the_same_list_turned(
    ask: Client, sites: Sites
) -> None:
    near = {"latitude": 31.3, "longitude": 120.6, "datum": "WGS84", "radiusM": 50_000}

    nearest, farthest = await _walk(ask, near, "ASC"), await _walk(ask, near, "DESC")

    assert farthest == nearest[::-1]
    backwards: list[str] = []
    before = None
    while True:
        variables = {"near": near, "way": "ASC", "last": 37, "before": before}
        page = (await ask(PAGE, variables))["institutions"]
        backwards = [node["id"] for node in page["nodes"]] + backwards
        if not page["pageInfo"]["hasPreviousPage"]:
            break
        before = page["pageInfo"]["startCursor"]
    assert backwards == nearest
    assert page["totalCount"] == len(nearest)


async def test_closed_sites_and_those_to_come_are_not_near(
    ask: Client, world: None, database: Database
) -> None:
    days: dict[str, dict[str, Any]] = {
        "open": {},
        "closed": {"closed_on": dt.date(2020, 1, 1)},
        "to come": {"opened_on": dt.date(2999, 1, 1)},
    }
    async with database.writing() as session:
        for number, facts in enumerate(days.values()):
            id = key(3_000_000 + number)
            await add(session, institutions.institution(id, "某", f"C{number}"))
            site = institutions.site(id, **facts)
            site.place(Position(45.0, 90.0, Datum.WGS84))
            await add(session, site)

    near = {"latitude": 45.0, "longitude": 90.0, "datum": "WGS84", "radiusM": 1}

    assert await _walk(ask, near, "ASC") == [f"inst_{key(3_000_000)}"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"radiusM": 0}, "INVALID_RADIUS"),
        ({"radiusM": 50_001}, "INVALID_RADIUS"),
        ({"latitude": 90.5}, "INVALID_POSITION"),
        ({"longitude": -181.0}, "INVALID_POSITION"),
        ({"datum": "MARS"}, "INVALID_VALUE"),
        ({"latitude": "x"}, "INVALID_VALUE"),
    ],
    ids=str,
)
async def test_what_is_no_place_is_named(
    ask: Client, world: None, change: dict[str, Any], code: str
) -> None:
    near = {"latitude": 31.3, "longitude": 120.6, "datum": "GCJ02", "radiusM": 100, **change}

    answer = await ask.answer(PAGE, {"near": near, "way": "ASC", "first": 1})

    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]


@pytest.mark.parametrize(("field", "needs"), [("DISTANCE", "near"), ("RELEVANCE", "search")])
async def test_an_order_without_its_filter_is_refused_by_name(
    ask: Client, world: None, field: str, needs: str
) -> None:
    for given in ("", "filter: {}", f"filter: {{ {needs}: null }}"):
        answer = await ask.answer(
            f"{{ institutions({given} first: 1, orderBy: {{ field: {field} }}) {{ nodes {{ id }} }} }}"
        )

        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "ORDER_NEEDS_FILTER"
        assert error["message"] == f"To order by {field}, give the filter {needs}."
        assert error["path"] == ["institutions"]


def test_a_box_holds_what_is_within_the_radius_everywhere() -> None:
    chance = random.Random("boxes")
    for _ in range(20_000):
        latitude = chance.choice((chance.uniform(-90, 90), chance.uniform(89, 90), -89.9))
        longitude = chance.choice((chance.uniform(-180, 180), 179.99, -180.0))
        radius = chance.uniform(1, 50_000)
        box = box_around(Position(latitude, longitude, Datum.WGS84), radius)
        there = (
            min(90.0, max(-90.0, latitude + chance.uniform(-0.6, 0.6))),
            (longitude + chance.uniform(-2, 2) + 180) % 360 - 180,
        )
        if _millimetres((latitude, longitude), there) <= radius * 1_000:
            assert box.south <= there[0] <= box.north
            assert box.west <= there[1] <= box.east


def _millimetres(here: tuple[float, float], there: tuple[float, float]) -> int:
    north, east = (math.radians(b - a) for a, b in zip(here, there, strict=True))
    chord = math.pow(math.sin(north / 2), 2) + math.cos(math.radians(here[0])) * math.cos(
        math.radians(there[0])
    ) * math.pow(math.sin(east / 2), 2)
    return round(2 * math.asin(math.sqrt(min(1.0, chord))) * 6_371_008_800.0)


def _north_of(here: tuple[float, float], millimetres: int) -> float:
    """The latitude of the place due north that is measured as this far away."""
    latitude = here[0] + math.degrees(millimetres / 6_371_008_800.0)
    while (found := _millimetres(here, (latitude, here[1]))) != millimetres:
        latitude += math.degrees((millimetres - found) / 6_371_008_800.0 / 2)
    return latitude


async def _walk(ask: Client, near: dict[str, Any], way: str) -> list[str]:
    walked: list[str] = []
    after = None
    while True:
        variables = {"near": near, "way": way, "first": 100, "after": after}
        page = (await ask(PAGE, variables))["institutions"]
        walked += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return walked
        after = page["pageInfo"]["endCursor"]


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize("tiny", [5e-324, -1e-300, 1e-200])
async def test_what_is_next_to_nothing_is_measured_as_nothing(
    ask: Client, database: Database, world: None, tiny: float, datum: Datum
) -> None:
    id = key(2_999_999)
    async with database.writing() as session:
        session.add(institutions.institution(id, "零点", "N99999999"))
        await session.flush()
        site = institutions.site(id)
        site.place(Position(tiny, tiny, Datum.WGS84))
        session.add(site)

    for degrees in (tiny, 0.0, -tiny):
        near = {"latitude": degrees, "longitude": degrees, "radiusM": 5_000, "datum": datum.value}
        page = await ask(PAGE, {"near": near, "way": "ASC", "first": 5})
        assert [node["id"] for node in page["institutions"]["nodes"]] == [f"inst_{id}"]
