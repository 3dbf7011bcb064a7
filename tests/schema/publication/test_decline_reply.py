"""A declined reply stays with the institution and the officials."""

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.publication.table import Reply
from tests.client import Client
from tests.people import GUSU, fang, gao, hua, mei, qiao, rui, su, yin
from tests.schema.inspections import steps as visits
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


async def test_an_auditor_elsewhere_does_not_find_the_reply(
    ask: Client, public_id: str, database: Database
) -> None:
    reply_id = await steps.reply(ask, public_id)
    await steps.grant(database, rui, Role.RESULT_AUDITOR, GUSU)
    before = await steps.rows(database, Reply)

    payload = await ask.do("declineReply", {"replyId": reply_id, "ground": "INSULT"}, by=rui)

    assert payload["code"] == "NOT_FOUND"
    assert await steps.rows(database, Reply) == before


async def test_the_same_operation_is_answered_again(
    ask: Client, public_id: str, database: Database
) -> None:
    reply_id = await steps.reply(ask, public_id)
    given = {"replyId": reply_id, "ground": "INSULT", "operationId": str(new_key())}

    first = await ask.do("declineReply", given, by=qiao)
    again = await ask.do("declineReply", given, by=qiao)

    assert first == again == {"__typename": "ReplyDeclined"}
    assert (await visits.traces(database))["audit"].count("reply.declined") == 1
