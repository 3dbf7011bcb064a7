"""A reply that was looked through stands beside the record."""

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.publication.table import Reply
from tests.client import Client
from tests.people import GUSU, qiao, rui, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_a_reply_is_shown_beside_the_record_once_it_was_looked_through(
    ask: Client, public_id: str, database: Database
) -> None:
    payload = await ask.do("replyToResult", steps.a_reply(public_id), steps.REPLY_WRITTEN, by=yin)
    reply_id = payload["reply"]["id"]
    before = await ask(steps.PUBLIC_REPLY, {"id": public_id})
    showing = await ask.do("showReply", {"replyId": reply_id}, by=qiao)
    after = await ask(steps.PUBLIC_REPLY, {"id": public_id})

    now = "2026-11-18T02:00:00.000000Z"
    assert payload["reply"] == {
        "id": reply_id,
        "text": steps.REPLY,
        "state": "WRITTEN",
        "writtenAt": now,
        "decidedAt": None,
        "declineGround": None,
        "publicRecord": {"id": public_id, "reply": None},
        "institution": {"id": visits.INSTITUTION},
    }
    assert showing == {"__typename": "ReplyShown"}
    assert before == {"publicRecord": {"reply": None}}
    assert after == {
        "publicRecord": {"reply": {"text": steps.REPLY, "writtenAt": now, "shownAt": now}}
    }
    traces = await visits.traces(database)
    assert ("Reply", "None", "write", "WRITTEN") in traces["moves"]
    assert ("Reply", "WRITTEN", "show", "SHOWN") in traces["moves"]
    assert {"reply.written", "reply.shown"} <= set(traces["audit"])


async def test_an_auditor_elsewhere_does_not_find_the_reply(
    ask: Client, public_id: str, database: Database
) -> None:
    reply_id = await steps.reply(ask, public_id)
    await steps.grant(database, rui, Role.RESULT_AUDITOR, GUSU)
    before = await steps.rows(database, Reply)

    payload = await ask.do("showReply", {"replyId": reply_id}, by=rui)

    assert payload["code"] == "NOT_FOUND"
    assert await steps.rows(database, Reply) == before


async def test_the_same_operation_is_answered_again(
    ask: Client, public_id: str, database: Database
) -> None:
    reply_id = await steps.reply(ask, public_id)
    given = {"replyId": reply_id, "operationId": str(new_key())}

    first = await ask.do("showReply", given, by=qiao)
    again = await ask.do("showReply", given, by=qiao)

    assert first == again == {"__typename": "ReplyShown"}
    assert (await visits.traces(database))["audit"].count("reply.shown") == 1
