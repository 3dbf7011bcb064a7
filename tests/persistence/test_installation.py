"""A register in a database where little may be done, and with the secret that it is sealed with."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import sqlalchemy as sa

from persistence import installation
from persistence.engine import migrator
from persistence.engine.database import Database
from persistence.engine.keys import Keys, SecretUnusable
from persistence.engine.records import Installation
from tests.factories import complaints

NewDatabase = Callable[[str], Awaitable[str]]


@pytest.fixture
async def new_database(database_url: str, server_url: str) -> AsyncIterator[NewDatabase]:
    """Makes an empty database that belongs to an account which may make neither roles nor grants,
    with `more` done by somebody who may; its address."""
    admin = await asyncpg.connect(server_url)
    name = f"spotcheck_plain_{os.getpid()}"

    async def make(more: str) -> str:
        await admin.execute(f"create role {name} login password 'plain'")
        await admin.execute(more.format(name=name))
        await admin.execute(f"create database {name} owner {name}")
        parts = urlsplit(server_url)
        place = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{name}:plain@{place}", path=f"/{name}"))

    yield make
    await admin.execute(f"drop database if exists {name} with (force)")
    await admin.execute(f"drop role if exists {name}")
    await admin.close()


async def test_roles_that_somebody_else_made_and_granted_are_taken(
    new_database: NewDatabase,
) -> None:
    database = Database(await new_database("grant spotcheck_reader, spotcheck_vault to {name}"))

    await migrator.migrate(database.engine)

    assert await migrator.is_at_head(database.engine)
    assert await database.value("select current_user::text") == "spotcheck_reader"
    await database.close()


async def test_a_migration_that_fails_says_why_and_lets_go_of_its_lock(
    new_database: NewDatabase,
) -> None:
    database = Database(await new_database("select '{name}'"))
    for _ in range(2):
        with pytest.raises(sa.exc.DBAPIError, match="permission denied to grant role"):
            await migrator.migrate(database.engine)
    await database.close()


async def test_a_register_is_opened_with_its_own_secret_only(
    world: None, database: Database, keys: Keys
) -> None:
    other = Keys(b"another secret, of the same length as keys have")
    async with database.writing() as session:
        session.add(complaints.complaint(keys, "TS20261118AAAAAAAA"))

    # One of before, which remembers none: what it holds tells.
    with pytest.raises(SecretUnusable, match="another secret"):
        await installation.refuse_other_key(database, other)
    await installation.refuse_other_key(database, keys)
    await installation.refuse_other_key(database, keys)
    async with database.writing() as session:
        assert len(list(await session.scalars(sa.select(Installation)))) == 1
        await session.execute(sa.text("truncate complaints cascade"))
    with pytest.raises(SecretUnusable):
        await installation.refuse_other_key(database, other)


async def test_an_empty_register_takes_the_first_secret(database: Database, keys: Keys) -> None:
    await installation.refuse_other_key(database, keys)

    with pytest.raises(SecretUnusable):
        await installation.refuse_other_key(database, Keys(b"x" * 32))
