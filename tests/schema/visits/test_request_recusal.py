"""An institution or an officer asks that an officer does not visit, once at a time."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.visits.table import RecusalRequest
from tests.client import Client
from tests.people import Person, fang, hua, jun, lin, ling, mei, ou, qiao, su, tao, yin
from tests.schema.inspections.steps import officer
from tests.schema.visits.steps import RECUSAL_REQUESTED, a_request, count


async def test_an_officer_asks_about_oneself_and_the_institution_does_not_learn_why(
    ask: Client, noticed: str
) -> None:
    requested = await ask.do("requestRecusal", a_request(noticed, jun), RECUSAL_REQUESTED, by=jun)

    assert requested["recusalRequest"]["side"] == "OFFICER"
    document = "query Q($id: ID!) { inspection(id: $id) { recusalRequests { statement } } }"
    seen = {
        who.login: len(
            (await ask(document, {"id": noticed}, by=who))["inspection"]["recusalRequests"]
        )
        for who in (jun, mei, hua, lin, qiao, su, ou, yin)
    }
    assert seen == {
        "jun": 1, "mei": 0, "hua": 1, "lin": 0, "qiao": 0, "su": 0, "ou": 1, "yin": 0,
    }  # fmt: skip


async def test_five_requests_about_one_officer_at_once_leave_one(
    ask: Client, noticed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("requestRecusal", a_request(noticed), by=yin) for _ in range(5))
    )

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == ["None", *["RECUSAL_REQUEST_OPEN"] * 4]
    assert await count(database, RecusalRequest) == 1


async def test_the_same_operation_is_answered_again(ask: Client, noticed: str) -> None:
    given = a_request(noticed, operationId=str(new_key()))

    first = await ask.do("requestRecusal", given, RECUSAL_REQUESTED, by=yin)

    assert await ask.do("requestRecusal", given, RECUSAL_REQUESTED, by=yin) == first


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (hua, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
        (jun, "NOT_PERMITTED"),
        (tao, "NOT_FOUND"),
        (ling, "NOT_FOUND"),
    ],
)
async def test_who_may_not_ask_about_mei(
    ask: Client, noticed: str, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("requestRecusal", a_request(noticed), by=person)

    assert payload["code"] == code
    assert await count(database, RecusalRequest) == 0


async def test_an_institution_without_a_notice_cannot_ask(
    ask: Client, assigned: str, database: Database
) -> None:
    assert (await ask.do("requestRecusal", a_request(assigned), by=yin))["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"statement": " "}, "statement"),
        ({"statement": "x" * 1001}, "statement"),
        ({"officerId": "ofcr_"}, "officerId"),
        ({"officerId": ids.write("Officer", new_key())}, "officerId"),
        ({"officerId": officer(tao)}, "officerId"),
        ({"id": "rreq_"}, "id"),
    ],
)
async def test_faults_of_a_request_are_named(
    ask: Client, noticed: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    payload = await ask.do("requestRecusal", a_request(noticed) | facts, RECUSAL_REQUESTED, by=yin)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await count(database, RecusalRequest) == 0


async def test_an_id_made_by_a_client_is_taken_once(
    ask: Client, noticed: str, database: Database
) -> None:
    own = ids.write("RecusalRequest", new_key())
    payload = await ask.do("requestRecusal", a_request(noticed, id=own), RECUSAL_REQUESTED, by=yin)

    again = await ask.do("requestRecusal", a_request(noticed, jun, id=own), by=yin)

    assert payload["recusalRequest"]["id"] == own
    assert again["code"] == "ID_TAKEN"
    assert await count(database, RecusalRequest) == 1
