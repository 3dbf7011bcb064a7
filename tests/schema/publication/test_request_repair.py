"""The institution applies for the withdrawal of a result that it has put right."""

import asyncio

import pytest

from domain.rectification.terms import OrderState
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.publication.table import RepairRequest
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, qiao, su, yin
from tests.schema.publication import steps
from tests.schema.rectification import steps as orders


async def test_applications_come_one_at_a_time(
    ask: Client, public_id: str, database: Database
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改"}
    payloads = await asyncio.gather(*(ask.do("requestRepair", given, by=yin) for _ in range(5)))

    assert sorted(each.get("code", "") for each in payloads) == ["", *["REPAIR_PENDING"] * 4]
    (repairs,) = await steps.rows(database, RepairRequest)
    assert len(repairs) == 1


@pytest.mark.parametrize("person", [fang, lin, mei, qiao, hua, su, ou, None])
async def test_only_the_institution_applies(
    ask: Client, public_id: str, database: Database, person: Person | None
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改"}

    assert (await ask.do("requestRepair", given, by=person))["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, RepairRequest) == [[]]


async def test_nothing_is_repaired_while_an_order_of_the_visit_is_open(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await orders.put(database, confirmed, OrderState.ISSUED)
    given = {"publicRecordId": public_id, "statement": "已整改"}

    payload = await ask.do("requestRepair", given, "... on OrdersStillOpen { count }", by=yin)

    assert (payload["code"], payload["count"]) == ("ORDERS_STILL_OPEN", 1)
    assert await steps.rows(database, RepairRequest) == [[]]


async def test_a_closed_order_does_not_stand_in_the_way(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await orders.put(database, confirmed, OrderState.CLOSED)

    await steps.request_repair(ask, public_id)


async def test_an_id_made_by_a_client_is_taken_once(
    ask: Client, public_id: str, database: Database
) -> None:
    own = ids.write("RepairRequest", new_key())
    given = {"publicRecordId": public_id, "statement": "已整改", "id": own}
    payload = await ask.do("requestRepair", given, steps.REPAIR_REQUESTED, by=yin)
    refusal = {"repairRequestId": own, "isGranted": False, "reason": "未整改"}
    await ask.do("decideRepair", refusal, by=hua)

    again = await ask.do("requestRepair", given, by=yin)

    assert payload["repairRequest"]["id"] == own
    assert again["code"] == "ID_TAKEN"
    (repairs,) = await steps.rows(database, RepairRequest)
    assert len(repairs) == 1


async def test_of_a_result_being_corrected_no_repair_is_requested(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.reopen(ask, confirmed)
    given = {"publicRecordId": public_id, "statement": "已整改"}

    payload = await ask.do("requestRepair", given, by=yin)

    assert payload["code"] == "RESULT_NOT_STANDING"
    assert await steps.rows(database, RepairRequest) == [[]]
