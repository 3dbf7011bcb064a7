"""Only the head lifts a recusal, once, and never their own."""

from domain.roles import Role
from persistence.database import Database
from tests.client import Client
from tests.people import hua, mei
from tests.schema.draws import steps as draws
from tests.schema.registries.steps import a_recusal


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
