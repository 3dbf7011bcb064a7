"""Arriving at a visit and leaving it: within the window, once each, flagged but never blocked."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.authorities.table import InspectorProfile
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.inspections.table import Inspection
from persistence.institutions.table import Site
from persistence.reading import ids
from persistence.visits.table import CheckIn, Notice
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import MAPLE, Person, fang, hua, jun, lin, ling, mei, ou, qiao, su, tao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import ENDED_AT, a_report, an_arrival, officer
from tests.schema.visits.steps import HERE, LATITUDE, LONGITUDE, count

SHOWS = """... on CheckedIn {
    inspection { id noticedAt version notice { mode issuedAt officers { unit name } } }
    checkIn { officer { id } claimedAt deviceClockOffsetMs correctedAt receivedAt certificatesShown
        rightsTold distanceM flags checkOut { claimedAt }
        position { latitude longitude accuracyM datum provider isMock } } }"""
A_METRE = 1 / 111_195
"""Of latitude, in degrees."""


@pytest.fixture
async def placed(assigned: str, database: Database) -> str:
    """枫叶's place has coordinates."""
    async with database.writing() as session:
        await session.execute(
            sa.update(Site)
            .where(Site.institution_id == MAPLE)
            .values(
                latitude=LATITUDE,
                longitude=LONGITUDE,
                datum="WGS84",
                wgs84_latitude=LATITUDE,
                wgs84_longitude=LONGITUDE,
            )
        )
    return assigned


async def _check_in(ask: Client, visit: str, by: Person | None = mei, **facts: Any) -> Any:
    return await ask.do("checkIn", an_arrival(visit, **facts), SHOWS, by=by)


async def test_an_officer_arrives_and_the_institution_has_its_notice(
    ask: Client, placed: str
) -> None:
    id = ids.write("CheckIn", new_key())

    payload = await _check_in(ask, placed, id=id, position=HERE)

    arrived_at = "2026-11-18T00:30:00.000000Z"
    assert payload == {
        "__typename": "CheckedIn",
        "inspection": {
            "id": placed,
            "noticedAt": arrived_at,
            "version": 2,
            "notice": {
                "mode": "ON_ARRIVAL",
                "issuedAt": arrived_at,
                "officers": [
                    {"unit": "苏州市教育局", "name": "mei"},
                    {"unit": "苏州市教育局", "name": "jun"},
                ],
            },
        },
        "checkIn": {
            "officer": {"id": officer(mei)},
            "claimedAt": arrived_at,
            "deviceClockOffsetMs": None,
            "correctedAt": arrived_at,
            "receivedAt": "2026-11-18T02:00:00.000000Z",
            "certificatesShown": True,
            "rightsTold": True,
            "distanceM": 0,
            "flags": ["BEFORE_ISSUE"],
            "checkOut": None,
            "position": {**HERE, "isMock": False},
        },
    }
    node = await ask("query Q($id: ID!) { node(id: $id) { id } }", {"id": id}, by=mei)
    assert node == {"node": {"id": id}}


async def test_each_officer_arrives_once_and_the_notice_is_given_once(
    ask: Client, assigned: str, database: Database
) -> None:
    payloads = await asyncio.gather(*(_check_in(ask, assigned, by=p) for p in (mei, jun, mei, jun)))

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == ["ALREADY_CHECKED_IN", "ALREADY_CHECKED_IN", "None", "None"]
    assert await count(database, CheckIn) == 2
    assert await count(database, Notice) == 1


async def test_the_same_operation_is_done_once_and_an_id_is_nobody_elses(
    ask: Client, assigned: str, database: Database
) -> None:
    given = an_arrival(assigned, operationId=str(new_key()), id=ids.write("CheckIn", new_key()))

    first = await ask.do("checkIn", given, SHOWS, by=mei)
    again = await ask.do("checkIn", given, SHOWS, by=mei)
    taken = await ask.do("checkIn", {**given, "operationId": str(new_key())}, by=jun)

    assert first == again
    assert taken["code"] == "ID_TAKEN"
    assert await count(database, CheckIn) == 1
    async with database.writing() as session:
        tags = await session.scalars(
            sa.select(AuditEvent.tag).where(AuditEvent.tag == "inspection.checked_in")
        )
        assert len(tags.all()) == 1


