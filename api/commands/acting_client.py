"""Mutations of the schema in the name of an account that the operator names: the same permissions, the same audit."""

import argparse
import datetime as dt
from typing import Any

from api.commands.in_process_client import CommandRefused, InProcessClient
from persistence.accounts import writes as accounts
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys

NULL = object()
"""A value that is sent as null."""


class NotAnswered(Exception):
    """An argument is missing or wrong; the message says which."""


async def acting_client(
    arguments: argparse.Namespace, database: Database, keys: Keys, login: str | None = None
) -> InProcessClient:
    """No password was shown here, so one set by another does not have to be changed first."""
    async with database.writing() as session:
        login = login or str(arguments.acting)
        account = await accounts.by_login(session, login)
        actor = await accounts.actor(session, account.id, keys) if account else None
    if actor is None:
        raise NotAnswered(f"There is no active account {login}.")
    return InProcessClient(database, keys, actor, _now)


async def carried_out(
    client: InProcessClient, mutation: str, input: dict[str, Any], shows: str = ""
) -> dict[str, Any]:
    """What the success shows. Raises CommandRefused. What is None in the input is left out."""
    name = mutation[0].upper() + mutation[1:]
    document = (
        f"mutation {name}($input: {name}Input!) {{ {mutation}(input: $input) "
        f"{{ __typename ... on Refusal {{ code message }} {shows} }} }}"
    )
    given = {
        name: None if value is NULL else value for name, value in input.items() if value is not None
    }
    data = await client.ask(document, {"input": {"operationId": str(new_key()), **given}})
    payload: dict[str, Any] = data[mutation]
    if "code" in payload:
        raise CommandRefused(payload["code"], payload["message"])
    return payload


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
