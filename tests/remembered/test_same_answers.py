"""A server that remembers and one that reads never differ: under random writes of its own and of others,
midnights and withdrawals.

`REMEMBERED_STEPS=2000 REMEMBERED_SEED=7 pytest tests/remembered/test_same_answers.py` does more of it.
"""

import asyncio
import datetime as dt
import os
import random

import asyncpg
import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.register import REGISTER
from persistence.tables import metadata
from tests.everything_seen import all_ids
from tests.people import MAPLE
from tests.remembered import questions
from tests.remembered.conftest import Servers
from tests.remembered.writes import HIDDEN, SHOWN, write

STEPS = int(os.environ.get("REMEMBERED_STEPS", "30"))
SEED = int(os.environ.get("REMEMBERED_SEED", "0"))
HOURS = (1, 16, 24)
_TODAY = "timezone('Asia/Shanghai', now())::date"
LIVELY = (
    "update public_records set withdrawn_at = null, withdrawal_ground = null,"
    f" expires_on = {_TODAY} + 400",
    "update courses set state = 'PUBLISHED', published_at = now(), withdrawn_at = null",
    "update inspection_plans set state = 'PUBLISHED'",
    "update replies set state = 'SHOWN', decided_at = now(), decline_ground = null",
    "update evidence set released_at = now(), released_by = (select id from accounts limit 1)"
    " where owner_kind = 'INSPECTION' and state = 'RECEIVED'",
)
"""What makes more public than the small world has, of which random writes leave little."""
OVER_AT_MIDNIGHT = (
    "update public_records set withdrawn_at = null, withdrawal_ground = null,"
    f" expires_on = {_TODAY}",
    f"update public_records set expires_on = {_TODAY} + 1 where withdrawn_at is null",
    f"update sites set closed_on = {_TODAY}",
    f"update sites set opened_on = {_TODAY} + 1, closed_on = null",
    f"update draws set issue_due_on = {_TODAY}",
)
ALSO = (
    "update public_records set withdrawal_ground = 'REPAIRED', withdrawn_at = now()"
    f" where institution_id = '{MAPLE}' and withdrawn_at is null",
    "update public_records set superseded_at = now() where superseded_at is null",
    "update teachers set employed_to = employed_from, end_reason = 'OTHER'",
    "update courses set state = 'WITHDRAWN', withdrawn_at = now() where state = 'PUBLISHED'",
    f"update institutions set region_code = '320583' where id = '{MAPLE}'",
    f"update institutions set subject_kind = 'NON_SUBJECT' where id = '{MAPLE}'",
)
"""What takes rows out of the public, or is seen in their number alone."""
RESET_AFTER = 10
"""Steps after which the register begins as it was at first."""
LOOKED_AT = 10
"""Questions after each step."""


async def write_here(database: Database, statement: str) -> None:
    async with database.writing() as session:
        await session.execute(sa.text(statement.replace(":", "\\:")))


async def differences(servers: Servers, pages: list[questions.Question]) -> list[str]:
    found = [await servers.difference(*question) for question in pages]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("seed", [SEED])
async def test_remembered_answers_are_those_that_are_read(servers: Servers, seed: int) -> None:
    chance = random.Random(seed)
    ids = await all_ids(servers.database)
    pages = [*questions.everything(ids), *questions.pages(ids)]
    assert await differences(servers, pages) == []
    written = 0

    for step in range(1, STEPS + 1):
        if step % RESET_AFTER == 1:
            await servers.reset()
            for statement in LIVELY:
                await servers.other.execute(statement)
            await servers.heard()
            assert await differences(servers, chance.sample(pages, LOOKED_AT)) == []
        match chance.choice(["here", "here", "other", "other", "others", "beside", "hours"]):
            case "here":
                written += await _tried(write_here(servers.database, write(chance)))
            case "other":
                written += await _tried(servers.other.execute(write(chance)))
                await servers.heard()
            case "others":
                async with servers.other.transaction():
                    for _ in range(3):
                        written += await _tried(_within(servers, write(chance)))
                await servers.heard()
            case "beside":
                # Read while it is written.
                looks = [servers.remembers for _ in range(3)]
                statement = write(chance, [*SHOWN, *HIDDEN])
                await asyncio.gather(
                    _tried(servers.other.execute(statement)),
                    *(differences(servers, chance.sample(pages, 2)) for _ in looks),
                )
                await servers.heard()
            case _:
                # What is over with this day, or begins with the next, is pages for before and after.
                looked_at = chance.sample(pages, 2 * LOOKED_AT)
                await _tried(servers.other.execute(chance.choice(OVER_AT_MIDNIGHT)))
                await servers.heard()
                assert await differences(servers, looked_at) == []
                await servers.pass_time(dt.timedelta(hours=chance.choice(HOURS)))
                await servers.heard()
                assert await differences(servers, looked_at) == []
        assert await differences(servers, chance.sample(pages, LOOKED_AT)) == []

    assert await differences(servers, pages) == []
    assert written > STEPS / 4
    assert servers.public.answers.found > STEPS


async def test_each_table_is_noticed(servers: Servers) -> None:
    """One row of each table after another, and everything that a visitor can see."""
    ids = await all_ids(servers.database)
    pages = [*questions.everything(ids), *questions.pages(ids)]
    await differences(servers, pages)
    for table in SHOWN:
        keys = ", ".join(each.name for each in metadata.tables[table].primary_key)
        text = next((c.name for c in metadata.tables[table].c if type(c.type) is sa.Text), None)
        rows = await servers.other.fetch(f"select {keys} from {table} order by {keys} limit 1")
        for row in rows if text and text not in REGISTER.public_tables[table].withheld else ():
            one = " and ".join(f"{name} = ${i}" for i, name in enumerate(row.keys(), 1))
            await _tried(
                servers.other.execute(
                    f"update {table} set {text} = {text} || '1' where {one}", *row
                )
            )
            await servers.heard()
            assert await differences(servers, pages) == [], (table, text)
    for statement in ALSO:
        await servers.other.execute(statement)
        await servers.heard()
        assert await differences(servers, pages) == [], statement


async def _within(servers: Servers, statement: str) -> None:
    async with servers.other.transaction():
        await servers.other.execute(statement)


async def _tried(writing: "asyncio.Future[object] | object") -> bool:
    """Whether it was written: what the register does not allow was not."""
    try:
        await writing  # type: ignore[misc]  # a coroutine of either driver
    except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, asyncpg.RaiseError):
        return False
    except Exception as error:
        if "IntegrityError" in repr(type(error).__mro__) or "Refusal" in repr(type(error).__mro__):
            return False
        raise
    return True
