"""Reports, acceptance and more time: what each needs, and what none of them may do."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.tables.accounts import RoleGrant
from persistence.tables.records import AuditEvent
from persistence.tables.rectification import RectificationReport
from tests.builders import NOW
from tests.client import Client, Clock
from tests.people import FARAWAY, GUSU, SUZHOU, fang, hua, key, lin, mei, ou, qiao, tao, yin
from tests.schema.evidence import evidence_steps
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


# Reports


async def test_a_report_after_the_day_is_taken_and_marked(
    ask: Client, visit: str, clock: Clock, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    clock.now = NOW + dt.timedelta(days=31)
    await steps.submit(ask, order_id)

    assert await _reports(database) == [(1, True)]


async def test_a_failed_order_is_answered_anew_and_the_first_report_stays(
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


# Evidence of the correction


async def test_the_institution_declares_evidence_of_its_own_order_and_nobody_else_does(
    ask: Client, visit: str
) -> None:
    order_id = await steps.issue(ask, visit)
    await evidence_steps.declared(ask, order_id, evidence_steps.slot(fileName="灭火器.jpg"), by=yin)
    codes = [
        (await evidence_steps.declare(ask, order_id, by=person)).get("code")
        for person in (mei, tao, qiao, lin, fang, None)
    ]

    found = await steps.order(
        ask, order_id, "evidence { expected items { ownerKind ownerId fileName } }", by=qiao
    )
    assert codes == [
        "NOT_PERMITTED", "NOT_FOUND", "NOT_PERMITTED", "NOT_PERMITTED", "NOT_FOUND", "NOT_FOUND"
    ]  # fmt: skip
    assert found == {
        "evidence": {
            "expected": 1,
            "items": [
                {"ownerKind": "RECTIFICATION", "ownerId": order_id, "fileName": "灭火器.jpg"}
            ],
        }
    }


async def test_evidence_after_the_report_needs_a_reason_and_after_the_end_there_is_none(
    ask: Client, visit: str, database: Database
) -> None:
    submitted = await steps.put(database, visit, OrderState.SUBMITTED)
    closed = await steps.put(database, visit, OrderState.CLOSED)
    codes = [
        (await evidence_steps.declare(ask, owner, by=yin)).get("code")
        for owner in (submitted, closed)
    ]
    late = await evidence_steps.declare(ask, submitted, evidence_steps.slot(reason="补拍"), by=yin)

    assert codes == ["LATE_EVIDENCE_NEEDS_REASON", "EVIDENCE_CLOSED"]
    assert late["__typename"] == "EvidenceDeclared"


async def test_nothing_is_accepted_before_its_evidence_has_arrived(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit)
    (evidence_id,) = await evidence_steps.declared(ask, order_id, by=yin)
    await steps.submit(ask, order_id)
    given = {"orderId": order_id, "expectedVersion": 2, "note": "照片清楚"}

    before = await ask.do("acceptRectification", given, by=qiao)
    await evidence_steps.arrive(ask, evidence_id)
    after = await ask.do("acceptRectification", given, by=qiao)

    assert before["code"] == "EVIDENCE_INCOMPLETE"
    assert after == {"__typename": "RectificationAccepted"}


# Acceptance


async def test_an_officer_of_the_visit_does_not_accept_on_file(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    async with database.writing() as session:
        session.add(
            RoleGrant(
                id=key(990), account_id=mei.id, role=Role.RESULT_AUDITOR, authority_id=SUZHOU.id
            )
        )

    given = {"orderId": order_id, "expectedVersion": 1, "note": "照片清楚"}
    payload = await ask.do("acceptRectification", given, by=mei)

    assert payload["code"] == "ACCEPTOR_IS_OFFICER"
    assert (await steps.order(ask, order_id))["state"] == "SUBMITTED"


async def test_an_auditor_of_another_authority_does_not_accept(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    async with database.writing() as session:
        await session.execute(
            sa.update(RoleGrant).where(RoleGrant.account_id == qiao.id).values(authority_id=GUSU.id)
        )

    given = {"orderId": order_id, "expectedVersion": 1, "note": "照片清楚"}
    payload = await ask.do("acceptRectification", given, by=qiao)

    assert payload["code"] == "NOT_FOUND"


async def test_what_changed_meanwhile_is_not_accepted(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED, version=7)

    given = {"orderId": order_id, "expectedVersion": 6, "note": "照片清楚"}
    payload = await ask.do("acceptRectification", given, by=qiao)

    assert payload["code"] == "CHANGED_MEANWHILE"


async def test_accepted_and_looked_at_again_at_once_only_one_happens(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    accepting = {"orderId": order_id, "expectedVersion": 1, "note": "照片清楚"}

    answers = await asyncio.gather(
        ask.do("acceptRectification", accepting, by=qiao),
        ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin),
        ask.do("acceptRectification", accepting, by=qiao),
        ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin),
    )

    assert [each.get("code") for each in answers].count(None) == 1
    assert {each["code"] for each in answers if "code" in each} == {"ILLEGAL_TRANSITION"}


# More time


def _extension(order_id: str, version: int, due_on: str, **facts: Any) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "expectedVersion": version,
        "dueOn": due_on,
        "reason": "施工延误",
        **facts,
    }


async def test_what_is_to_be_corrected_at_once_is_not_extended(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)

    payload = await ask.do("extendRectification", _extension(order_id, 1, "2026-11-30"), by=hua)

    assert payload["code"] == "ORDER_IMMEDIATE"
    assert await steps.order(ask, order_id) == {"state": "ISSUED", "version": 1}


async def test_more_time_is_given_once(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit)
    shows = """... on RectificationExtended { order {
        dueOn extendedFrom extensionReason extendedAt state version } }"""
    first = await ask.do(
        "extendRectification", _extension(order_id, 1, "2027-01-31"), shows, by=hua
    )
    second = await ask.do("extendRectification", _extension(order_id, 2, "2027-02-10"), by=hua)

    assert first["order"] == {
        "dueOn": "2027-01-31",
        "extendedFrom": "2026-12-18",
        "extensionReason": "施工延误",
        "extendedAt": "2026-11-18T02:00:00.000000Z",
        "state": "ISSUED",
        "version": 2,
    }
    assert second["code"] == "ALREADY_EXTENDED"
    assert (await steps.order(ask, order_id, "dueOn"))["dueOn"] == "2027-01-31"


@pytest.mark.parametrize(
    ("due_on", "version", "code"),
    [
        ("2026-12-18", 1, "INVALID_INPUT"),
        ("2026-12-01", 1, "INVALID_INPUT"),
        ("2027-02-17", 1, "ORDER_TOO_LONG"),
        ("2027-01-31", 2, "CHANGED_MEANWHILE"),
    ],
)
async def test_more_time_lies_within_bounds(
    ask: Client, visit: str, due_on: str, version: int, code: str
) -> None:
    order_id = await steps.issue(ask, visit)

    payload = await ask.do("extendRectification", _extension(order_id, version, due_on), by=hua)

    assert payload["code"] == code
    found = await steps.order(ask, order_id, "dueOn version")
    assert found == {"dueOn": "2026-12-18", "version": 1}


async def test_five_extensions_at_once_give_one(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit)
    given = _extension(order_id, 1, "2027-01-31")

    answers = await asyncio.gather(
        *(ask.do("extendRectification", given, by=hua) for _ in range(5))
    )

    assert [each.get("code") for each in answers].count(None) == 1
    assert (await steps.order(ask, order_id))["version"] == 2


async def test_oversight_reads_and_does_nothing(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit)

    assert (await steps.order(ask, order_id, by=ou))["state"] == "ISSUED"
    payload = await ask.do("extendRectification", _extension(order_id, 1, "2027-01-31"), by=ou)
    assert payload["code"] == "NOT_PERMITTED"
