"""Replies looked through: decided once, by whom it may be, from the list of what waits."""

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, hua, jun, lin, mei, ou, qiao, rui, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


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

    showing = await ask.do("showReply", {"replyId": reply_id}, by=jun)
    declining = await ask.do("declineReply", {"replyId": reply_id, "ground": "INSULT"}, by=jun)
    elsewhere = await ask.do("showReply", {"replyId": reply_id}, by=rui)

    assert {showing["code"], declining["code"]} == {"DECIDER_TOOK_PART"}
    assert elsewhere["code"] == "NOT_FOUND"
    assert await ask(steps.PUBLIC_REPLY, {"id": public_id}) == {"publicRecord": {"reply": None}}


@pytest.mark.parametrize("person", [hua, lin, mei, su, ou, yin, None])
async def test_others_do_not_decide_on_it(
    ask: Client, public_id: str, person: Person | None
) -> None:
    reply_id = await steps.reply(ask, public_id)

    showing = await ask.do("showReply", {"replyId": reply_id}, by=person)
    declining = await ask.do("declineReply", {"replyId": reply_id, "ground": "INSULT"}, by=person)

    assert {showing["code"], declining["code"]} == {"NOT_PERMITTED"}
    assert await ask(steps.PUBLIC_REPLY, {"id": public_id}) == {"publicRecord": {"reply": None}}


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
