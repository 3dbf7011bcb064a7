"""What the apps' documents read on a seeded register: about rows that are there, as the roles that may."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa

from domain.actors import Actor
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from persistence.reading.plan import Plan
from persistence.reading.refused import ReadRefused
from persistence.register import REGISTER
from tests.client import DOCUMENTS
from tests.documents.cases import QUERIES, Case

LOGINS = ("supervisor", "inspector-1", "head", "complaint-clerk", "institution-admin", "parent-1")
"""One of each kind of role among the demo's people."""


@dataclass(frozen=True, slots=True)
class Read:
    """One statement of a document, as one role sends it."""

    document: str
    who: str
    plan: Plan
    parameters: list[Any]


async def actors_of(database: Database, keys: Keys, logins: Iterable[str]) -> dict[str, Actor]:
    wanted = set(logins)
    async with database.writing() as session:
        rows = await session.execute(
            sa.select(Account.login, Account.id).where(Account.login.in_(wanted))
        )
        found = {str(login): await accounts.actor(session, key, keys) for login, key in rows.all()}
    assert found.keys() == wanted
    return {login: actor for login, actor in found.items() if actor is not None}


async def reads(
    connection: "asyncpg.Connection[Any]", actors: Mapping[str, Actor]
) -> AsyncIterator[Read]:
    """Every read of every document that a role may send."""
    async for case, variables in questions(connection):
        for who, actor in actors.items():
            for plan, parameters in plans_of(case.text, variables, actor):
                yield Read(case.name, who, plan, parameters)


async def questions(
    connection: "asyncpg.Connection[Any]",
) -> AsyncIterator[tuple[Case, dict[str, Any]]]:
    """Every document, with its variables naming rows of this register."""
    places = _Places(connection)
    for case in QUERIES:
        # Earlier moments are measured by a part of their own; what can be asked for changes with each.
        if case.is_as_of or case.name == "parent/register_history":
            continue
        yield case, await places.of(case.variables)


def plans_of(text: str, variables: Mapping[str, Any], actor: Actor) -> list[tuple[Plan, list[Any]]]:
    """The statements with their parameters; none where the actor may not send the document."""
    operation = DOCUMENTS.operation(text, None, is_anonymous=False)
    coerced = operation.coerced(dict(variables))
    assert isinstance(coerced, dict), coerced
    try:
        plans = operation.reads(coerced, actor).plans()
        return [(plan, plan.parameters(coerced, actor)) for plan in plans]
    except ReadRefused:
        return []


class _Places:
    """Rows of the seeded register in place of those that the documents' tests name."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self._rows: dict[str, UUID | None] = {}

    async def of(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: await self.of(item) for name, item in value.items()}
        if isinstance(value, list):
            return [await self.of(item) for item in value]
        type_name = ids.type_or_none(value) if isinstance(value, str) else None
        if type_name is None:
            return value
        if type_name not in self._rows:
            table = REGISTER.shapes[type_name].table
            assert isinstance(table, sa.Table)
            statement = f"select id from {table.name} order by md5(id::text) limit 1"
            self._rows[type_name] = await self._connection.fetchval(statement)
        row = self._rows[type_name]
        return value if row is None else ids.write(type_name, row)
