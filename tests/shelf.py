"""The database between tests: emptied, and worlds put back that were made once for the whole run.

Both happen on one connection for which no trigger runs, so that no foreign key is looked up for rows
that go in or out as a whole; its functions and copies are temporary, so no dump and no catalogue
shows them.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Any, Self

import asyncpg
import sqlalchemy as sa

from persistence.alerts import kept
from persistence.engine.database import Database
from persistence.tables import metadata

REFERENCE = {"regions", "workdays", "kept_calendar", "pasts", "recordings"}
KEPT = {"inspection_items": " where (authority_id is not null or version_no > 1)"}
"""The common item list comes with the reference data; what organs published goes, and later editions."""

_TABLES = [table for table in metadata.sorted_tables if table.name not in REFERENCE]


class Shelf:
    """Worlds by their names, each the rows of its tables as they were written by the ORM."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self._copies: set[str] = set()
        self._made: set[str] = set()

    @classmethod
    async def beside(cls, url: str) -> Self:
        connection = await asyncpg.connect(url)
        if await connection.fetchval("select current_setting('is_superuser')::boolean"):
            # Otherwise every key is looked up: slower, and as right.
            await connection.execute("set session_replication_role = replica")
        deletes = "; ".join(f"delete from {_written(table)}" for table in reversed(_TABLES))
        await connection.execute(
            _procedure(
                "empty_tables",
                # A server that is on its way out may still settle: what it keeps must not come after.
                f"perform pg_advisory_xact_lock({kept.LOCK}); set constraints all deferred;"
                f" update inspections set current_record_id = null, filed_at = null; {deletes}",
            )
        )
        return cls(connection)

    async def close(self) -> None:
        await self._connection.close()

    async def empty(self) -> None:
        """One round trip, its plans made once."""
        await self._connection.execute("call pg_temp.empty_tables()")

    async def make(
        self,
        name: str,
        database: Database,
        batches: Iterable[Iterable[Any]],
        *,
        within: str | None = None,
    ) -> None:
        """A world of these rows, in the order in which they refer to one another, or what they add
        to another world. Once for each worker, by a fixture of the session: those come before
        whatever a test writes itself. Several fixtures may ask for the same world."""
        if name in self._made:
            return
        assert not [table async for table in self._filled(None)], "somebody left rows behind"
        if within is not None:
            await self.put_back(within)
        async with database.writing() as session:
            for batch in batches:
                session.add_all(batch)
                await session.flush()
        await self.keep(name, beside=within)
        self._made.add(name)
        await self.empty()

    async def keep(self, name: str, *, beside: str | None = None) -> None:
        """All rows that are there now, under this name; those of the world beside are its own."""
        inserts = []
        async for table in self._filled(beside):
            columns = ", ".join(c.name for c in table.columns if c.computed is None)
            copy = _copy(name, table)
            await self._connection.execute(
                f"create temporary table {copy} as select {columns} from {self._rows(table, beside)}"
            )
            self._copies.add(copy)
            inserts.append(
                f"insert into {table.fullname} ({columns}) overriding system value"
                f" select {columns} from {copy}"
            )
        await self._connection.execute(
            _procedure(f"put_back_{name}", f"set constraints all deferred; {'; '.join(inserts)}")
        )

    async def put_back(self, name: str) -> None:
        await self._connection.execute(f"call pg_temp.put_back_{name}()")

    async def _filled(self, beside: str | None) -> AsyncIterator[sa.Table]:
        for table in _TABLES:
            rows = self._rows(table, beside)
            if await self._connection.fetchval(f"select exists (select from {rows})"):
                yield table

    def _rows(self, table: sa.Table, beside: str | None) -> str:
        """Of a table, what is neither there before every test nor of the world beside."""
        if beside is None or (copy := _copy(beside, table)) not in self._copies:
            return _written(table)
        keys = [column.name for column in table.primary_key]
        same = " and ".join(f"kept.{key} = {table.name}.{key}" for key in keys)
        condition = f"not exists (select from {copy} kept where {same})"
        return f"{_written(table)} {'and' if table.name in KEPT else 'where'} {condition}"


def _copy(name: str, table: sa.Table) -> str:
    return f"pg_temp.{name}_{table.name}"


def _written(table: sa.Table) -> str:
    """Of a table, what is not there before every test."""
    return f"{table.fullname}{KEPT.get(table.name, '')}"


def _procedure(name: str, body: str) -> str:
    return f"create procedure pg_temp.{name}() language plpgsql as $$begin {body}; end$$"
