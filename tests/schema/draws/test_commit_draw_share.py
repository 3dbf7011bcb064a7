"""Parties to a draw commit to their share of its chance."""

import pytest
import sqlalchemy as sa

from persistence.draws.table import DrawShare
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.people import SUZHOU, Person, fang, hua, mei, qiao, su
from tests.schema.draws import steps


@pytest.mark.parametrize("person", [mei, qiao, su, fang, None], ids=str)
async def test_only_parties_contribute(ask: Client, city: None, person: Person | None) -> None:
    task = await steps.approved(ask)
    given = {"taskCode": task["code"], "commitment": "0" * 64}

    assert (await ask.do("commitDrawShare", given, by=person))["code"] == "NOT_PERMITTED"


async def test_a_party_commits_to_a_share_that_nobody_knows(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.approved(ask)
    given = {"taskCode": task["code"], "commitment": "0" * 64, "operationId": str(new_key())}
    shows = """... on DrawShareCommitted { share { id party role commitment revealWithinMinutes
        revealedAt } }"""

    payload = await ask.do("commitDrawShare", given, shows, by=hua)
    again = await ask.do("commitDrawShare", given, shows, by=hua)

    assert payload["share"] == {
        "id": payload["share"]["id"],
        "party": str(SUZHOU.id),
        "role": "HEAD",
        "commitment": "0" * 64,
        "revealWithinMinutes": 120,
        "revealedAt": None,
    }
    assert again == payload
    async with database.writing() as session:
        assert len((await session.scalars(sa.select(DrawShare))).all()) == 1


@pytest.mark.parametrize("minutes", [0, 121])
async def test_nobody_agrees_to_no_time_or_to_more_than_is_usual(
    ask: Client, city: None, minutes: int
) -> None:
    task = await steps.approved(ask)
    given = {"taskCode": task["code"], "commitment": "0" * 64, "revealWithinMinutes": minutes}

    payload = await ask.do(
        "commitDrawShare", given, "... on InvalidInput { violations { field } }", by=hua
    )

    assert payload["violations"] == [{"field": "revealWithinMinutes"}]


async def test_to_a_draft_nobody_commits(ask: Client, city: None, database: Database) -> None:
    task = await steps.create(ask)
    given = {"taskCode": task["code"], "commitment": "0" * 64}

    payload = await ask.do("commitDrawShare", given, by=hua)

    assert payload["code"] == "NOT_FOUND"
    async with database.writing() as session:
        assert (await session.scalars(sa.select(DrawShare))).all() == []
