"""A result taken out of the public: by the head, on application, by the clock."""

import asyncio
import datetime as dt
import json
from typing import Any

import pytest
import sqlalchemy as sa

from api import scheduled_jobs
from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.keys import Keys
from persistence.publication import withdrawals
from persistence.reading import ids
from persistence.tables.inspections import Inspection, PublicRecord
from persistence.tables.publication import Objection, Publication, RepairRequest
from tests.builders import NOW, TODAY
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, fang, gao, hua, lin, mei, ou, qiao, rui, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

SEEN = """query Q($id: ID!) { publicRecord(id: $id) {
    withdrawnAt withdrawalGround repairStatus publications { outlet state } } }"""
REQUESTED = """... on RepairRequested { repairRequest { id statement state requestedAt decidedAt
    reason institution { id } publicRecord { id repairStatus } } }"""
DECIDED = """... on RepairDecided { repairRequest { state reason decidedAt
    publicRecord { repairStatus withdrawalGround } inspection { state } } }"""


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
        assert (await ask(SEEN, {"id": public_id}, by=person)) == {"publicRecord": None}
    for person in (qiao, hua, su, ou, mei):
        assert (await ask(SEEN, {"id": public_id}, by=person))["publicRecord"] == {
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
    topic, told = traces["outbox"][-1]
    assert topic == "publication.withdrawn"
    assert json.loads(told["document"]) == {
        "format": "SPOTCHECK-WITHDRAWAL-1",
        "recordIds": [public_id],
        "ground": {"code": "WRONG_SUBJECT", "text": "主体错误"},
        "withdrawnAt": "2026-11-18T02:00:00Z",
    }


async def test_with_it_go_all_versions_and_what_was_asked(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    objection_id = await steps.object_to(ask, second_id)

    await _withdraw(ask, confirmed)

    for id in (public_id, second_id):
        assert (await ask(SEEN, {"id": id})) == {"publicRecord": None}
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


async def test_a_repair_is_applied_for_and_granted(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改完毕"}

    requested = await ask.do("requestRepair", given, REQUESTED, by=yin)
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
    assert (await ask(SEEN, {"id": public_id})) == {"publicRecord": None}


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
    seen = (await ask(SEEN, {"id": public_id}))["publicRecord"]
    assert (seen["repairStatus"], seen["withdrawnAt"]) == ("NONE", None)
    await steps.request_repair(ask, public_id)


async def test_applications_come_one_at_a_time(
    ask: Client, public_id: str, database: Database
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改"}
    payloads = await asyncio.gather(*(ask.do("requestRepair", given, by=yin) for _ in range(5)))

    assert sorted(each.get("code", "") for each in payloads) == ["", *["REPAIR_PENDING"] * 4]
    (repairs,) = await steps.rows(database, RepairRequest)
    assert len(repairs) == 1


async def test_a_good_result_needs_no_repair_and_one_being_corrected_is_not_withdrawn(
    ask: Client, public_id: str, confirmed: str
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await steps.reopen(ask, confirmed)
    granting = {"repairRequestId": repair_id, "isGranted": True}
    during = await ask.do("decideRepair", granting, by=hua)
    second_id = await steps.correct(ask, confirmed)
    await ask.do("decideRepair", {**granting, "isGranted": False, "reason": "x"}, by=hua)
    given = {"publicRecordId": second_id, "statement": "已整改"}
    good = await ask.do("requestRepair", given, by=yin)
    old = await ask.do("requestRepair", {**given, "publicRecordId": public_id}, by=yin)

    assert during["code"] == "RESULT_NOT_STANDING"
    assert (good["code"], old["code"]) == ("NOTHING_TO_REPAIR", "RECORD_SUPERSEDED")


@pytest.mark.parametrize("person", [fang, lin, mei, qiao, hua, su, ou, None])
async def test_only_the_institution_applies(
    ask: Client, public_id: str, database: Database, person: Person | None
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改"}

    assert (await ask.do("requestRepair", given, by=person))["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, RepairRequest) == [[]]


@pytest.mark.parametrize("person", [qiao, lin, mei, su, ou, yin, None])
async def test_only_the_head_decides_on_repair(
    ask: Client, public_id: str, confirmed: str, person: Person | None
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    given = {"repairRequestId": repair_id, "isGranted": True}

    assert (await ask.do("decideRepair", given, by=person))["code"] == "NOT_PERMITTED"
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_what_was_public_long_enough_expires_by_the_clock(
    ask: Client, public_id: str, confirmed: str, database: Database, keys: Keys
) -> None:
    last = dt.date(2031, 11, 18)
    at = NOW.replace(year=2031)

    early = await withdrawals.expire_due(database, now=at, today=last)
    late = await withdrawals.expire_due(
        database, now=at + dt.timedelta(days=1), today=last + dt.timedelta(days=1)
    )
    again = await withdrawals.expire_due(
        database, now=at + dt.timedelta(days=1), today=last + dt.timedelta(days=1)
    )

    assert (early, late, again) == (0, 1, 0)
    assert (await visits.state_of(ask, confirmed))["state"] == "WITHDRAWN"
    seen = (await ask(SEEN, {"id": public_id}, by=qiao))["publicRecord"]
    assert (seen["withdrawalGround"], seen["repairStatus"]) == ("EXPIRED", "NONE")
    moves = (await visits.traces(database))["moves"]
    assert ("Inspection", "PUBLISHED", "expire", "WITHDRAWN") in moves


async def test_the_daily_duties_see_to_it(
    ask: Client, public_id: str, confirmed: str, database: Database, keys: Keys
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(PublicRecord).values(expires_on=TODAY - dt.timedelta(days=1))
        )

    await scheduled_jobs.run_once(database, keys, NOW)

    assert (await visits.state_of(ask, confirmed))["state"] == "WITHDRAWN"


async def test_what_is_being_corrected_does_not_expire_but_is_not_seen_either(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.reopen(ask, confirmed)
    async with database.writing() as session:
        await session.execute(
            sa.update(PublicRecord).values(expires_on=TODAY - dt.timedelta(days=1))
        )

    count = await withdrawals.expire_due(database, now=NOW, today=TODAY)

    assert count == 0
    assert (await visits.state_of(ask, confirmed))["state"] == "TO_CORRECT"
    assert (await ask(SEEN, {"id": public_id})) == {"publicRecord": None}


async def test_the_same_operations_are_answered_again(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改", "operationId": str(new_key())}
    first = await ask.do("requestRepair", given, REQUESTED, by=yin)
    again = await ask.do("requestRepair", given, REQUESTED, by=yin)
    withdrawing_ = {
        "inspectionId": confirmed,
        "ground": "WRONG_SUBJECT",
        "operationId": str(new_key()),
    }
    gone = await ask.do("withdrawResult", withdrawing_, by=hua)
    still = await ask.do("withdrawResult", withdrawing_, by=hua)

    assert (again, still) == (first, gone)
    tags = (await visits.traces(database))["audit"]
    assert [tags.count(each) for each in ("repair.requested", "result.withdrawn")] == [1, 1]


async def test_rubbish_is_named(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.grant(database, rui, Role.HEAD, GUSU)
    requests = [
        {"publicRecordId": visits.INSTITUTION, "statement": "x"},
        {"publicRecordId": public_id, "statement": ""},
        {"publicRecordId": public_id, "statement": "x" * 2_001},
        {"publicRecordId": ids.write("PublicRecord", new_key()), "statement": "x"},
    ]
    payloads = [await ask.do("requestRepair", each, by=yin) for each in requests]
    assert [each["code"] for each in payloads] == [*["INVALID_INPUT"] * 3, "NOT_FOUND"]

    unknown = {"repairRequestId": ids.write("RepairRequest", new_key()), "isGranted": True}
    assert (await ask.do("decideRepair", unknown, by=hua))["code"] == "NOT_FOUND"
    other = {"repairRequestId": public_id, "isGranted": True}
    assert (await ask.do("decideRepair", other, by=hua))["code"] == "INVALID_INPUT"
    assert await steps.rows(database, Objection, RepairRequest) == [[], []]
    async with database.writing() as session:
        visit = await session.get_one(Inspection, visits.key(confirmed))
        assert visit.published_at == NOW
    (publications,) = await steps.rows(database, Publication)
    assert len(publications) == 2
