"""A public record objected to or found wrong: reopened, filed again, and published as the next version."""

import datetime as dt
import json

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import PublicRecord
from persistence.publication.table import ResultCorrection
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import Person, fang, gao, hua, lin, mei, ou, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_the_correction_is_version_two_and_version_one_stays_addressable(
    ask: Client, public_id: str, confirmed: str, clock: Clock, database: Database
) -> None:
    await steps.decide(ask, await steps.object_to(ask, public_id))
    clock.now = NOW + dt.timedelta(days=5)
    corrected_id = await steps.correct(ask, confirmed)

    first, second = (await ask(steps.VERSIONS, {"ids": [public_id, corrected_id]}))["nodes"]
    listed = await ask("{ publicInspectionResults(first: 9) { nodes { id } } }")
    alone = await ask(
        "query Q($id: ID!) { publicRecord(id: $id) { versionNo } }", {"id": public_id}
    )
    seen = (await ask(steps.CORRECTIONS, {"id": confirmed}, by=lin))["inspection"]

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

    (version,) = (await ask(steps.VERSIONS, {"ids": [corrected_id]}))["nodes"]
    seen = (await ask(steps.CORRECTIONS, {"id": confirmed}, by=lin))["inspection"]
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

    early = await ask.do("objectToResult", steps.an_objection(public_id), by=yin)
    corrected_id = await steps.correct(ask, confirmed, version=3)

    assert early["code"] == "RESULT_NOT_STANDING"
    first, second = (await ask(steps.VERSIONS, {"ids": [public_id, corrected_id]}))["nodes"]
    assert (first["isCurrent"], second["versionNo"]) == (False, 2)


async def test_a_corrected_result_may_be_reopened_again(
    ask: Client, public_id: str, confirmed: str
) -> None:
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    await steps.decide(ask, await steps.object_to(ask, second_id))
    third_id = await steps.correct(ask, confirmed, version=3)

    seen = (await ask(steps.CORRECTIONS, {"id": confirmed}, by=lin))["inspection"]
    assert seen["publicRecords"] == [
        {"id": public_id, "versionNo": 1},
        {"id": second_id, "versionNo": 2},
        {"id": third_id, "versionNo": 3},
    ]
    assert seen["state"] == "CORRECTED"


async def test_the_same_operations_are_answered_again(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    raising = {**steps.an_objection(public_id), "operationId": str(new_key())}
    first = await ask.do("objectToResult", raising, steps.OBJECTION_RAISED, by=yin)
    again = await ask.do("objectToResult", raising, steps.OBJECTION_RAISED, by=yin)
    deciding = {**steps.a_decision(first["objection"]["id"]), "operationId": str(new_key())}
    decided = await ask.do("decideObjection", deciding, steps.OBJECTION_DECIDED, by=hua)
    repeated = await ask.do("decideObjection", deciding, steps.OBJECTION_DECIDED, by=hua)

    assert (again, repeated) == (first, decided)
    tags = (await visits.traces(database))["audit"]
    assert [tags.count(f"objection.{event}") for event in ("raised", "decided")] == [1, 1]


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

    decided = await ask.do("decideObjection", steps.a_decision(objection_id), by=person)
    reopened = await ask.do("reopenResult", reopening, by=person)

    assert (decided["code"], reopened["code"]) == (code, code)
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_rubbish_is_named(ask: Client, public_id: str, confirmed: str) -> None:
    raised = [
        steps.an_objection("pub_1"),
        steps.an_objection(visits.INSTITUTION),
        steps.an_objection(ids.write("PublicRecord", new_key())),
        steps.an_objection(public_id, statement=" "),
        steps.an_objection(public_id, statement="x" * 2_001),
        steps.an_objection(public_id, statement="a\x07b"),
        steps.an_objection(public_id, id=public_id),
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
        steps.a_decision("obj_1"),
        steps.a_decision(public_id),
        steps.a_decision(ids.write("Objection", new_key())),
        steps.a_decision(objection_id, reason=""),
        steps.a_decision(objection_id, reason="x" * 1_001),
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
