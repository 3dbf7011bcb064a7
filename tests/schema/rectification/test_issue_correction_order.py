"""An order at a visit: by an officer of it, in words, by a day within bounds, from a phone's clock."""

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
from persistence.reading import ids
from persistence.rectification.table import CorrectionOrder
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import fang, hua, jun, lin, ling, mei, ou, qiao, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps

SHOWS = """... on CorrectionOrderIssued { order { id kind violationCodes requirements issuedOn dueOn
    dueRule state clockIsOff claimedAt receivedAt version inspection { id } institution { id }
    authority { name } issuedBy { name } reports { position } escalations { id }
    evidence { state } recheck { id } closedAt closedBy extendedFrom } }"""


async def _count(database: Database) -> int | None:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(CorrectionOrder))


async def test_it_stands_as_given(ask: Client, visit: str, database: Database) -> None:
    order_id = ids.write("CorrectionOrder", new_key())

    payload = await ask.do(
        "issueCorrectionOrder", steps.an_order(visit, id=order_id), SHOWS, by=mei
    )

    assert payload == {
        "__typename": "CorrectionOrderIssued",
        "order": {
            "id": order_id,
            "kind": "DEADLINE",
            "violationCodes": ["SAFETY_FIRE"],
            "requirements": "更换二楼过期灭火器",
            "issuedOn": "2026-11-18",
            "dueOn": "2026-12-18",
            "dueRule": "CO_DEADLINE",
            "state": "ISSUED",
            "clockIsOff": False,
            "claimedAt": "2026-11-18T02:00:00.000000Z",
            "receivedAt": "2026-11-18T02:00:00.000000Z",
            "version": 1,
            "inspection": {"id": visit},
            "institution": {"id": visits.INSTITUTION},
            "authority": {"name": "苏州市教育局"},
            "issuedBy": {"name": "mei"},
            "reports": [],
            "escalations": [],
            "evidence": {"state": "NONE"},
            "recheck": None,
            "closedAt": None,
            "closedBy": None,
            "extendedFrom": None,
        },
    }
    after = await visits.traces(database)
    assert "order.issued" in after["audit"]
    assert after["outbox"][-1][0] == "order.issued"


async def test_the_institution_reads_it_without_the_officers_name(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit)

    found = await steps.order(ask, order_id, "requirements issuedBy { name }", by=yin)
    listed = await ask("{ correctionOrders(first: 9) { nodes { id } } }", by=yin)

    assert found == {"requirements": "更换二楼过期灭火器", "issuedBy": None}
    assert listed == {"correctionOrders": {"nodes": [{"id": order_id}]}}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"requirements": " "}, "requirements"),
        ({"requirements": "长" * 2001}, "requirements"),
        ({"requirements": "坏\x07字"}, "requirements"),
        ({"violationCodes": ["NO_SUCH"]}, "violationCodes[0]"),
        ({"violationCodes": ["OTHER", "OTHER"]}, "violationCodes[1]"),
        ({"violationCodes": ["OTHER"] * 51}, "violationCodes.length"),
        ({"dueOn": None}, "dueOn"),
        ({"dueOn": "2026-11-18"}, "dueOn"),
        ({"dueOn": "2020-01-01"}, "dueOn"),
        ({"kind": "IMMEDIATE"}, "dueOn"),
        ({"inspectionId": visits.INSTITUTION}, "inspectionId"),
        ({"inspectionId": ""}, "inspectionId"),
        ({"id": "order_x"}, "id"),
    ],
)
async def test_what_is_wrong_in_form_is_named(
    ask: Client, visit: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    shows = "... on InvalidInput { violations { field } }"
    given = {**steps.an_order(visit), **facts}

    payload = await ask.do("issueCorrectionOrder", given, shows, by=mei)

    assert payload["code"] == "INVALID_INPUT"
    assert [each["field"] for each in payload["violations"]] == [field]
    assert await _count(database) == 0


async def test_without_a_day_one_is_suggested(ask: Client, visit: str) -> None:
    given = steps.an_order(visit, dueOn=None)
    payload = await ask.do("issueCorrectionOrder", given, by=mei)

    assert "2026-12-18" in payload["message"]


async def test_no_order_runs_longer_than_ninety_days(ask: Client, visit: str) -> None:
    longest, too_long = [
        await ask.do(
            "issueCorrectionOrder",
            steps.an_order(visit, dueOn=day),
            "... on OrderTooLong { longest lastOn }",
            by=mei,
        )
        for day in ("2027-02-16", "2027-02-17")
    ]

    assert longest["__typename"] == "CorrectionOrderIssued"
    assert (too_long["code"], too_long["longest"], too_long["lastOn"], too_long["basis"]) == (
        "ORDER_TOO_LONG",
        90,
        "2027-02-16",
        "X33",
    )


@pytest.mark.parametrize("state", [InspectionState.VOIDED, InspectionState.WITHDRAWN])
async def test_a_visit_that_is_void_orders_nothing(
    ask: Client, visit: str, database: Database, state: InspectionState
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))

    payload = await ask.do("issueCorrectionOrder", steps.an_order(visit), by=mei)

    assert payload["code"] == "NO_ORDER_AFTERWARDS"
    assert await _count(database) == 0


