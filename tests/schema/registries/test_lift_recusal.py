"""Only the head lifts a recusal, once, and never their own."""

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, hua, jun, lin, mei, ou, su, xu, yin
from tests.schema.draws import steps as draws
from tests.schema.registries.steps import INSTITUTION, a_recusal, audit_tags, declared, recusals

ABSENT = ids.write("Recusal", new_key())


async def test_a_recusal_stands_once_and_only_the_head_lifts_it(
    ask: Client, world: None, database: Database
) -> None:
    shows = "... on RecusalDeclared { recusal { id } }"
    declared = await ask.do("declareRecusal", a_recusal(mei), shows, by=mei)
    given = {"recusalId": declared["recusal"]["id"]}

    twice = await ask.do("declareRecusal", a_recusal(mei), by=hua)
    by_officer = await ask.do("liftRecusal", given, by=mei)
    lifted = await ask.do("liftRecusal", given, by=hua)
    again = await ask.do("liftRecusal", given, by=hua)
    force = await ask.do("declareRecusal", a_recusal(mei), by=mei)

    assert twice["code"] == "RECUSAL_STANDS"
    assert by_officer["code"] == "NOT_PERMITTED"
    assert lifted["__typename"] == "RecusalLifted"
    assert again["code"] == "RECUSAL_LIFTED_ALREADY"
    assert force["__typename"] == "RecusalDeclared"


async def test_no_head_lifts_what_keeps_the_head_away(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(mei, Role.HEAD))
    shows = "... on RecusalDeclared { recusal { id } }"
    declared = await ask.do("declareRecusal", a_recusal(mei), shows, by=hua)
    given = {"recusalId": declared["recusal"]["id"]}

    by_officer = await ask.do("liftRecusal", given, by=mei)
    by_another = await ask.do("liftRecusal", given, by=hua)

    assert by_officer["code"] == "NOT_PERMITTED"
    assert by_another["__typename"] == "RecusalLifted"


async def test_a_lifted_recusal_bears_who_lifted_it(
    ask: Client, world: None, database: Database
) -> None:
    recusal_id = await declared(ask, mei)
    shows = "... on RecusalLifted { recusal { id liftedAt } }"

    payload = await ask.do("liftRecusal", {"recusalId": recusal_id}, shows, by=hua)

    assert payload["recusal"] == {"id": recusal_id, "liftedAt": "2026-11-18T02:00:00.000000Z"}
    assert await recusals(database) == [(True, hua.id)]
    assert await audit_tags(database) == ["recusal.declared", "recusal.lifted"]


@pytest.mark.parametrize("person", [lin, mei, jun, su, ou, yin, xu, None], ids=str)
async def test_nobody_but_the_head_lifts(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    recusal_id = await declared(ask, mei)

    payload = await ask.do("liftRecusal", {"recusalId": recusal_id}, by=person)

    assert payload["code"] in ("NOT_PERMITTED", "NOT_FOUND")
    assert await recusals(database) == [(False, None)]


@pytest.mark.parametrize(
    ("recusal_id", "code"),
    [("", "INVALID_INPUT"), (INSTITUTION, "INVALID_INPUT"), (ABSENT, "NOT_FOUND")],
    ids=["empty", "another type", "absent"],
)
async def test_what_is_no_recusal_is_not_lifted(
    ask: Client, world: None, recusal_id: str, code: str
) -> None:
    assert (await ask.do("liftRecusal", {"recusalId": recusal_id}, by=hua))["code"] == code


async def test_sent_again_it_is_lifted_once(ask: Client, world: None, database: Database) -> None:
    given = {"operationId": str(new_key()), "recusalId": await declared(ask, mei)}

    answers = [await ask.do("liftRecusal", given, by=hua) for _ in range(2)]

    assert answers == [{"__typename": "RecusalLifted"}] * 2
    assert await audit_tags(database) == ["recusal.declared", "recusal.lifted"]
