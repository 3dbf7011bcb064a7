"""A public record objected to or found wrong: reopened, filed anew, and published as the next version."""

import asyncio
import datetime as dt
import json
from typing import Any

import pytest

from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.inspections import Inspection, PublicRecord
from persistence.tables.publication import Objection, ResultCorrection
from tests.builders import NOW
from tests.client import Client, Clock
from tests.people import (
    FARAWAY,
    SUZHOU,
    Person,
    fang,
    gao,
    hua,
    jun,
    lin,
    mei,
    ou,
    qiao,
    rui,
    su,
    tao,
    yin,
)
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

OBJECTION = """id statement state raisedAt dueOn dueIsProvisional decidedAt reason
    institution { id } publicRecord { id } inspection { id state }"""
RAISED = f"... on ObjectionRaised {{ objection {{ {OBJECTION} }} }}"
DECIDED = f"... on ObjectionDecided {{ objection {{ {OBJECTION} }} }}"
VERSION = "id versionNo isCurrent supersededAt isLate resultCodes expiresOn document current { id }"
VERSIONS = f"query Q($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on PublicRecord {{ {VERSION} }} }} }}"
CORRECTIONS = """query Q($id: ID!) { inspection(id: $id) { state
    objections { state reason } corrections { reason foundOn dueOn dueIsProvisional reopenedAt
        correctedAt isLate publicRecord { id } } publicRecords { id versionNo } } }"""


def _objection(public_id: str, **facts: Any) -> dict[str, Any]:
    return {"publicRecordId": public_id, "statement": steps.STATEMENT, **facts}


def _decision(objection_id: str, **facts: Any) -> dict[str, Any]:
    return {"objectionId": objection_id, "isUpheld": True, "reason": steps.REASON, **facts}


