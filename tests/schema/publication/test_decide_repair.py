"""The head grants an application and the record goes, or refuses it and it stays."""

import pytest

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, hua, lin, mei, ou, qiao, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps
from tests.schema.rectification import steps as orders

DECIDED = """... on RepairDecided { repairRequest { state reason decidedAt
    publicRecord { repairStatus withdrawalGround } inspection { state } } }"""


async def test_a_repair_is_applied_for_and_granted(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改完毕"}

    requested = await ask.do("requestRepair", given, steps.REPAIR_REQUESTED, by=yin)
    repair_id = requested["repairRequest"]["id"]
    decided = await ask.do(
        "decideRepair", {"repairRequestId": repair_id, "isGranted": True}, DECIDED, by=hua
    )

    now = "2026-11-18T02:00:00.000000Z"
    assert requested["repairRequest"] == {
        "id": repair_id,
        "statement": "已整改完毕",
        "state": "REQUESTED",
        "requestedAt": now,
        "decidedAt": None,
        "reason": None,
        "institution": {"id": visits.INSTITUTION},
        "publicRecord": {"id": public_id, "repairStatus": "REQUESTED"},
    }
    assert decided["repairRequest"] == {
        "state": "GRANTED",
        "reason": None,
        "decidedAt": now,
        "publicRecord": {"repairStatus": "GRANTED", "withdrawalGround": "REPAIRED"},
        "inspection": {"state": "WITHDRAWN"},
    }
    moves = (await visits.traces(database))["moves"]
    assert ("RepairRequest", "REQUESTED", "grant", "GRANTED") in moves
    assert ("Inspection", "PUBLISHED", "withdraw", "WITHDRAWN") in moves
    assert (await ask(steps.WITHDRAWAL, {"id": public_id})) == {"publicRecord": None}


async def test_refused_it_leaves_the_record_public_and_says_why(
    ask: Client, public_id: str, confirmed: str
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    given = {"repairRequestId": repair_id, "isGranted": False}

    silent = await ask.do("decideRepair", given, by=hua)
    payload = await ask.do("decideRepair", {**given, "reason": "未整改"}, DECIDED, by=hua)
    again = await ask.do("decideRepair", {**given, "isGranted": True}, by=hua)

    assert silent["code"] == "INVALID_INPUT"
    assert payload["repairRequest"]["state"] == "REFUSED"
    assert payload["repairRequest"]["reason"] == "未整改"
    assert again["code"] == "REPAIR_ALREADY_DECIDED"
    seen = (await ask(steps.WITHDRAWAL, {"id": public_id}))["publicRecord"]
    assert (seen["repairStatus"], seen["withdrawnAt"]) == ("NONE", None)
    await steps.request_repair(ask, public_id)


@pytest.mark.parametrize("person", [qiao, lin, mei, su, ou, yin, None])
async def test_only_the_head_decides_on_repair(
    ask: Client, public_id: str, confirmed: str, person: Person | None
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    given = {"repairRequestId": repair_id, "isGranted": True}

    assert (await ask.do("decideRepair", given, by=person))["code"] == "NOT_PERMITTED"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_an_order_that_came_since_keeps_a_repair_from_being_granted(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await orders.put(database, confirmed, OrderState.OVERDUE)

    payload = await ask.do(
        "decideRepair", {"repairRequestId": repair_id, "isGranted": True}, by=hua
    )

    assert payload["code"] == "ORDERS_STILL_OPEN"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_who_inspected_does_not_decide_on_repair(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await steps.grant(database, mei, Role.HEAD, SUZHOU)
    given = {"repairRequestId": repair_id, "isGranted": True}

    payload = await ask.do("decideRepair", given, by=mei)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_a_head_elsewhere_does_not_find_the_application(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await steps.grant(database, tao, Role.HEAD, GUSU)

    payload = await ask.do(
        "decideRepair", {"repairRequestId": repair_id, "isGranted": True}, by=tao
    )

    assert payload["code"] == "NOT_FOUND"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_the_same_operation_is_answered_again(
    ask: Client, public_id: str, database: Database
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    given = {"repairRequestId": repair_id, "isGranted": True, "operationId": str(new_key())}

    first = await ask.do("decideRepair", given, DECIDED, by=hua)
    again = await ask.do("decideRepair", given, DECIDED, by=hua)

    assert first["repairRequest"]["state"] == "GRANTED"
    assert again == first
    assert (await visits.traces(database))["audit"].count("repair.decided") == 1