@pytest.mark.parametrize(
    ("facts", "distance", "flags"),
    [
        ({}, None, ["NO_POSITION"]),
        ({"position": HERE}, 0, []),
        ({"position": {**HERE, "latitude": LATITUDE + 310 * A_METRE}}, 310, []),
        ({"position": {**HERE, "latitude": LATITUDE + 320 * A_METRE}}, 320, ["FAR"]),
        ({"position": {**HERE, "latitude": LATITUDE - 5_000 * A_METRE}}, 5_000, ["FAR"]),
        ({"position": {**HERE, "accuracyM": 101}}, 0, ["INACCURATE"]),
        ({"position": {**HERE, "accuracyM": None}}, 0, ["INACCURATE"]),
        ({"position": {**HERE, "isMock": True}}, 0, ["MOCKED"]),
        ({"position": HERE, "certificatesShown": False}, 0, ["CERTIFICATE_NOT_SHOWN"]),
        ({"position": HERE, "rightsTold": False}, 0, ["RIGHTS_NOT_TOLD"]),
        ({"position": HERE, "deviceClockOffsetMs": -300_001}, 0, ["CLOCK_OFF"]),
        ({"position": HERE, "deviceClockOffsetMs": -300_000}, 0, []),
    ],
)
async def test_what_is_odd_is_noted_and_keeps_nobody_away(
    ask: Client,
    placed: str,
    database: Database,
    clock: Clock,
    facts: dict[str, Any],
    distance: int | None,
    flags: list[str],
) -> None:
    clock.now = NOW + dt.timedelta(hours=2)
    now = {"claimedAt": (NOW + dt.timedelta(hours=1)).isoformat()}

    payload = await _check_in(ask, placed, **{**now, **facts})

    assert payload["__typename"] == "CheckedIn"
    assert payload["checkIn"]["distanceM"] == distance
    assert payload["checkIn"]["flags"] == flags


async def test_a_place_without_coordinates_is_noted(ask: Client, assigned: str) -> None:
    payload = await _check_in(ask, assigned, position=HERE)

    assert payload["checkIn"]["distanceM"] is None
    assert "NO_COORDINATES" in payload["checkIn"]["flags"]


@pytest.mark.parametrize(
    ("claimed", "offset_ms", "code"),
    [
        ("2026-11-17T12:00:00+08:00", None, "INSPECTION_NOT_YET_HELD"),
        ("2026-11-18T10:06:00+08:00", None, "VISIT_IN_FUTURE"),
        ("2026-11-18T13:00:00+08:00", 10_800_000, None),
        ("2026-11-18T07:00:00+08:00", -10_800_000, None),
        ("2026-11-18T02:00:00+08:00", 10_800_000, "INSPECTION_NOT_YET_HELD"),
    ],
)
async def test_the_moment_that_counts_is_on_the_servers_clock(
    ask: Client, assigned: str, claimed: str, offset_ms: int | None, code: str | None
) -> None:
    payload = await _check_in(ask, assigned, claimedAt=claimed, deviceClockOffsetMs=offset_ms)

    assert payload.get("code") == code
    if code is None:
        assert payload["checkIn"]["correctedAt"] == "2026-11-18T02:00:00.000000Z"
        assert "CLOCK_OFF" in payload["checkIn"]["flags"]


async def test_nobody_arrives_after_the_window(ask: Client, assigned: str, clock: Clock) -> None:
    clock.now = NOW + dt.timedelta(days=4)

    payload = await _check_in(ask, assigned, claimedAt="2026-11-21T00:00:00+08:00")

    assert payload["code"] == "WINDOW_OVER"


