"""Authorities as the API takes them, and what is kept of them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from persistence.authorities.table import Authority, ChangeProposal
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.people import SUZHOU, Person, sen, shan

REASON = "机构改革"
PROPOSED = {
    "moveAuthority": "AuthorityMoved",
    "closeAuthority": "AuthorityClosed",
}


def auth(key: UUID) -> str:
    return ids.write("Authority", key)


def new(**more: Any) -> dict[str, Any]:
    """A bureau of the high-tech district, below the city's."""
    return {
        "kind": "ADMIN_ORGAN",
        "name": "虎丘区教育局",
        "regionCode": "320505",
        "sectors": ["EDUCATION"],
        "parentId": auth(SUZHOU.id),
        **more,
    }


def changed(key: UUID, version: int = 1, **more: Any) -> dict[str, Any]:
    return {"authorityId": auth(key), "expectedVersion": version, "reason": REASON, **more}


async def entered(ask: Client, *, by: Person = shan, **more: Any) -> UUID:
    """The id of a new authority."""
    shows = "... on AuthorityCreated { authority { id } }"
    payload = await ask.do("createAuthority", new(**more), shows, by=by)
    return ids.read("Authority", payload["authority"]["id"])


async def proposed(ask: Client, mutation: str, input: dict[str, Any], *, by: Person = shan) -> str:
    shows = f"... on {PROPOSED[mutation]} {{ proposal {{ id state }} }}"
    payload = await ask.do(mutation, input, shows, by=by)
    assert payload["__typename"] == PROPOSED[mutation], payload
    assert payload["proposal"]["state"] == "WAITING"
    return str(payload["proposal"]["id"])


async def carried_out(ask: Client, mutation: str, input: dict[str, Any]) -> dict[str, Any]:
    """Proposed by the one, and what the second person is answered."""
    proposal = await proposed(ask, mutation, input)
    return await ask.do("confirmChange", {"proposalId": proposal}, by=sen)


async def row(database: Database, key: UUID) -> Authority:
    async with database.writing() as session:
        found = await session.get_one(Authority, key)
        session.expunge(found)
    return found


async def everything(database: Database) -> list[Any]:
    """All of authorities and what waits, to compare."""
    async with database.writing() as session:
        return [
            [
                dict(each)
                for each in (await session.execute(sa.select(table).order_by("id"))).mappings()
            ]
            for table in (Authority.__table__, ChangeProposal.__table__)
        ]
