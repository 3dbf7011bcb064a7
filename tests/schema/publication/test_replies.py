"""The right of reply: written once by the institution, looked through, shown as it is."""

import asyncio
from typing import Any

import pytest

from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.publication import Reply
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, fang, gao, hua, jun, lin, mei, ou, qiao, rui, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

TEXT = "我校已更换全部灭火器，欢迎家长监督。"
SHOWN = "query Q($id: ID!) { publicRecord(id: $id) { reply { text writtenAt shownAt } } }"
SHOWS = """... on ReplyWritten { reply { id text state writtenAt decidedAt declineGround
    publicRecord { id reply { text } } institution { id } } }"""


def _input(public_id: str, **facts: Any) -> dict[str, Any]:
    return {"publicRecordId": public_id, "text": TEXT, **facts}


async def test_a_reply_is_shown_beside_the_record_once_it_was_looked_through(
    ask: Client, public_id: str, database: Database
) -> None:
    payload = await ask.do("replyToResult", _input(public_id), SHOWS, by=yin)
    reply_id = payload["reply"]["id"]
    before = await ask(SHOWN, {"id": public_id})
    shown = await ask.do("showReply", {"replyId": reply_id}, by=qiao)
    after = await ask(SHOWN, {"id": public_id})

    now = "2026-11-18T02:00:00.000000Z"
    assert payload["reply"] == {
        "id": reply_id,
        "text": TEXT,
        "state": "WRITTEN",
        "writtenAt": now,
        "decidedAt": None,
        "declineGround": None,
        "publicRecord": {"id": public_id, "reply": None},
        "institution": {"id": visits.INSTITUTION},
    }
    assert shown == {"__typename": "ReplyShown"}
    assert before == {"publicRecord": {"reply": None}}
    assert after == {"publicRecord": {"reply": {"text": TEXT, "writtenAt": now, "shownAt": now}}}
    traces = await visits.traces(database)
    assert ("Reply", "None", "write", "WRITTEN") in traces["moves"]
    assert ("Reply", "WRITTEN", "show", "SHOWN") in traces["moves"]
    assert {"reply.written", "reply.shown"} <= set(traces["audit"])


async def test_declined_it_is_for_the_institution_and_the_officials(
    ask: Client, public_id: str, database: Database
) -> None:
    reply_id = await steps.reply(ask, public_id, text="检查员某某态度恶劣")

    payload = await ask.do(
        "declineReply",
        {"replyId": reply_id, "ground": "PERSONAL_DATA"},
        "... on ReplyDeclined { reply { state declineGround } }",
        by=qiao,
    )

    assert payload["reply"] == {"state": "DECLINED", "declineGround": "PERSONAL_DATA"}
    assert await ask(SHOWN, {"id": public_id}, by=qiao) == {"publicRecord": {"reply": None}}
    question = "query Q($id: ID!) { node(id: $id) { ... on Reply { text } } }"
    for person in (yin, qiao, hua, su, mei):
        assert (await ask(question, {"id": reply_id}, by=person))["node"] is not None
    for other in (None, fang, gao):
        assert (await ask(question, {"id": reply_id}, by=other))["node"] is None


async def test_a_version_is_replied_to_once_and_the_next_anew(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("replyToResult", _input(public_id), by=yin) for _ in range(5))
    )
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    old = await ask.do("replyToResult", _input(public_id), by=yin)
    await steps.reply(ask, second_id)

    assert sorted(each.get("code", "") for each in payloads) == [
        "",
        *["REPLY_ALREADY_WRITTEN"] * 4,
    ]
    assert old["code"] == "RECORD_SUPERSEDED"
    (replies,) = await steps.rows(database, Reply)
    assert len(replies) == 2


