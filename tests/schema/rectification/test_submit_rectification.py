"""The institution reports what it corrected: late reports are marked, earlier ones stay."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.rectification.table import RectificationReport
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import FARAWAY, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def _reports(database: Database) -> list[tuple[int, bool]]:
    async with database.writing() as session:
        rows = await session.execute(
            sa.select(RectificationReport.position, RectificationReport.is_late).order_by(
                RectificationReport.position
            )
        )
        return [(position, is_late) for position, is_late in rows]


async def test_a_report_after_the_day_is_taken_and_marked(
    ask: Client, visit: str, clock: Clock, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    clock.now = NOW + dt.timedelta(days=31)
    await steps.submit(ask, order_id)

    assert await _reports(database) == [(1, True)]


async def test_a_failed_order_is_reported_on_again_and_the_first_report_stays(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    await steps.submit(ask, order_id)
    await steps.rechecked(ask, order_id, good=False)
    await steps.submit(ask, order_id)

    assert await _reports(database) == [(1, False), (2, False)]
    assert (await steps.order(ask, order_id))["state"] == "SUBMITTED"


async def test_another_institutions_administrator_does_not_find_the_order(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    async with database.writing() as session:
        await session.execute(
            sa.update(RoleGrant)
            .where(RoleGrant.account_id == yin.id)
            .values(institution_id=FARAWAY)
        )

    given = {"orderId": order_id, "statement": "已改"}
    payload = await ask.do("submitRectification", given, by=yin)

    assert payload["code"] == "NOT_FOUND"
    assert await steps.order(ask, order_id, by=yin) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"statement": ""},
        {"statement": "长" * 2001},
        {"statement": "坏\x07字"},
        {"orderId": visits.INSTITUTION},
        {"orderId": "order_"},
    ],
)
async def test_rubbish_is_no_report(ask: Client, visit: str, facts: dict[str, Any]) -> None:
    order_id = await steps.issue(ask, visit)

    given = {"orderId": order_id, "statement": "已改", **facts}
    payload = await ask.do("submitRectification", given, by=yin)

    assert payload["code"] == "INVALID_INPUT"
    assert (await steps.order(ask, order_id))["state"] == "ISSUED"


async def test_five_reports_at_once_leave_one(ask: Client, visit: str, database: Database) -> None:
    order_id = await steps.issue(ask, visit)
    given = {"orderId": order_id, "statement": "已改"}

    answers = await asyncio.gather(
        *(ask.do("submitRectification", given, by=yin) for _ in range(5))
    )

    assert [each.get("code") for each in answers].count(None) == 1
    assert await _reports(database) == [(1, False)]


async def test_a_report_sent_again_is_one_report(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    given = {"operationId": str(new_key()), "orderId": order_id, "statement": "已改"}
    answers = [await ask.do("submitRectification", given, by=yin) for _ in range(2)]

    assert answers == [{"__typename": "RectificationSubmitted"}] * 2
    assert await _reports(database) == [(1, False)]
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
    assert tags.count("order.answered") == 1