async def test_nobody_orders_anything_before_having_arrived(
    ask: Client, world: None, database: Database
) -> None:
    inspection_id = await visits.assign(ask)
    await visits.check_in(ask, inspection_id, by=mei)

    absent = await ask.do("issueCorrectionOrder", steps.an_order(inspection_id), by=jun)
    present = await ask.do("issueCorrectionOrder", steps.an_order(inspection_id), by=mei)

    assert absent["code"] == "OFFICER_NOT_ON_SITE"
    assert present == {"__typename": "CorrectionOrderIssued"}
    assert await _count(database) == 1


async def test_an_expired_certificate_orders_nothing(
    ask: Client, visit: str, database: Database
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectorProfile)
            .where(InspectorProfile.officer_id == mei.officer_id)
            .values(certificate_valid_to=dt.date(2026, 11, 17))
        )

    payload = await ask.do("issueCorrectionOrder", steps.an_order(visit), by=mei)

    assert payload["code"] == "CERTIFICATE_NOT_VALID"


async def test_people_who_were_not_sent_order_nothing(
    ask: Client, visit: str, database: Database
) -> None:
    given = steps.an_order(visit)
    people = (tao, ling, lin, qiao, hua, su, ou, yin, fang, None)
    codes = [(await ask.do("issueCorrectionOrder", given, by=p))["code"] for p in people]

    assert set(codes) == {"NOT_PERMITTED", "NOT_FOUND"}
    assert codes[0] == codes[1] == "NOT_FOUND"
    assert await _count(database) == 0


@pytest.mark.parametrize(
    ("claimed", "offset", "issued_on", "is_off"),
    [
        # Ordered on Wednesday, uploaded on Friday.
        (NOW, 0, "2026-11-18", False),
        # The phone runs three hours ahead: at its 05:00 it is 02:00.
        (NOW + dt.timedelta(hours=3), 3 * 3_600_000, "2026-11-18", True),
        # Past midnight on the phone, and not yet by the server's clock.
        (dt.datetime(2026, 11, 18, 17, tzinfo=dt.UTC), 2 * 3_600_000, "2026-11-18", True),
        # Claims before the assignment and after now are not believed.
        (dt.datetime(2026, 11, 1, tzinfo=dt.UTC), 0, "2026-11-20", True),
        (dt.datetime(2027, 1, 1, tzinfo=dt.UTC), 0, "2026-11-20", True),
        (dt.datetime(1900, 1, 2, tzinfo=dt.UTC), 2**31 - 1, "2026-11-20", True),
        (dt.datetime(2199, 12, 30, tzinfo=dt.UTC), -(2**31), "2026-11-20", True),
    ],
)
async def test_the_phones_clock_counts_where_it_can_be_so(
    ask: Client,
    visit: str,
    clock: Clock,
    claimed: dt.datetime,
    offset: int,
    issued_on: str,
    is_off: bool,
) -> None:
    clock.now = NOW + dt.timedelta(days=2)
    order_id = await steps.issue(
        ask, visit, claimedAt=claimed.isoformat(), deviceClockOffsetMs=offset
    )

    found = await steps.order(ask, order_id, "issuedOn clockIsOff")

    assert found == {"issuedOn": issued_on, "clockIsOff": is_off}


async def test_sent_again_it_is_the_same_order(ask: Client, visit: str, database: Database) -> None:
    given = {**steps.an_order(visit), "operationId": str(new_key())}
    shows = "... on CorrectionOrderIssued { order { id } }"
    answers = [await ask.do("issueCorrectionOrder", given, shows, by=mei) for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert await _count(database) == 1
    async with database.writing() as session:
        tags = await session.scalars(sa.select(AuditEvent.tag))
        assert list(tags).count("order.issued") == 1


async def test_an_id_is_taken_once_also_at_the_same_time(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = ids.write("CorrectionOrder", new_key())
    given = steps.an_order(visit, id=order_id)

    answers = await asyncio.gather(
        *(ask.do("issueCorrectionOrder", given, by=each) for each in (mei, jun, mei, jun, mei))
    )

    codes = sorted(each.get("code", "") for each in answers)
    assert codes == ["", "ID_TAKEN", "ID_TAKEN", "ID_TAKEN", "ID_TAKEN"]
    assert await _count(database) == 1


async def test_an_order_is_not_dated_back_before_the_officers_arrival(
    world: None, ask: Client, clock: Clock
) -> None:
    inspection_id = await visits.assign(ask)
    clock.now = NOW + dt.timedelta(days=2)
    arrived_at = clock.now - dt.timedelta(hours=1)
    await visits.check_in(ask, inspection_id, claimedAt=arrived_at.isoformat())

    # As if ordered on the day of the assignment, two days before anybody came.
    order_id = await steps.issue(
        ask, inspection_id, claimedAt=(NOW + dt.timedelta(minutes=1)).isoformat()
    )

    found = await steps.order(ask, order_id, "issuedOn clockIsOff")
    assert found == {"issuedOn": "2026-11-20", "clockIsOff": True}
