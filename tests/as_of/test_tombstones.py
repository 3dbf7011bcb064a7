"""What has been taken out of the public since: that it stood is known to all, what it was to who keeps the file."""

import datetime as dt
import hashlib
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.publication import withdrawals
from persistence.reading import ids
from tests.as_of import documents
from tests.client import Client
from tests.people import MAPLE, fang, hua, jun, lin, mei, qiao, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.inspections.conftest import assigned, confirmed, filed
from tests.schema.publication import steps
from tests.schema.publication.conftest import public_id

__all__ = ["assigned", "confirmed", "filed", "public_id"]

_FIELDS = """recordId kind shownFrom shownUntil ground legalBases { mark } documentSha256"""
TOMBSTONE = (
    f"query T($id: ID!, $asOf: DateTime!) {{ tombstone(id: $id, asOf: $asOf) {{ {_FIELDS} }} }}"
)
LISTS = f"""query L($institution: ID!, $asOf: DateTime!) {{
    here: tombstones(first: 5, filter: {{institutionId: $institution}}, asOf: $asOf) {{ nodes {{ {_FIELDS} }} }}
    city: tombstones(first: 5, filter: {{regionCode: "320500"}}, asOf: $asOf) {{ nodes {{ {_FIELDS} }} }}
    away: tombstones(first: 5, filter: {{regionCode: "110000"}}, asOf: $asOf) {{ nodes {{ recordId }} }}
    all: tombstones(last: 5, asOf: $asOf) {{ nodes {{ {_FIELDS} }} }}
    institution(by: {{id: $institution}}, asOf: $asOf) {{ {documents.INSTITUTION} tombstones {{ {_FIELDS} }} }}
    results: publicInspectionResults(first: 9, asOf: $asOf) {{ nodes {{ {documents.RECORD} }} }}
}}"""
_MAPLE = ids.write("Institution", MAPLE)
SHA = "query Q($id: ID!) { publicRecord(id: $id) { documentSha256 } }"


async def _seen(ask: Client, record: str, moment: str) -> bytes:
    """All that a visitor gets of a record as of a moment."""
    given: dict[str, Any] = {"institution": _MAPLE, "id": record}
    parts = [
        await documents.read(ask, each, {key: given[key] for key in keys}, moment)
        for each, keys in (
            (LISTS, ["institution"]),
            (TOMBSTONE, ["id"]),
            (documents.RECORD_BY_ID, ["id"]),
        )
    ]
    return b"\n".join(parts)


async def _withdraw(ask: Client, inspection: str, ground: str = "WRONG_SUBJECT") -> None:
    payload = await ask.do("withdrawResult", {"inspectionId": inspection, "ground": ground}, by=hua)
    assert payload == {"__typename": "ResultWithdrawn"}


async def test_of_a_withdrawn_result_its_kind_days_and_rule_are_left(
    ask: Client, public_id: str, confirmed: str
) -> None:
    moment = await documents.now(ask)
    sha = (await ask(SHA, {"id": public_id}))["publicRecord"]["documentSha256"]
    before = await ask(TOMBSTONE, {"id": public_id, "asOf": moment})
    await _withdraw(ask, confirmed)

    lists = await ask(LISTS, {"institution": _MAPLE, "asOf": moment})
    alone = (await ask(TOMBSTONE, {"id": public_id, "asOf": moment}))["tombstone"]
    record = await ask(documents.RECORD_BY_ID, {"id": public_id, "asOf": moment})

    assert before == {"tombstone": None}
    assert alone == {
        "recordId": public_id,
        "kind": "INSPECTION_RESULT",
        "shownFrom": "2026-11-18T02:00:00.000000Z",
        "shownUntil": "2026-11-18T02:00:00.000000Z",
        "ground": "WRONG_SUBJECT",
        "legalBases": [],
        "documentSha256": sha,
    }
    assert record == {"publicRecord": None}
    for name in ("here", "city", "all"):
        assert lists[name]["nodes"] == [alone]
    assert lists["away"]["nodes"] == []
    assert lists["institution"]["tombstones"] == [alone]
    assert lists["institution"]["publicInspectionResults"]["edges"] == []
    assert lists["results"]["nodes"] == []


