"""What `make bench` asks of a register can be asked, and the floor answers it as we do."""

import argparse
import datetime as dt
from typing import Any

import asyncpg
import orjson
import pytest

from api.commands import seed_register
from api.tokens import AccessTokens
from benchmarks import file_result, officials, people
from benchmarks.floor import Pool
from benchmarks.scenarios import NATION, Scenario, plain, scenarios
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.client import Client, Clock
from tests.documents.on_register import plans_of
from tests.people import Person

SIZE = ("--institutions", "40", "--inspections", "120", "--courses", "120")
CROWD = 3


@pytest.fixture
async def register(database: Database, keys: Keys) -> str:
    """The address of a small register, made as those of the benchmark are."""
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    assert await seed_register.run(parser.parse_args(["seed", *SIZE]), database, keys) == 0
    await people.enter(database.url, CROWD)
    return database.url


@pytest.fixture
def now() -> Clock:
    """The benchmark dates what it enters by the machine's clock."""
    return Clock(dt.datetime.now(dt.UTC))


async def test_what_is_measured_can_be_asked(
    register: str, database: Database, keys: Keys, now: Clock
) -> None:
    ask = Client(database, keys, now)
    sizes = await _answers_alike(register, ask)
    assert len(sizes) == 4
    assert min(sizes) > 100

    await _lists_are_permitted(register, database, keys)
    await _sessions_are_ours(register, keys, now)
    await _filings_leave_the_same_rows(register, ask)


async def _answers_alike(register: str, ask: Client) -> list[int]:
    """How long the answers are; the floor's are ours."""
    kept, custom = Pool(register, "auto"), Pool(register, "force_custom_plan")
    found = []
    for scenario in await scenarios(register):
        by = None if None in scenario.by else await _person(register, NATION)
        page, lengths = scenario.document.rpartition("/")[2], []
        for body in scenario.bodies[:3]:
            _, ours = await ask.send(body, by=by)
            expected = plain(orjson.dumps(ours))
            for pool in (kept, custom):
                assert plain(await pool.answer(page, body)) == expected, scenario.name
            lengths.append(len(orjson.dumps(expected)))
        found.append(max(lengths))
    for each in (kept, custom):
        await each.close()
    return found


async def _lists_are_permitted(register: str, database: Database, keys: Keys) -> None:
    listings = (*officials.LISTS, *officials.FILTERS)
    actors = await officials.actors_for(listings, database, keys)
    for each in listings:
        for scope in each.scopes:
            login, variables = each.login(scope), each.given(scope)
            text = Scenario("", each.document, (login,), (variables,)).text
            plans = plans_of(text, variables, actors[login])
            assert plans, (login, each.document)
            for plan, parameters in plans:
                values = officials.values_of(parameters)
                assert orjson.loads(await database.reading.fetch_value(plan.sql, values))


async def _sessions_are_ours(register: str, keys: Keys, now: Clock) -> None:
    tokens = await people.signed_in(register, keys, CROWD)
    known = AccessTokens(keys, now, valid_within=people.VALID_WITHIN)

    assert len(tokens[people.CROWD]) == CROWD
    assert tokens[people.ONE_OF_CROWD] == tokens[people.CROWD][:1]
    person = await _person(register, NATION)
    assert known.read(tokens[NATION][0]).account_id == person.id


async def _filings_leave_the_same_rows(register: str, ask: Client) -> None:
    inspector = await _person(register, people.INSPECTOR)
    mine, theirs = await file_result.visits(register, 2), await file_result.visits(register, 2)

    before = await file_result.rows(register)
    for body in file_result.bodies(mine):
        _, answer = await ask.send(body, by=inspector)
        assert answer["data"]["fileInspectionResult"]["__typename"] == "InspectionResultFiled"
    between = await file_result.rows(register)
    await file_result.raw(register, theirs)
    after = await file_result.rows(register)

    left: list[Any] = [
        {table: later[table] - earlier[table] for table in before}
        for earlier, later in ((before, between), (between, after))
    ]
    assert left[0] == left[1]


async def _person(register: str, login: str) -> Person:
    connection = await asyncpg.connect(register)
    key = await connection.fetchval("select id from accounts where login = $1", login)
    await connection.close()
    return Person(key, login, Role.SUPERVISOR)
