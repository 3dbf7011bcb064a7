"""A correction on the spot is verified by an officer who was there."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import jun, mei
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def test_only_an_officer_who_was_there_verifies_on_the_spot(world: None, ask: Client) -> None:
    inspection_id = await visits.assign(ask)
    await visits.check_in(ask, inspection_id)
    order_id = await steps.issue(ask, inspection_id, kind="IMMEDIATE", dueOn=None)

    given = {"orderId": order_id, "note": "灭火器已更换"}
    absent = await ask.do("verifyCorrection", given, by=jun)
    there = await ask.do("verifyCorrection", given, by=mei)

    assert absent["code"] == "OFFICER_NOT_ON_SITE"
    assert there == {"__typename": "CorrectionVerified"}


async def test_a_verified_correction_closes_the_order(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)
    shows = "... on CorrectionVerified { order { state closedBy closingNote closedAt version } }"

    payload = await ask.do("verifyCorrection", _seen(order_id), shows, by=mei)

    assert payload["order"] == {
        "state": "CLOSED",
        "closedBy": "ON_SITE",
        "closingNote": "灭火器已更换",
        "closedAt": "2026-11-18T02:00:00.000000Z",
        "version": 2,
    }
    moves = (await visits.traces(database))["moves"]
    assert ("CorrectionOrder", "ISSUED", "verify_on_site", "CLOSED") in moves


async def test_an_order_with_a_deadline_is_not_verified_on_the_spot(
    ask: Client, visit: str
) -> None:
    order_id = await steps.issue(ask, visit)

    payload = await ask.do("verifyCorrection", _seen(order_id), by=mei)

    assert payload["code"] == "ORDER_NOT_IMMEDIATE"
    assert await steps.order(ask, order_id) == {"state": "ISSUED", "version": 1}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"note": " "}, "INVALID_INPUT"),
        ({"note": "长" * 501}, "INVALID_INPUT"),
        ({"note": "坏\x07字"}, "INVALID_INPUT"),
        ({"orderId": visits.INSTITUTION}, "INVALID_INPUT"),
        ({"orderId": ids.write("CorrectionOrder", new_key())}, "NOT_FOUND"),
    ],
    ids=["empty", "too long", "control character", "another type", "absent"],
)
async def test_faults_are_named_and_the_order_stays(
    ask: Client, visit: str, facts: dict[str, Any], code: str
) -> None:
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)

    payload = await ask.do("verifyCorrection", {**_seen(order_id), **facts}, by=mei)

    assert payload["code"] == code
    assert await steps.order(ask, order_id) == {"state": "ISSUED", "version": 1}


async def test_sent_again_it_is_verified_once(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)
    given = {"operationId": str(new_key()), **_seen(order_id)}

    answers = [await ask.do("verifyCorrection", given, by=mei) for _ in range(2)]

    assert answers == [{"__typename": "CorrectionVerified"}] * 2
    assert await steps.order(ask, order_id) == {"state": "CLOSED", "version": 2}


def _seen(order_id: str) -> dict[str, Any]:
    return {"orderId": order_id, "note": "灭火器已更换"}
