"""Mutations in two statements: one reads all that a rule turns on, one writes all that it decided.

Nothing is locked in between. The statement that writes first takes the locks that other mutations
take, and reads once more under them what was read before: where that is no longer the same it writes
nothing, and the mutation is carried out again from its beginning, this time under those locks
(decision 0014).
"""

from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

import asyncpg
import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from domain.actors import Actor
from domain.refusals import OperationInProgress
from persistence.engine import bulk_insert, operations, traces, violations
from persistence.engine.columns import Table, from_json
from persistence.engine.database import AsyncSession, Database
from persistence.engine.operations import OperationKey
from persistence.engine.records import Operation
from persistence.reading.viewer import Binds, Getter, Viewer

Row = TypeVar("Row", bound=Table)
Columns = Callable[[Viewer], Sequence[sa.ColumnElement[Any]]]

_BEING_DONE, _CHANGED = "SP001", "SP002"
"""What the functions raise that hold something (migration 2026_12_05_guarded_writes)."""

_DIALECT: sa.Dialect = dialect.dialect()  # type: ignore[no-untyped-call]  # as SQLAlchemy has it
_MOST_KNOWN = 256

violations.means("pk_operations", OperationInProgress)


class GuardLost(Exception):
    """What a mutation read was changed by another before it wrote; nothing was written. `holds` are what
    it has to lock to read it again in peace."""

    def __init__(self, holds: "Sequence[Call]" = ()) -> None:
        super().__init__()
        self.holds = holds


Call = tuple[str, tuple[Any, ...]]
"""A function of the database, and what it is called with."""


class Statements(Protocol):
    """Where statements are run: each a transaction by itself, or all in one."""

    async def fetch_row(self, sql: str, parameters: Sequence[Any]) -> Any: ...


class _OneTransaction:
    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection

    async def fetch_row(self, sql: str, parameters: Sequence[Any]) -> Any:
        return await self._connection.fetchrow(sql, *parameters)


class CarriedOut(Exception):
    """The operation was carried out before."""

    def __init__(self, operation: Operation) -> None:
        super().__init__()
        self.operation = operation


class ReadOnce:
    """All that a mutation reads, in one statement for all actors of one form.

    `columns` are made for a viewer, as visibility is; their own parameters are given by name.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._known: dict[Hashable, _Statement] = {}

    def statement(self, actor: Actor, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """The text for this actor, and what it is run with."""
        known = self._known.get(actor.form)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[actor.form] = self._made(actor)
        found = {name: get({}, actor) for name, get in known.getters.items()}
        found = {**known.constants, **found, **values}
        return known.text, [found[name] for name in known.names]

    def _made(self, actor: Actor) -> "_Statement":
        binds = Binds()
        columns = self._columns(Viewer(actor, binds, is_writing=True))
        compiled = sa.select(operations.AS_READ, *columns).compile(dialect=_DIALECT)
        names = getattr(compiled, "positiontup", None) or ()
        return _Statement(str(compiled), names, binds.getters, compiled.params)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A text, what its places are filled with in order, and what of it is read from the actor or is
    the same for all."""

    text: str
    names: Sequence[str]
    getters: Mapping[str, Getter]
    constants: Mapping[str, Any]


@dataclass(slots=True)
class _Claimed:
    """A row that is held while it is written, and its values as they were read."""

    row: Table
    values: Mapping[str, Any]

    def change(self) -> tuple[type[Table], dict[str, Any]] | None:
        """What became of it."""
        now = vars(self.row)
        changed = {name: now[name] for name, was in self.values.items() if now[name] != was}
        return (type(self.row), {"id": now["id"], **changed}) if changed else None