async def test_an_objection_is_verified_within_ten_working_days(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payload = await ask.do("objectToResult", _objection(public_id), RAISED, by=yin)

    objection_id = payload["objection"]["id"]
    assert payload == {
        "__typename": "ObjectionRaised",
        "objection": {
            "id": objection_id,
            "statement": steps.STATEMENT,
            "state": "RECEIVED",
            "raisedAt": "2026-11-18T02:00:00.000000Z",
            "dueOn": "2026-12-02",
            "dueIsProvisional": False,
            "decidedAt": None,
            "reason": None,
            "institution": {"id": visits.INSTITUTION},
            "publicRecord": {"id": public_id},
            "inspection": {"id": confirmed, "state": "PUBLISHED"},
        },
    }
    traces = await visits.traces(database)
    assert ("Objection", "None", "object", "RECEIVED") in traces["moves"]
    assert traces["audit"].count("objection.raised") == 1


async def test_upheld_it_reopens_the_result_and_what_is_public_stays(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    objection_id = await steps.object_to(ask, public_id)

    payload = await ask.do("decideObjection", _decision(objection_id), DECIDED, by=hua)

    assert payload["objection"]["state"] == "UPHELD"
    assert payload["objection"]["reason"] == steps.REASON
    assert payload["objection"]["inspection"] == {"id": confirmed, "state": "TO_CORRECT"}
    seen = await ask(CORRECTIONS, {"id": confirmed}, by=yin)
    assert seen["inspection"]["corrections"] == [
        {
            "reason": steps.REASON,
            "foundOn": "2026-11-18",
            "dueOn": "2026-11-25",
            "dueIsProvisional": False,
            "reopenedAt": "2026-11-18T02:00:00.000000Z",
            "correctedAt": None,
            "isLate": None,
            "publicRecord": {"id": public_id},
        }
    ]
    (still,) = (await ask(VERSIONS, {"ids": [public_id]}))["nodes"]
    assert (still["isCurrent"], still["current"]) == (True, {"id": public_id})
    moves = (await visits.traces(database))["moves"]
    assert ("Inspection", "PUBLISHED", "reopen", "TO_CORRECT") in moves
    assert ("Objection", "RECEIVED", "uphold", "UPHELD") in moves


async def test_the_correction_is_version_two_and_version_one_stays_addressable(
    ask: Client, public_id: str, confirmed: str, clock: Clock, database: Database
) -> None:
    await steps.decide(ask, await steps.object_to(ask, public_id))
    clock.now = NOW + dt.timedelta(days=5)
    corrected_id = await steps.correct(ask, confirmed)

    first, second = (await ask(VERSIONS, {"ids": [public_id, corrected_id]}))["nodes"]
    listed = await ask("{ publicInspectionResults(first: 9) { nodes { id } } }")
    alone = await ask(
        "query Q($id: ID!) { publicRecord(id: $id) { versionNo } }", {"id": public_id}
    )
    seen = (await ask(CORRECTIONS, {"id": confirmed}, by=lin))["inspection"]

    now = "2026-11-23T02:00:00.000000Z"
    document = json.loads(second.pop("document"))
    assert first.pop("document") is not None
    assert first == {
        "id": public_id,
        "versionNo": 1,
        "isCurrent": False,
        "supersededAt": now,
        "isLate": False,
        "resultCodes": ["PROBLEM_PENDING"],
        "expiresOn": "2031-11-18",
        "current": {"id": corrected_id},
    }
    assert second == {
        "id": corrected_id,
        "versionNo": 2,
        "isCurrent": True,
        "supersededAt": None,
        "isLate": False,
        "resultCodes": ["NO_PROBLEM"],
        "expiresOn": "2031-11-18",
        "current": {"id": corrected_id},
    }
    assert (document["versionNo"], document["replaces"]) == (2, public_id)
    assert listed["publicInspectionResults"]["nodes"] == [{"id": corrected_id}]
    assert alone == {"publicRecord": {"versionNo": 1}}
    assert seen["state"] == "CORRECTED"
    (correction,) = seen["corrections"]
    assert (correction["correctedAt"], correction["isLate"]) == (now, False)
    moves = (await visits.traces(database))["moves"]
    assert ("Inspection", "TO_CORRECT", "file", "TO_CONFIRM") in moves
    assert ("Inspection", "APPROVED", "publish_correction", "CORRECTED") in moves
    ends = [move for move in moves if "all_published" in move]
    assert len(ends) == 1


async def test_a_correction_after_its_last_day_is_late(
    ask: Client, public_id: str, confirmed: str, clock: Clock
) -> None:
    await steps.reopen(ask, confirmed)
    clock.now = NOW + dt.timedelta(days=8)

    corrected_id = await steps.correct(ask, confirmed)

    (version,) = (await ask(VERSIONS, {"ids": [corrected_id]}))["nodes"]
    seen = (await ask(CORRECTIONS, {"id": confirmed}, by=lin))["inspection"]
    assert version["isLate"] is True
    assert [each["isLate"] for each in seen["corrections"]] == [True]


async def test_a_rejected_correction_stays_on_its_way_with_the_first_version_public(
    ask: Client, public_id: str, confirmed: str
) -> None:
    await steps.reopen(ask, confirmed)
    clean = visits.a_report(confirmed, correctionReason="灭火器有效")
    await ask.do("fileInspectionResult", clean, by=mei)
    await visits.confirm(ask, confirmed, version=2)
    await visits.audit(ask, confirmed, "REJECTED", "缺照片")

    early = await ask.do("objectToResult", _objection(public_id), by=yin)
    corrected_id = await steps.correct(ask, confirmed, version=3)

    assert early["code"] == "RESULT_NOT_STANDING"
    first, second = (await ask(VERSIONS, {"ids": [public_id, corrected_id]}))["nodes"]
    assert (first["isCurrent"], second["versionNo"]) == (False, 2)


async def test_a_corrected_result_may_be_reopened_again(
    ask: Client, public_id: str, confirmed: str
) -> None:
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    await steps.decide(ask, await steps.object_to(ask, second_id))
    third_id = await steps.correct(ask, confirmed, version=3)

    seen = (await ask(CORRECTIONS, {"id": confirmed}, by=lin))["inspection"]
    assert seen["publicRecords"] == [
        {"id": public_id, "versionNo": 1},
        {"id": second_id, "versionNo": 2},
        {"id": third_id, "versionNo": 3},
    ]
    assert seen["state"] == "CORRECTED"


async def test_rejected_it_changes_nothing_and_another_may_follow(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    first = await steps.object_to(ask, public_id)

    payload = await ask.do("decideObjection", _decision(first, isUpheld=False), DECIDED, by=hua)
    again = await ask.do("decideObjection", _decision(first), by=hua)
    await steps.object_to(ask, public_id)

    assert payload["objection"]["state"] == "REJECTED"
    assert payload["objection"]["inspection"]["state"] == "PUBLISHED"
    assert again["code"] == "OBJECTION_ALREADY_DECIDED"
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_objections_come_one_at_a_time_and_about_what_counts(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("objectToResult", _objection(public_id), by=yin) for _ in range(5))
    )
    reopening = {"inspectionId": confirmed, "reason": "x", "foundOn": "2026-11-18"}
    meanwhile = await ask.do("reopenResult", reopening, by=qiao)

    assert sorted(each.get("code", "") for each in payloads) == ["", *["OBJECTION_PENDING"] * 4]
    assert meanwhile["code"] == "OBJECTION_PENDING"
    (objections,) = await steps.rows(database, Objection)
    assert len(objections) == 1

    objection_id = await _only_objection(ask)
    await steps.decide(ask, objection_id)
    during = await ask.do("objectToResult", _objection(public_id), by=yin)
    await steps.correct(ask, confirmed)
    after = await ask.do("objectToResult", _objection(public_id), by=yin)

    assert (during["code"], after["code"]) == ("RESULT_NOT_STANDING", "RECORD_SUPERSEDED")


async def _only_objection(ask: Client) -> str:
    question = "query Q($f: ObjectionFilter) { objections(first: 9, filter: $f) { nodes { id } } }"
    found = await ask(question, {"f": {"states": ["RECEIVED"]}}, by=hua)
    (node,) = found["objections"]["nodes"]
    objection_id: str = node["id"]
    return objection_id


async def test_an_institution_that_had_no_notice_objects_all_the_same(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    async with database.writing() as session:
        visit = await session.get_one(Inspection, visits.key(confirmed))
        visit.noticed_at = None

    payload = await ask.do("objectToResult", _objection(public_id), RAISED, by=yin)

    assert payload["objection"]["state"] == "RECEIVED"
    assert payload["objection"]["inspection"] is None


async def test_the_same_operations_are_answered_again(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    raising = {**_objection(public_id), "operationId": str(new_key())}
    first = await ask.do("objectToResult", raising, RAISED, by=yin)
    again = await ask.do("objectToResult", raising, RAISED, by=yin)
    deciding = {**_decision(first["objection"]["id"]), "operationId": str(new_key())}
    decided = await ask.do("decideObjection", deciding, DECIDED, by=hua)
    repeated = await ask.do("decideObjection", deciding, DECIDED, by=hua)

    assert (again, repeated) == (first, decided)
    tags = (await visits.traces(database))["audit"]
    assert [tags.count(f"objection.{event}") for event in ("raised", "decided")] == [
        1,
        1,
    ]


async def test_ids_minted_by_clients_are_taken_once(
    ask: Client, public_id: str, database: Database
) -> None:
    own = ids.write("Objection", new_key())
    objection_id = await steps.object_to(ask, public_id, id=own)
    await steps.decide(ask, objection_id, is_upheld=False)
    again = await ask.do("objectToResult", _objection(public_id, id=own), by=yin)

    assert objection_id == own
    assert again["code"] == "ID_TAKEN"


async def test_whoever_inspected_or_approved_does_not_decide(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    objection_id = await steps.object_to(ask, public_id)
    await steps.grant(database, jun, Role.RESULT_AUDITOR, SUZHOU)

    approved_it = await ask.do("decideObjection", _decision(objection_id), by=qiao)
    inspected = await ask.do("decideObjection", _decision(objection_id), by=jun)

    assert {approved_it["code"], inspected["code"]} == {"DECIDER_TOOK_PART"}
    assert await steps.rows(database, ResultCorrection) == [[]]
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_the_organ_finds_the_error_itself(
    ask: Client, public_id: str, confirmed: str, clock: Clock, database: Database
) -> None:
    clock.now = NOW + dt.timedelta(days=2)
    given = {"inspectionId": confirmed, "reason": steps.REASON, "foundOn": "2026-11-19"}

    payload = await ask.do(
        "reopenResult",
        given,
        "... on ResultReopened { inspection { state corrections { foundOn dueOn } } }",
        by=qiao,
    )

    assert payload["inspection"] == {
        "state": "TO_CORRECT",
        "corrections": [{"foundOn": "2026-11-19", "dueOn": "2026-11-26"}],
    }
    assert "result.reopened" in (await visits.traces(database))["audit"]


@pytest.mark.parametrize("found_on", ["2026-11-17", "2026-11-19", "1900-01-01", "2199-12-31"])
async def test_an_error_is_found_between_publication_and_today(
    ask: Client, public_id: str, confirmed: str, database: Database, found_on: str
) -> None:
    given = {"inspectionId": confirmed, "reason": "x", "foundOn": found_on}

    payload = await ask.do("reopenResult", given, by=qiao)

    assert payload["code"] == "INVALID_INPUT"
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_only_what_is_public_is_reopened_and_once(
    ask: Client, approved: str, database: Database
) -> None:
    given = {"inspectionId": approved, "reason": "x", "foundOn": "2026-11-18"}
    early = await ask.do("reopenResult", given, by=qiao)
    await ask.do("publishInspectionResult", {"inspectionId": approved}, by=qiao)
    payloads = await asyncio.gather(*(ask.do("reopenResult", given, by=qiao) for _ in range(5)))

    assert early["code"] == "RESULT_NOT_STANDING"
    assert sorted(each.get("code", "") for each in payloads) == ["", *["RESULT_NOT_STANDING"] * 4]
    (corrections,) = await steps.rows(database, ResultCorrection)
    assert len(corrections) == 1


@pytest.mark.parametrize("person", [fang, gao, lin, mei, qiao, hua, su, ou, None])
async def test_only_the_institution_objects(
    ask: Client, public_id: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("objectToResult", _objection(public_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, Objection) == [[]]


async def test_another_institution_does_not_object(
    ask: Client, public_id: str, database: Database
) -> None:
    from persistence.tables.accounts import RoleGrant

    async with database.writing() as session:
        session.add(
            RoleGrant(
                id=new_key(),
                account_id=gao.id,
                role=Role.INSTITUTION_ADMIN,
                institution_id=FARAWAY,
            )
        )

    payload = await ask.do("objectToResult", _objection(public_id), by=gao)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, Objection) == [[]]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (mei, "NOT_PERMITTED"),
        (lin, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
)
async def test_others_do_not_decide_nor_reopen(
    ask: Client,
    public_id: str,
    confirmed: str,
    database: Database,
    person: Person | None,
    code: str,
) -> None:
    objection_id = await steps.object_to(ask, public_id)
    reopening = {"inspectionId": confirmed, "reason": "x", "foundOn": "2026-11-18"}

    decided = await ask.do("decideObjection", _decision(objection_id), by=person)
    reopened = await ask.do("reopenResult", reopening, by=person)

    assert (decided["code"], reopened["code"]) == (code, code)
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_an_auditor_elsewhere_does_not_find_the_objection(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    from tests.people import GUSU

    objection_id = await steps.object_to(ask, public_id)
    for person in (rui, hua):
        await steps.grant(database, person, Role.RESULT_AUDITOR, GUSU)
    await steps.grant(database, tao, Role.HEAD, GUSU)

    unseen = await ask.do("decideObjection", _decision(objection_id), by=rui)
    head = await ask.do("decideObjection", _decision(objection_id), by=tao)

    assert (unseen["code"], head["code"]) == ("NOT_FOUND", "NOT_FOUND")


async def test_rubbish_is_named(ask: Client, public_id: str, confirmed: str) -> None:
    raised = [
        _objection("pub_1"),
        _objection(visits.INSTITUTION),
        _objection(ids.write("PublicRecord", new_key())),
        _objection(public_id, statement=" "),
        _objection(public_id, statement="x" * 2_001),
        _objection(public_id, statement="a\x07b"),
        _objection(public_id, id=public_id),
    ]
    payloads = [await ask.do("objectToResult", each, by=yin) for each in raised]
    assert [each["code"] for each in payloads] == [
        "INVALID_INPUT",
        "INVALID_INPUT",
        "NOT_FOUND",
        *["INVALID_INPUT"] * 4,
    ]

    objection_id = await steps.object_to(ask, public_id)
    decided = [
        _decision("obj_1"),
        _decision(public_id),
        _decision(ids.write("Objection", new_key())),
        _decision(objection_id, reason=""),
        _decision(objection_id, reason="x" * 1_001),
    ]
    payloads = [await ask.do("decideObjection", each, by=hua) for each in decided]
    assert [each["code"] for each in payloads] == [
        "INVALID_INPUT",
        "INVALID_INPUT",
        "NOT_FOUND",
        "INVALID_INPUT",
        "INVALID_INPUT",
    ]


async def test_the_words_of_an_objection_are_never_public(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.decide(ask, await steps.object_to(ask, public_id))
    await steps.correct(ask, confirmed)

    (stored,) = await steps.rows(database, PublicRecord)

    for word in (steps.STATEMENT, steps.REASON):
        assert word not in str(stored)
    for person in (None, fang, gao):
        answer = await ask.answer("{ objections(first: 1) { nodes { id } } }", by=person)
        assert "errors" in answer
