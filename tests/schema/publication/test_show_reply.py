"""A reply that was looked through stands beside the record."""

from persistence.database import Database
from tests.client import Client
from tests.people import qiao, yin
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
