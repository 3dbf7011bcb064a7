"""A report is accepted on the documents, by nobody who was at a visit, and with its evidence."""

from typing import Any

import pytest
import sqlalchemy as sa

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import InspectionAssignment
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts
from tests.people import GUSU, key, mei, qiao, tao, yin
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


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


async def test_an_officer_of_the_visit_does_not_accept_on_file(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    async with database.writing() as session:
        session.add(accounts.grant(mei, Role.RESULT_AUDITOR, id=key(990)))

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


async def test_an_officer_of_the_re_inspection_does_not_accept_on_file(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    await steps.rechecked(ask, order_id, good=False)
    await steps.submit(ask, order_id)
    await steps.grant_role(database, mei, Role.RESULT_AUDITOR)
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectionAssignment)
            .where(
                InspectionAssignment.inspection_id == visits.key(visit),
                InspectionAssignment.officer_id == mei.officer_id,
            )
            .values(officer_id=tao.officer_id)
        )
    version = (await steps.order(ask, order_id))["version"]

    given = {"orderId": order_id, "expectedVersion": version, "note": "照片清楚"}
    payload = await ask.do("acceptRectification", given, by=mei)

    assert payload["code"] == "ACCEPTOR_IS_OFFICER"


async def test_an_accepted_report_closes_the_order(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    given = {"orderId": order_id, "expectedVersion": 1, "note": "照片清楚"}
    shows = """... on RectificationAccepted { order {
        state closedBy closingNote closedAt version } }"""

    payload = await ask.do("acceptRectification", given, shows, by=qiao)

    assert payload["order"] == {
        "state": "CLOSED",
        "closedBy": "ON_FILE",
        "closingNote": "照片清楚",
        "closedAt": "2026-11-18T02:00:00.000000Z",
        "version": 2,
    }


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"note": " "}, "INVALID_INPUT"),
        ({"note": "长" * 501}, "INVALID_INPUT"),
        ({"orderId": visits.INSTITUTION}, "INVALID_INPUT"),
        ({"orderId": ids.write("CorrectionOrder", new_key())}, "NOT_FOUND"),
    ],
    ids=["empty", "too long", "another type", "absent"],
)
async def test_faults_are_named_and_the_order_stays(
    ask: Client, visit: str, database: Database, facts: dict[str, Any], code: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    before = await steps.row(database, order_id)
    given = {"orderId": order_id, "expectedVersion": 1, "note": "照片清楚", **facts}

    payload = await ask.do("acceptRectification", given, by=qiao)

    assert payload["code"] == code
    assert await steps.row(database, order_id) == before


async def test_sent_again_it_is_accepted_once(ask: Client, visit: str, database: Database) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    given = {
        "operationId": str(new_key()),
        "orderId": order_id,
        "expectedVersion": 1,
        "note": "照片清楚",
    }

    answers = [await ask.do("acceptRectification", given, by=qiao) for _ in range(2)]

    assert answers == [{"__typename": "RectificationAccepted"}] * 2
    assert await steps.order(ask, order_id) == {"state": "CLOSED", "version": 2}