async def test_no_byte_of_what_was_withdrawn_is_in_an_answer_to_a_visitor(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    """By difference: whatever it was, the answers are the same."""
    moment = await documents.now(ask)
    await _withdraw(ask, confirmed)
    answers = await _seen(ask, public_id, moment)

    await _rewrite(database)

    assert await _seen(ask, public_id, moment) == answers
    text = answers.decode()
    for secret in ("SAFETY_FIRE", "PROBLEM_PENDING", "OC17_FIRE", "检查", "灭火器", mei.login):
        assert secret not in text.replace("INSPECTION_RESULT", "")


_REWRITTEN = """sector = 'SPORTS', task_code = 'X', category = 'CAMPAIGN', result_codes = '{OTHER}',
    result_text = 'x', violation_codes = '{X}', items = '["X"]', inspected_on = inspected_on - 9,
    repair_status = 'REQUESTED', is_late = not is_late, replacement_count = 7"""


async def _rewrite(database: Database) -> None:
    """All that the versions of a record say, but the bytes of which the hash is, and its place."""
    async with database.writing() as session:
        for statement in (
            "set local session_replication_role = replica",
            f"update public_records set {_REWRITTEN}",
            f"update public_records_past set {_REWRITTEN}",
        ):
            await session.execute(sa.text(statement.replace(":", r"\:")))


async def test_officials_who_keep_the_file_see_what_stood(
    ask: Client, public_id: str, confirmed: str
) -> None:
    document = "query R($id: ID!, $asOf: DateTime) { publicRecord(id: $id, asOf: $asOf) { resultText violationCodes withdrawnAt } }"
    given = {"id": public_id}
    answer = await documents.read(ask, document, given)
    moment = await documents.now(ask)
    await _withdraw(ask, confirmed)
    nobody = orjson.dumps({"publicRecord": None})

    seen = {
        person: await documents.read(ask, document, given, moment, by=person)
        for person in (lin, qiao, hua, mei, jun, su, yin, fang, None)
    }

    assert b"SAFETY_FIRE" in answer
    assert {person.login for person, found in seen.items() if person and found == answer} == {
        each.login for each in (lin, qiao, hua, mei, jun, su)
    }
    assert seen[yin] == seen[fang] == seen[None] == nobody


async def test_a_repaired_result_names_the_rule_of_repair(ask: Client, public_id: str) -> None:
    moment = await documents.now(ask)
    repair = await steps.request_repair(ask, public_id)
    later = await documents.now(ask)
    await ask.do("decideRepair", {"repairRequestId": repair, "isGranted": True}, by=hua)

    left = (await ask(TOMBSTONE, {"id": public_id, "asOf": moment}))["tombstone"]
    same = (await ask(TOMBSTONE, {"id": public_id, "asOf": later}))["tombstone"]
    after = await ask(TOMBSTONE, {"id": public_id, "asOf": await documents.now(ask)})

    assert (left["ground"], left["legalBases"]) == ("REPAIRED", [{"mark": "X34"}])
    assert same == left
    assert after == {"tombstone": None}


async def test_a_result_whose_time_is_over_stands_no_more_also_before_it_is_withdrawn(
    ask: Client, public_id: str, database: Database
) -> None:
    moment = await documents.now(ask)
    async with database.writing() as session:
        await session.execute(sa.text("update public_records set expires_on = '2026-11-30'"))

    lists = await ask(LISTS, {"institution": _MAPLE, "asOf": moment})

    (left,) = lists["all"]["nodes"]
    assert (left["ground"], left["legalBases"]) == ("EXPIRED", [{"mark": "X60"}])
    assert left["shownUntil"] == "2026-11-30T16:00:00.000000Z"
    assert lists["results"]["nodes"] == []
    assert lists["city"]["nodes"] == lists["institution"]["tombstones"] == [left]


async def test_what_is_over_leaves_the_same_before_and_after_a_job_withdraws_it(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    """Whatever ground it is withdrawn on by then, it was gone before."""
    moment = await documents.now(ask)
    async with database.writing() as session:
        await session.execute(sa.text("update public_records set expires_on = '2026-11-24'"))
    before = await _seen(ask, public_id, moment)
    later = dt.datetime(2026, 11, 26, 1, 0, tzinfo=dt.UTC)

    count = await withdrawals.expire_due(database, now=later, today=later.date())
    expired = await _seen(ask, public_id, moment)
    async with database.writing() as session:
        await session.execute(
            sa.text("update public_records set withdrawal_ground = 'NOT_TO_BE_PUBLISHED'")
        )

    assert count == 1
    assert b"2026-11-24T16:00:00.000000Z" in before
    assert await _seen(ask, public_id, moment) == expired == before


async def test_a_version_that_showed_too_much_leaves_a_tombstone_and_the_next_is_listed_as_of_then(
    ask: Client, public_id: str, confirmed: str
) -> None:
    first = await documents.now(ask)
    await steps.decide(ask, await steps.object_to(ask, public_id))
    corrected = await steps.correct(ask, confirmed)
    second = await documents.now(ask)
    await _withdraw(ask, confirmed, "NOT_TO_BE_PUBLISHED")

    found = [await ask(LISTS, {"institution": _MAPLE, "asOf": each}) for each in (first, second)]

    assert [[each["recordId"] for each in lists["here"]["nodes"]] for lists in found] == [
        [public_id],
        [corrected],
    ]
    assert found[0]["here"]["nodes"][0]["legalBases"] == [{"mark": "X39"}]


async def test_today_there_is_no_tombstone(ask: Client, public_id: str, confirmed: str) -> None:
    await _withdraw(ask, confirmed)

    found = await ask(
        "query Q($id: ID!) { institution(by: {id: $id}) { tombstones { recordId } } }",
        {"id": _MAPLE},
    )

    assert found == {"institution": {"tombstones": []}}


async def test_the_hash_is_that_of_the_document_somebody_may_have_kept(
    ask: Client, public_id: str, confirmed: str
) -> None:
    moment = await documents.now(ask)
    document = "query Q($id: ID!) { publicRecord(id: $id) { document } }"
    kept = (await ask(document, {"id": public_id}))["publicRecord"]["document"]
    await _withdraw(ask, confirmed)

    left = (await ask(TOMBSTONE, {"id": public_id, "asOf": moment}))["tombstone"]

    assert left["documentSha256"] == hashlib.sha256(kept.encode()).hexdigest()


@pytest.mark.usefixtures("world")
async def test_what_never_stood_leaves_none(ask: Client, confirmed: str) -> None:
    moment = await documents.now(ask)
    record = await visits.audit(ask, confirmed)
    await _withdraw(ask, confirmed)

    found = await ask(TOMBSTONE, {"id": record, "asOf": moment})

    assert found == {"tombstone": None}
