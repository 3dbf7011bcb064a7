"""Who a session belongs to, in one statement, with what ends it and what its account may do."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson

from domain.actors import Actor, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.regions import subtree
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.keys import Keys

TOPIC = "identity"
"""Triggers notify the account whose sessions, roles or office changed."""
EVERYBODY = "*"
"""In place of an account, where it may be any."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A session that was not ended, of an account that is not disabled. Tokens issued before
    `valid_from` are overtaken."""

    actor: Actor
    valid_from: dt.datetime
    expires_at: dt.datetime


async def read(
    database: Database, session_id: UUID, account_id: UUID, keys: Keys
) -> Identity | None:
    """Whose the session is; None where it ended, or is not of this account.

    Who came with a password that someone else set has no role but the way to change it.
    """
    found = await database.identities.fetch_value(
        "select identity_of($1, $2)", (session_id, account_id)
    )
    if found is None:
        return None
    row = orjson.loads(found)
    is_restricted = row["must_change_password"]
    actor = Actor(
        account_id,
        () if is_restricted else tuple(_grant(grant) for grant in row["grants"]),
        None if is_restricted or row["officer_id"] is None else UUID(row["officer_id"]),
        keys.complainant_ref(account_id),
        session_id=session_id,
    )
    return Identity(
        actor,
        dt.datetime.fromisoformat(row["valid_from"]),
        dt.datetime.fromisoformat(row["expires_at"]),
    )


def _grant(row: dict[str, Any]) -> Grant:
    institution = row["institution_id"]
    office = row["authority_id"] and _office(
        row["authority_id"],
        row["kind"],
        row["region_code"],
        tuple(row["sectors"]),
        row["is_closed"],
        row["successor_id"],
    )
    return Grant(Role[row["role"]], office or None, UUID(institution) if institution else None)


@lru_cache(maxsize=10_000)
def _office(
    authority_id: str,
    kind: str,
    region_code: str,
    sectors: tuple[str, ...],
    is_closed: bool,
    successor_id: str | None,
) -> Office:
    """One object for all who hold a role there: thousands of actors are remembered."""
    return Office(
        UUID(authority_id),
        AuthorityKind[kind],
        subtree(region_code),
        frozenset(Sector[sector] for sector in sectors),
        is_closed,
        UUID(successor_id) if successor_id else None,
    )