async def test_a_reply_is_decided_once(ask: Client, public_id: str) -> None:
    reply_id = await steps.reply(ask, public_id)
    decline = {"replyId": reply_id, "ground": "INSULT"}

    first = await ask.do("showReply", {"replyId": reply_id}, by=qiao)
    payloads = [
        await ask.do("showReply", {"replyId": reply_id}, by=qiao),
        await ask.do("declineReply", decline, by=qiao),
    ]

    assert first == {"__typename": "ReplyShown"}
    assert [each["code"] for each in payloads] == ["REPLY_ALREADY_DECIDED"] * 2


async def test_an_officer_of_the_visit_does_not_look_it_through(
    ask: Client, public_id: str, database: Database
) -> None:
    reply_id = await steps.reply(ask, public_id)
    await steps.grant(database, jun, Role.RESULT_AUDITOR, SUZHOU)
    await steps.grant(database, rui, Role.RESULT_AUDITOR, GUSU)

    shown = await ask.do("showReply", {"replyId": reply_id}, by=jun)
    declined = await ask.do("declineReply", {"replyId": reply_id, "ground": "INSULT"}, by=jun)
    elsewhere = await ask.do("showReply", {"replyId": reply_id}, by=rui)

    assert {shown["code"], declined["code"]} == {"DECIDER_TOOK_PART"}
    assert elsewhere["code"] == "NOT_FOUND"
    assert await ask(SHOWN, {"id": public_id}) == {"publicRecord": {"reply": None}}


@pytest.mark.parametrize("person", [fang, lin, mei, qiao, hua, su, ou, None])
async def test_only_the_institution_replies(
    ask: Client, public_id: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("replyToResult", _input(public_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, Reply) == [[]]


@pytest.mark.parametrize("person", [hua, lin, mei, su, ou, yin, None])
async def test_others_do_not_decide_on_it(
    ask: Client, public_id: str, person: Person | None
) -> None:
    reply_id = await steps.reply(ask, public_id)

    shown = await ask.do("showReply", {"replyId": reply_id}, by=person)
    declined = await ask.do("declineReply", {"replyId": reply_id, "ground": "INSULT"}, by=person)

    assert {shown["code"], declined["code"]} == {"NOT_PERMITTED"}
    assert await ask(SHOWN, {"id": public_id}) == {"publicRecord": {"reply": None}}


async def test_the_same_operation_is_answered_again_and_rubbish_named(
    ask: Client, public_id: str, database: Database
) -> None:
    given = {**_input(public_id), "operationId": str(new_key())}
    first = await ask.do("replyToResult", given, SHOWS, by=yin)
    again = await ask.do("replyToResult", given, SHOWS, by=yin)
    inputs = [
        _input("pub_1"),
        _input(public_id, text="  "),
        _input(public_id, text="字" * 1_001),
        _input(public_id, text="a\x07b"),
        _input(ids.write("PublicRecord", new_key())),
    ]
    payloads = [await ask.do("replyToResult", each, by=yin) for each in inputs]

    assert again == first
    assert [each["code"] for each in payloads] == [*["INVALID_INPUT"] * 4, "NOT_FOUND"]
    (replies,) = await steps.rows(database, Reply)
    assert len(replies) == 1


async def test_the_work_list_shows_what_waits(ask: Client, public_id: str) -> None:
    reply_id = await steps.reply(ask, public_id)
    question = """query Q($f: ReplyFilter) { replies(first: 9, filter: $f) {
        totalCount nodes { id } } }"""
    authority = ids.write("Authority", SUZHOU.id)

    waiting = {"f": {"states": ["WRITTEN"], "authorityId": authority}}
    found = await ask(question, waiting, by=qiao)
    own = await ask(question, {"f": {"institutionId": visits.INSTITUTION}}, by=yin)
    none = await ask(question, {"f": {"states": ["SHOWN"]}}, by=qiao)

    one = {"replies": {"totalCount": 1, "nodes": [{"id": reply_id}]}}
    assert (found, own) == (one, one)
    assert none == {"replies": {"totalCount": 0, "nodes": []}}
