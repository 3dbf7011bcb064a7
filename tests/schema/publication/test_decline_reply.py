"""A declined reply stays with the institution and the officials."""

from persistence.database import Database
from tests.client import Client
from tests.people import fang, gao, hua, mei, qiao, su, yin
from tests.schema.publication import steps


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
    assert await ask(steps.PUBLIC_REPLY, {"id": public_id}, by=qiao) == {
        "publicRecord": {"reply": None}
    }
    question = "query Q($id: ID!) { node(id: $id) { ... on Reply { text } } }"
    for person in (yin, qiao, hua, su, mei):
        assert (await ask(question, {"id": reply_id}, by=person))["node"] is not None
    for other in (None, fang, gao):
        assert (await ask(question, {"id": reply_id}, by=other))["node"] is None