class Draft:
    """The rows that a mutation is going to write, and what must still hold when they are written."""

    def __init__(
        self,
        database: Database,
        key: OperationKey,
        statements: Statements | None = None,
        session: AsyncSession | None = None,
    ) -> None:
        self.info: dict[type[Table], list[Mapping[str, Any]]] = traces.none()
        self.database, self._key = database, key
        self._statements = statements or database.writes
        self._session = session
        self._holds: list[Call] = []
        self.hold("hold_operation", key.actor_key, key.operation_id, True)
        self._calls: list[Call] = []
        self._claimed: list[_Claimed] = []
        self._changed: list[tuple[type[Table], dict[str, Any]]] = []

    @classmethod
    @asynccontextmanager
    async def begin(
        cls, database: Database, key: OperationKey, lost: GuardLost | None = None
    ) -> AsyncIterator[Self]:
        """A draft that is written at the end. After one was lost, all of it happens in a transaction
        that begins with its locks. Raises what `write` does."""
        if lost is None:
            draft = cls(database, key)
            yield draft
            await draft.write()
            return
        async with database.writing() as session:
            statements = _OneTransaction(await bulk_insert.driver(session))
            draft = cls(database, key, statements, session)
            await draft._lock(lost)
            yield draft
            await draft.write()

    async def read(self, what: ReadOnce, actor: Actor, **values: Any) -> Sequence[Any]:
        """What was asked for, in order. Raises CarriedOut, and OperationIdReused where the id was
        another mutation's or input's."""
        own = {"actor_key": self._key.actor_key, "operation_id": self._key.operation_id}
        text, given = what.statement(actor, {**values, **own})
        found: Sequence[Any]
        done, *found = await self._statements.fetch_row(text, given)
        if done is not None:
            kept = from_json(Operation, orjson.loads(done))
            raise CarriedOut(self._key.recognised(Operation(**kept)))
        return found

    def hold(self, function: str, *values: Any) -> None:
        """Have this function of the database lock something before any row is written, and see whether
        it is as it was read, the last of the values; where that is null it locks alone."""
        self._holds.append((function, values))

    def call(self, function: str, *values: Any) -> None:
        """Have this function of the database called when all is held."""
        self._calls.append((function, values))

    async def under_locks(self) -> AsyncSession:
        """The transaction of a mutation that has to read on: there all that is held is locked, and is
        looked at once more here. Raises GuardLost where it was not begun under those locks yet."""
        if self._session is None:
            raise GuardLost(self._holds)
        await self._run(_text(_arities(self._holds), (), ()), _values(self._holds))
        # What is changed in the session from here on is the mutation's own.
        self._holds = _only_locking(self._holds)
        return self._session

    def claim(self, table: type[Row], values: Mapping[str, Any]) -> Row:
        """A row as it was read, which something holds: what is changed of it is written."""
        assert table.history is None, "what a draft changes leaves no history"
        read = from_json(table, values)
        row = table.as_loaded(read)
        self._claimed.append(_Claimed(row, read))
        return row

    def add(self, row: Table) -> None:
        """Insert a row, with the values it was given."""
        columns = type(row).__table__.c.keys()
        self.insert(type(row), [{name: vars(row)[name] for name in columns if name in vars(row)}])

    def insert(self, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows; those of one table have the same columns."""
        self.info.setdefault(table, []).extend(rows)

    def change(self, table: type[Table], key: UUID, **values: Any) -> None:
        """Change a row that something holds."""
        self._changed.append((table, {"id": key, **values}))

    async def write(self) -> None:
        """All in one statement.

        Raises GuardLost where something is no longer as it was read; OperationInProgress; and the
        refusals that broken promises of the database are named for.
        """
        await self._run(*self._statement())

    async def _lock(self, lost: GuardLost) -> None:
        calls = _only_locking(lost.holds)
        await self._run(_text(_arities(calls), (), ()), _values(calls))

    async def _run(self, text: str, values: Sequence[Any]) -> None:
        try:
            # Where a connection is lost it is sent over another: the operation is carried out once.
            await self._statements.fetch_row(text, values)
        except asyncpg.IntegrityConstraintViolationError as error:
            raise violations.refusal_of(error) from error
        except asyncpg.PostgresError as error:
            if error.sqlstate == _BEING_DONE:
                raise OperationInProgress from error
            if error.sqlstate == _CHANGED:
                raise GuardLost(self._holds) from error
            raise

    def _statement(self) -> tuple[str, list[Any]]:
        inserts = {table: some for table, some in self.info.items() if some}
        bulk_insert.refuse_unlike(inserts)
        claimed = (each.change() for each in self._claimed)
        changed = [*self._changed, *(each for each in claimed if each is not None)]
        calls = [*self._holds, *self._calls]
        text = _text(
            _arities(calls),
            tuple((str(table.__table__), tuple(some[0])) for table, some in inserts.items()),
            tuple((str(table.__table__), tuple(values)) for table, values in changed),
        )
        return text, [
            *_values(calls),
            *(bulk_insert.as_json(some) for some in inserts.values()),
            *(bulk_insert.as_json(values) for _, values in changed),
        ]


def _only_locking(holds: Sequence[Call]) -> list[Call]:
    return [(function, (*values[:-1], None)) for function, values in holds]


def _arities(calls: Sequence[Call]) -> tuple[tuple[str, int], ...]:
    return tuple((function, len(values)) for function, values in calls)


def _values(calls: Sequence[Call]) -> list[Any]:
    return [value for _, values in calls for value in values]


Parts = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=256)
def _text(calls: tuple[tuple[str, int], ...], inserts: Parts, changes: Parts) -> str:
    """No row comes out of `held` before all is held, and without it none is written."""
    places = _places()
    held = " and ".join(
        f"{function}({', '.join(next(places) for _ in range(count))})" for function, count in calls
    )
    written = [
        *(
            bulk_insert.insert_text(table, names, f"{next(places)}::json", beside="held")
            for table, names in inserts
        ),
        *(_update_text(table, names, next(places)) for table, names in changes),
    ]
    parts = "".join(f", part_{i} as ({text})" for i, text in enumerate(written))
    # Functions, tables and columns of ours: no name comes from outside.
    return f"with held as materialized (select {held} as is_held){parts} select is_held from held"  # noqa: S608


def _places() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"${number}"


def _update_text(table: str, names: Sequence[str], place: str) -> str:
    changes = ", ".join(f'"{name}" = new."{name}"' for name in names if name != "id")
    return (
        f"update {table} t set {changes} from held,"  # noqa: S608
        f" json_populate_record(null::{table}, {place}::json) new where t.id = new.id"
    )
