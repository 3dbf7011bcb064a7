"""The institution replies to a version of its result, once."""

import asyncio

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.publication.table import Reply
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, qiao, su, yin
from tests.schema.publication import steps


async def test_a_version_is_replied_to_once_and_the_next_again(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("replyToResult", steps.a_reply(public_id), by=yin) for _ in range(5))
    )
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    old = await ask.do("replyToResult", steps.a_reply(public_id), by=yin)
    await steps.reply(ask, second_id)

    assert sorted(each.get("code", "") for each in payloads) == [
        "",
        *["REPLY_ALREADY_WRITTEN"] * 4,
    ]
    assert old["code"] == "RECORD_SUPERSEDED"
    (replies,) = await steps.rows(database, Reply)
    assert len(replies) == 2


@pytest.mark.parametrize("person", [fang, lin, mei, qiao, hua, su, ou, None])
async def test_only_the_institution_replies(
    ask: Client, public_id: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("replyToResult", steps.a_reply(public_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, Reply) == [[]]


async def test_the_same_operation_is_answered_again_and_rubbish_named(
    ask: Client, public_id: str, database: Database
) -> None:
    given = {**steps.a_reply(public_id), "operationId": str(new_key())}
    first = await ask.do("replyToResult", given, steps.REPLY_WRITTEN, by=yin)
    again = await ask.do("replyToResult", given, steps.REPLY_WRITTEN, by=yin)
    inputs = [
        steps.a_reply("pub_1"),
        steps.a_reply(public_id, text="  "),
        steps.a_reply(public_id, text="字" * 1_001),
        steps.a_reply(public_id, text="a\x07b"),
        steps.a_reply(ids.write("PublicRecord", new_key())),
    ]
    payloads = [await ask.do("replyToResult", each, by=yin) for each in inputs]

    assert again == first
    assert [each["code"] for each in payloads] == [*["INVALID_INPUT"] * 4, "NOT_FOUND"]
    (replies,) = await steps.rows(database, Reply)
    assert len(replies) == 1


async def test_an_id_made_by_a_client_is_taken_once(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    own = ids.write("Reply", new_key())
    payload = await ask.do(
        "replyToResult", steps.a_reply(public_id, id=own), steps.REPLY_WRITTEN, by=yin
    )
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)

    again = await ask.do("replyToResult", steps.a_reply(second_id, id=own), by=yin)

    assert payload["reply"]["id"] == own
    assert again["code"] == "ID_TAKEN"
    (replies,) = await steps.rows(database, Reply)
    assert len(replies) == 1
