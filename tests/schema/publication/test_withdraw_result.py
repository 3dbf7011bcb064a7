"""The head takes a result out of the public, with all its versions and what waits about them."""

import asyncio
import json
from typing import Any

import pytest

from domain.rectification.terms import EscalationState, OrderState
from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, fang, gao, hua, lin, mei, ou, qiao, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps
from tests.schema.rectification import steps as orders


async def _withdraw(
    ask: Client, inspection_id: str, ground: str = "WRONG_SUBJECT", *, by: Person | None = hua
) -> dict[str, Any]:
    given = {"inspectionId": inspection_id, "ground": ground}
    return await ask.do("withdrawResult", given, by=by)


async def test_what_the_head_withdraws_nobody_sees_but_the_officials(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payload = await _withdraw(ask, confirmed)

    assert payload == {"__typename": "ResultWithdrawn"}
    for person in (None, fang, gao, yin):
        assert (await ask(steps.WITHDRAWAL, {"id": public_id}, by=person)) == {"publicRecord": None}
    for person in (qiao, hua, su, ou, mei):
        assert (await ask(steps.WITHDRAWAL, {"id": public_id}, by=person))["publicRecord"] == {
            "withdrawnAt": "2026-11-18T02:00:00.000000Z",
            "withdrawalGround": "WRONG_SUBJECT",
            "repairStatus": "NONE",
            "publications": [
                {"outlet": "PLATFORM", "state": "PUBLISHED"},
                {"outlet": "ENTERPRISE_CREDIT", "state": "CANCELLED"},
            ],
        }
        listed = await ask("{ publicInspectionResults(first: 9) { nodes { id } } }", by=person)
        assert listed == {"publicInspectionResults": {"nodes": []}}
    assert (await visits.state_of(ask, confirmed))["state"] == "WITHDRAWN"
    traces = await visits.traces(database)
    assert ("Inspection", "PUBLISHED", "withdraw", "WITHDRAWN") in traces["moves"]
    assert "result.withdrawn" in traces["audit"]
    topic, message = traces["outbox"][-1]
    assert topic == "publication.withdrawn"
    assert json.loads(message["document"]) == {
        "format": "SPOTCHECK-WITHDRAWAL-1",
        "recordIds": [public_id],
        "ground": {"code": "WRONG_SUBJECT", "text": "主体错误"},
        "withdrawnAt": "2026-11-18T02:00:00Z",
    }


@pytest.mark.parametrize("is_withdrawn", [True, False], ids=["withdrawn", "found wrong"])
async def test_a_measure_that_followed_from_it_is_to_be_looked_at_again(
    ask: Client, public_id: str, confirmed: str, database: Database, is_withdrawn: bool
) -> None:
    order_id = await orders.put(database, confirmed, OrderState.ESCALATED)
    proposal_id = await orders.propose(database, order_id, EscalationState.ADOPTED)

    if is_withdrawn:
        await _withdraw(ask, confirmed)
    else:
        objection_id = await steps.object_to(ask, public_id)
        await steps.decide(ask, objection_id, is_upheld=True)

    shows = "id state reviewDueOn"
    document = f"{{ escalationProposals(first: 5) {{ nodes {{ {shows} }} }} }}"
    assert (await ask(document, by=hua))["escalationProposals"]["nodes"] == [
        {"id": proposal_id, "state": "ADOPTED", "reviewDueOn": "2026-11-18"}
    ]


async def test_with_it_go_all_versions_and_what_waits_about_them(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    objection_id = await steps.object_to(ask, second_id)

    await _withdraw(ask, confirmed)

    for id in (public_id, second_id):
        assert (await ask(steps.WITHDRAWAL, {"id": id})) == {"publicRecord": None}
    question = """query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on Objection { objection: state }
        ... on RepairRequest { repair: state } } }"""
    states = await ask(question, {"ids": [objection_id, repair_id]}, by=yin)
    assert states == {"nodes": [{"objection": "MOOT"}, {"repair": "MOOT"}]}
    moves = (await visits.traces(database))["moves"]
    assert ("Objection", "RECEIVED", "record_withdrawn", "MOOT") in moves
    assert ("RepairRequest", "REQUESTED", "record_withdrawn", "MOOT") in moves


@pytest.mark.parametrize("ground", ["EXPIRED", "REPAIRED"])
async def test_grounds_that_come_by_themselves_are_not_chosen(
    ask: Client, public_id: str, confirmed: str, ground: str
) -> None:
    assert (await _withdraw(ask, confirmed, ground))["code"] == "INVALID_INPUT"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_only_what_stands_in_public_is_withdrawn_and_once(
    ask: Client, approved: str, database: Database
) -> None:
    early = await _withdraw(ask, approved)
    await ask.do("publishInspectionResult", {"inspectionId": approved}, by=qiao)
    payloads = await asyncio.gather(*(_withdraw(ask, approved) for _ in range(5)))

    assert early["code"] == "RESULT_NOT_STANDING"
    assert sorted(each.get("code", "") for each in payloads) == ["", *["RESULT_NOT_STANDING"] * 4]


@pytest.mark.parametrize("person", [qiao, mei, lin, su, ou, yin, fang, None])
async def test_only_the_head_withdraws(
    ask: Client, public_id: str, confirmed: str, person: Person | None
) -> None:
    assert (await _withdraw(ask, confirmed, by=person))["code"] == "NOT_PERMITTED"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_a_head_elsewhere_does_not_find_it_nor_one_who_inspected_decide(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.grant(database, tao, Role.HEAD, GUSU)
    await steps.grant(database, su, Role.HEAD, GUSU)
    await steps.grant(database, mei, Role.HEAD, SUZHOU)

    codes = [(await _withdraw(ask, confirmed, by=each))["code"] for each in (tao, su, mei)]

    assert codes == ["NOT_FOUND", "NOT_PERMITTED", "DECIDER_TOOK_PART"]
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"