async def test_a_certificate_that_had_ended_by_then_arrives_nowhere(
    ask: Client, assigned: str, database: Database
) -> None:
    async with database.writing() as session:
        mine = InspectorProfile.officer_id == mei.officer_id
        ended = {"certificate_valid_to": dt.date(2026, 11, 17)}
        await session.execute(sa.update(InspectorProfile).where(mine).values(**ended))

    payload = await _check_in(ask, assigned)

    assert payload["code"] == "CERTIFICATE_NOT_VALID"
    assert await count(database, CheckIn) == 0


@pytest.mark.parametrize("state", list(InspectionState))
async def test_arrivals_are_taken_until_the_result_is_public(
    ask: Client, assigned: str, database: Database, state: InspectionState
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))

    payload = await _check_in(ask, assigned)

    is_open = state in {"TO_ENTER", "TO_CONFIRM", "TO_AUDIT", "AUDIT_REJECTED"}
    assert payload.get("code") == (None if is_open else "CHECK_IN_TOO_LATE")


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (tao, "NOT_FOUND"),
        (ling, "NOT_FOUND"),
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (hua, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
)
@pytest.mark.parametrize("mutation", ["checkIn", "checkOut"])
async def test_who_was_not_sent_neither_arrives_nor_leaves(
    ask: Client,
    assigned: str,
    database: Database,
    mutation: str,
    person: Person | None,
    code: str,
) -> None:
    given = an_arrival(assigned)
    if mutation == "checkOut":
        given = {k: given[k] for k in ("inspectionId", "claimedAt")}

    payload = await ask.do(mutation, given, by=person)

    assert payload["code"] == code
    assert await count(database, CheckIn) == 0
    assert await steps.state_of(ask, assigned) == {"state": "TO_ENTER", "version": 1}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"position": {**HERE, "latitude": 91}}, "position.latitude"),
        ({"position": {**HERE, "longitude": -1e308}}, "position.longitude"),
        ({"position": {**HERE, "accuracyM": -1}}, "position.accuracyM"),
        ({"id": "chk_1"}, "id"),
        ({"inspectionId": "chk_1"}, "inspectionId"),
    ],
)
async def test_faults_of_form_are_named(
    ask: Client, assigned: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("checkIn", an_arrival(assigned) | facts, shows, by=mei)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await count(database, CheckIn) == 0


async def test_a_visit_of_monday_arrives_on_wednesday_from_a_phone_three_hours_off(
    ask: Client, world: None, clock: Clock
) -> None:
    visit = await steps.assign(ask)
    clock.now = NOW + dt.timedelta(days=2)
    off: dict[str, Any] = {"deviceClockOffsetMs": 3 * 3_600_000}
    ahead = dt.timedelta(hours=3)
    started, ended = ENDED_AT - dt.timedelta(hours=1) + ahead, ENDED_AT + ahead

    arrival = await _check_in(ask, visit, claimedAt=started.isoformat(), **off)
    given = a_report(
        visit, visitStartedAt=started.isoformat(), visitEndedAt=ended.isoformat(), **off
    )
    shows = """... on InspectionResultFiled { inspection { inspectedOn publishDueOn
        record { clockIsOff visitEndedAt } } }"""
    filed = await ask.do("fileInspectionResult", given, shows, by=mei)

    assert arrival["checkIn"]["correctedAt"] == "2026-11-18T00:30:00.000000Z"
    assert "CLOCK_OFF" in arrival["checkIn"]["flags"]
    assert filed["inspection"] == {
        "inspectedOn": "2026-11-18",
        "publishDueOn": "2026-12-16",
        "record": {"clockIsOff": True, "visitEndedAt": "2026-11-18T04:30:00.000000Z"},
    }


async def test_the_institution_sees_no_arrivals(ask: Client, arrived: str) -> None:
    document = "query Q($id: ID!) { inspection(id: $id) { inspectionCode checkIns { id } } }"

    own = await ask(document, {"id": arrived}, by=yin)
    manager = await ask(document, {"id": arrived}, by=lin)
    officers = await ask(document, {"id": arrived}, by=jun)

    assert own == {"inspection": {"inspectionCode": None, "checkIns": []}}
    assert manager["inspection"]["inspectionCode"] is None
    assert len(manager["inspection"]["checkIns"]) == 1
    assert officers["inspection"]["inspectionCode"]
