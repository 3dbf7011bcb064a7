"""A register whose database believes a clock that tests move, and two who answer from it."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
import pytest

from api.public import Public
from persistence.engine.changes import BEAT, ChangeFeed
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading.public_tables import ALL_CHANGED
from persistence.tables import metadata
from tests.client import Client, Clock
from tests.shelf import Shelf
from tests.visibility.rows import World

MOST = 8 * 1_048_576
_MOVED = """
create schema moved;
create table moved.clock (by interval not null);
insert into moved.clock values ('0');
create function moved.now() returns timestamptz language sql stable security definer as
  'select pg_catalog.now() + by from moved.clock';
grant usage on schema moved to public;
create table moved.regions_before as table regions;
create table moved.inspection_items_before as table inspection_items;
"""
_KEPT = {"regions": "code", "inspection_items": "id"}
"""Tables of which rows stay from test to test, and their keys."""


@dataclass
class Servers:
    """One that remembers and one that reads, on the same register."""

    database: Database
    remembers: Client
    reads: Client
    public: Public
    other: "asyncpg.Connection[Any]"
    """Another process, which writes to the register."""
    clock: Clock
    shelf: Shelf

    async def reset(self) -> None:
        """The register as it was at first, for random writes leave little that is public. It is written as a
        seed is, without triggers."""
        await self.clear()
        await self.shelf.put_back("matrix")
        await self.other.execute(ALL_CHANGED)
        await self.heard()

    async def clear(self) -> None:
        """Leave what was there before, as it was."""
        await self.shelf.empty()
        for name, key in _KEPT.items():
            columns = [each.name for each in metadata.tables[name].c if each.computed is None]
            names = ", ".join(columns)
            await self.other.execute(
                f"delete from {name} where {key} not in (select {key} from moved.{name}_before)"
            )
            await self.other.execute(
                f"update {name} set ({names}) = (select {names} from moved.{name}_before m"
                f" where m.{key} = {name}.{key})"
            )

    async def heard(self) -> None:
        """Wait until all that was committed has been heard: at most a second, in life."""
        self.database.changes._heard_until = float("-inf")
        assert await self.database.changes.is_current()

    async def pass_time(self, by: dt.timedelta) -> None:
        await self.other.execute("update moved.clock set by = by + $1", by)
        self.clock.now += by

    async def difference(self, document: str, variables: Any = None) -> str | None:
        """None where both answer the same bytes."""
        remembered = await ask(self.remembers, document, variables)
        read = await ask(self.reads, document, variables)
        if remembered == read:
            return None
        return f"{document[:200]} {variables}: {remembered!r} is remembered, and read is {read!r}"


def _hear_late(feed: ChangeFeed) -> None:
    """Have what is notified heard at the last moment that is early enough: with the beat that says that
    it has been."""
    waiting: list[tuple[Any, ...]] = []
    heard = feed._heard

    def hear(*notification: Any) -> None:
        waiting.append(notification)
        if notification[-1].startswith(BEAT):
            for each in waiting:
                heard(*each)
            waiting.clear()

    feed._heard = hear  # type: ignore[method-assign, assignment]  # what the connection calls


async def ask(client: Client, document: str, variables: Any = None) -> bytes:
    """The bytes that a visitor is answered."""
    sent: list[Any] = []
    body = orjson.dumps({"query": document, "variables": variables or {}})
    accept = b"application/graphql-response+json"
    scope = {
        "type": "http",
        "method": "POST",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"accept", accept)],
        "state": {"request_id": "", "client_address": None, "language": "en", "person": None},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await client.endpoint(scope, receive, send)
    return bytes(sent[1]["body"])


@pytest.fixture
async def servers(
    open_database: Database, shelf: Shelf, small_world: World, keys: Keys
) -> AsyncIterator[Servers]:
    # Not `database`, after which every institution has to be found by its name: here names are random.
    more = "&" if "?" in open_database.url else "?"
    url = f"{open_database.url}{more}search_path=moved,public,pg_catalog"
    other = await asyncpg.connect(url)
    await other.execute(_MOVED)
    await shelf.put_back("matrix")
    moved = Database(url, read_size=4, write_size=4)
    clock = Clock(dt.datetime.now(dt.UTC))
    _hear_late(moved.changes)
    public = Public(moved.changes, clock, MOST)
    servers = Servers(
        moved,
        Client(moved, keys, clock, public=public),
        Client(moved, keys, clock),
        public,
        other,
        clock,
        shelf,
    )
    yield servers
    await servers.clear()
    await moved.close()
    await other.execute("drop schema moved cascade")
    await other.close()
