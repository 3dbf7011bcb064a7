"""An auditor records when the credit platform published a result, once for each version."""

import asyncio
from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import GUSU, Person, fang, hua, lin, mei, ou, qiao, rui, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

RECORDED = """... on OutletPublicationRecorded { publicRecord {
    publications { outlet state publishedAt reference } } }"""


def _recording(public_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "publicRecordId": public_id,
        "publishedAt": "2026-11-18T02:00:00Z",
        "reference": "JS-2026-000123",
        **facts,
    }


async def test_where_the_platform_published_it_is_for_everyone_to_read(
    ask: Client, public_id: str, database: Database
) -> None:
    payload = await ask.do("recordOutletPublication", _recording(public_id), RECORDED, by=qiao)
    question = """query Q($id: ID!) { publicRecord(id: $id) {
        publications { outlet state publishedAt reference } } }"""

    now = "2026-11-18T02:00:00.000000Z"
    expected = [
        {"outlet": "PLATFORM", "state": "PUBLISHED", "publishedAt": now, "reference": None},
        {
            "outlet": "ENTERPRISE_CREDIT",
            "state": "PUBLISHED",
            "publishedAt": now,
            "reference": "JS-2026-000123",
        },
    ]
    assert payload["publicRecord"] == {"publications": expected}
    assert await ask(question, {"id": public_id}) == {"publicRecord": {"publications": expected}}
    moves = (await visits.traces(database))["moves"]
    assert ("Publication", "PENDING", "record", "PUBLISHED") in moves


async def test_each_version_has_its_own_publications(
    ask: Client, public_id: str, confirmed: str
) -> None:
    await ask.do("recordOutletPublication", _recording(public_id), by=qiao)
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    question = """query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on PublicRecord {
        publications { state } } } }"""

    seen = await ask(question, {"ids": [public_id, second_id]})

    assert seen["nodes"] == [
        {"publications": [{"state": "PUBLISHED"}, {"state": "PUBLISHED"}]},
        {"publications": [{"state": "PUBLISHED"}, {"state": "PENDING"}]},
    ]


async def test_it_is_recorded_once_and_not_of_what_was_withdrawn_before(
    ask: Client, public_id: str, confirmed: str
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("recordOutletPublication", _recording(public_id), by=qiao) for _ in range(5))
    )
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    await ask.do("withdrawResult", {"inspectionId": confirmed, "ground": "WRONG_SUBJECT"}, by=hua)
    gone = await ask.do("recordOutletPublication", _recording(second_id), by=qiao)

    assert sorted(each.get("code", "") for each in payloads) == ["", *["OUTLET_NOT_PENDING"] * 4]
    assert gone["code"] == "OUTLET_NOT_PENDING"


async def test_rubbish_about_an_outlet_is_named(ask: Client, public_id: str) -> None:
    wrong = [
        _recording(public_id, outlet="PLATFORM"),
        _recording(public_id, reference=""),
        _recording(public_id, reference="x" * 301),
        _recording(public_id, publishedAt="2026-11-18T01:59:59Z"),
        _recording(public_id, publishedAt="2026-11-18T02:00:01Z"),
        _recording(visits.INSTITUTION),
    ]

    payloads = [await ask.do("recordOutletPublication", each, by=qiao) for each in wrong]

    assert {each["code"] for each in payloads} == {"INVALID_INPUT"}


@pytest.mark.parametrize("person", [mei, lin, hua, su, ou, yin, fang, rui, None])
async def test_others_record_nothing(
    ask: Client, public_id: str, person: Person | None, database: Database
) -> None:
    if person is rui:
        await steps.grant(database, rui, Role.RESULT_AUDITOR, GUSU)

    payload = await ask.do("recordOutletPublication", _recording(public_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert ("Publication", "PENDING", "record", "PUBLISHED") not in (await visits.traces(database))[
        "moves"
    ]


async def test_the_same_operation_is_answered_again(
    ask: Client, public_id: str, database: Database
) -> None:
    given = _recording(public_id, operationId=str(new_key()))

    first = await ask.do("recordOutletPublication", given, RECORDED, by=qiao)
    again = await ask.do("recordOutletPublication", given, RECORDED, by=qiao)

    assert first["__typename"] == "OutletPublicationRecorded"
    assert again == first
    moves = (await visits.traces(database))["moves"]
    assert moves.count(("Publication", "PENDING", "record", "PUBLISHED")) == 1


async def test_a_record_that_is_not_there_is_not_found(ask: Client, public_id: str) -> None:
    unknown = ids.write("PublicRecord", new_key())

    payload = await ask.do("recordOutletPublication", _recording(unknown), by=qiao)

    assert payload["code"] == "NOT_FOUND"
