"""The head gives more time once, within bounds, before the day is over."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.factories import NOW, TODAY
from tests.people import hua, mei, ou
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


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


async def test_a_head_who_was_sent_gives_no_more_time(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    await steps.grant_role(database, mei, Role.HEAD)

    payload = await ask.do("extendRectification", _extension(order_id, 1, "2027-01-31"), by=mei)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert (await steps.order(ask, order_id, "dueOn"))["dueOn"] == "2026-12-18"


async def test_what_was_to_be_corrected_at_once_is_not_extended(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)

    payload = await ask.do("extendRectification", _extension(order_id, 1, "2027-01-31"), by=hua)

    assert payload["code"] == "ORDER_IMMEDIATE"
    assert (await steps.order(ask, order_id))["version"] == 1


async def test_no_more_time_once_the_time_is_over(
    ask: Client, visit: str, database: Database
) -> None:
    """Before the duties have marked it, too."""
    over = TODAY - dt.timedelta(days=2)
    order_id = await steps.put(
        database,
        visit,
        OrderState.ISSUED,
        due_on=over,
        issued_on=over - dt.timedelta(days=20),
        received_at=NOW - dt.timedelta(days=22),
    )

    payload = await ask.do("extendRectification", _extension(order_id, 1, "2026-12-10"), by=hua)

    assert payload["code"] == "ILLEGAL_TRANSITION"
    assert (await steps.order(ask, order_id))["version"] == 1


@pytest.mark.parametrize("reason", [" ", "长" * 501, "坏\x07字"], ids=len)
async def test_no_more_time_without_a_readable_reason(ask: Client, visit: str, reason: str) -> None:
    order_id = await steps.issue(ask, visit)
    given = _extension(order_id, 1, "2027-01-31", reason=reason)

    payload = await ask.do("extendRectification", given, by=hua)

    assert payload["code"] == "INVALID_INPUT"
    assert await steps.order(ask, order_id, "dueOn version") == {
        "dueOn": "2026-12-18",
        "version": 1,
    }


async def test_sent_again_more_time_is_given_once(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    given = {"operationId": str(new_key()), **_extension(order_id, 1, "2027-01-31")}

    answers = [await ask.do("extendRectification", given, by=hua) for _ in range(2)]

    assert answers == [{"__typename": "RectificationExtended"}] * 2
    assert (await steps.order(ask, order_id))["version"] == 2
    assert (await visits.traces(database))["audit"].count("order.extended") == 1
