"""The institution says that it knows of a visit, once."""

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.factories import accounts
from tests.people import FARAWAY, gao, yin
from tests.schema.inspections import steps


async def test_the_institution_says_once_that_it_knows(
    ask: Client, noticed: str, database: Database
) -> None:
    given = {"inspectionId": noticed}
    shows = """... on NoticeAcknowledged { inspection { notice { acknowledgedAt } } }
        ... on AlreadyAcknowledged { acknowledgedAt }"""

    payload = await ask.do("acknowledgeNotice", given, shows, by=yin)
    again = await ask.do("acknowledgeNotice", given, shows, by=yin)

    at = "2026-11-18T02:00:00.000000Z"
    assert payload["inspection"]["notice"]["acknowledgedAt"] == at
    assert (again["code"], again["acknowledgedAt"]) == ("ALREADY_ACKNOWLEDGED", at)
    tags = (await steps.traces(database))["audit"]
    assert tags.count("inspection.notice_acknowledged") == 1


async def test_another_institution_finds_nothing(
    ask: Client, noticed: str, database: Database
) -> None:
    from domain.roles import Role

    async with database.writing() as session:
        session.add(accounts.grant(gao, Role.INSTITUTION_ADMIN, institution_id=FARAWAY))

    assert (await ask.do("acknowledgeNotice", {"inspectionId": noticed}, by=gao))[
        "code"
    ] == "NOT_FOUND"


async def test_the_same_operation_is_answered_again(
    ask: Client, noticed: str, database: Database
) -> None:
    given = {"inspectionId": noticed, "operationId": str(new_key())}

    first = await ask.do("acknowledgeNotice", given, by=yin)
    again = await ask.do("acknowledgeNotice", given, by=yin)

    assert first == again == {"__typename": "NoticeAcknowledged"}
    tags = (await steps.traces(database))["audit"]
    assert tags.count("inspection.notice_acknowledged") == 1
