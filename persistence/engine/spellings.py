"""Identifiers that are unique however they are spelt: the column, its key, and rows that collide.

A column `number` has beside it `number_key`, which is the number folded, and `number_spelling`, which is 0.
Key and spelling are unique together. Rows from before there were keys that differ in spelling alone are all
kept: the first holds the key, the others are spellings 1, 2, … of it until a person has corrected them
(decision 0075). A new row is always spelling 0, so that one which collides is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import MappedColumn, mapped_column

from persistence.engine.columns import BOOKKEEPING, Table
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row


def key_of(column: str, fold: Callable[[str], str]) -> MappedColumn[str]:
    """The folded form of a column. Filled in by whatever is inserted through SQLAlchemy; COPY names it."""

    def folded(context: Any) -> str:
        return fold(context.get_current_parameters()[column])

    return mapped_column(sa.Text(), default=folded, info=dict(BOOKKEEPING))


def spelling() -> MappedColumn[int]:
    return mapped_column(sa.SmallInteger(), server_default=sa.text("0"), info=dict(BOOKKEEPING))


@dataclass(frozen=True, slots=True)
class Spelt:
    """An identifier of a table: `column`, unique among the rows that are the same in `within`."""

    table: type[Table]
    column: str
    within: tuple[str, ...] = ()
    row_key: str = "id"

    def is_shared(self, row: Row) -> Predicate:
        """Whether another row has the same identifier but for its spelling."""
        other = alias_of(self.table.__table__)
        return sa.exists().where(
            *self._same(other, row), other.c[self.row_key] != row.c[self.row_key]
        )

    def sharing(self, column: str) -> sa.Select[Any]:
        """`column` of all rows that share their identifier. Where several do, all but one have a spelling
        other than 0: these are few and have an index."""
        other, row = alias_of(self.table.__table__), alias_of(self.table.__table__)
        return sa.select(row.c[column]).where(
            *self._same(other, row), _is_further(other.c[self._spelling]), self.is_shared(row)
        )

    def further_spellings(self) -> sa.Index:
        """The index that `sharing` begins from."""
        table = self.table.__table__
        assert isinstance(table, sa.Table)
        columns = [table.c[name] for name in self._names]
        further = _is_further(table.c[self._spelling])
        return sa.Index(f"ix_{table.name}_{self._spelling}", *columns, postgresql_where=further)

    async def lock_group(self, session: AsyncSession, key: UUID) -> None:
        """Lock all spellings of a row's identifier, in one order, before any of them is corrected."""
        row, own = self.table.__table__, alias_of(self.table.__table__)
        statement = (
            sa.select(row.c[self.row_key])
            .join_from(row, own, sa.and_(*self._same(row, own)))
            .where(own.c[self.row_key] == key)
            .order_by(row.c[self.row_key])
            .with_for_update(of=row)
        )
        await session.execute(statement)

    async def correct(self, session: AsyncSession, row: Table, text: str) -> None:
        """Give a row of a locked group its right identifier. Where it held the key and others collide
        with it, the first of those holds the key from now on. Raises what the constraint means."""
        before = {name: getattr(row, name) for name in self._names}
        setattr(row, self.column, text)
        if getattr(row, self._key) != before[self._key]:
            setattr(row, self._spelling, 0)
        await session.flush()
        table = self.table.__table__
        left = sa.and_(*(table.c[name] == value for name, value in before.items()))
        first = sa.select(sa.func.min(table.c[self._spelling])).where(left).scalar_subquery()
        await session.execute(
            sa.update(self.table)
            .where(left, table.c[self._spelling] == first)
            .values({self._spelling: 0})
        )

    async def move(
        self, session: AsyncSession, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Have all rows of one place in another. Those whose identifier is taken there share it, until
        it is corrected."""
        table, there = self.table.__table__, alias_of(self.table.__table__)
        spelling = table.c[self._spelling]
        taken = (
            sa.select(sa.func.coalesce(sa.func.max(there.c[self._spelling]) + 1, 0))
            .where(
                there.c[self._key] == table.c[self._key],
                *(there.c[name] == value for name, value in after.items()),
            )
            .scalar_subquery()
        )
        here = [table.c[name] == value for name, value in before.items()]
        moved = sa.update(self.table).where(*here)
        values = {**after, self._spelling: spelling + taken}
        await session.execute(
            moved.values(values), execution_options={"synchronize_session": False}
        )

    @property
    def _key(self) -> str:
        return f"{self.column}_key"

    @property
    def _spelling(self) -> str:
        return f"{self.column}_spelling"

    @property
    def _names(self) -> tuple[str, ...]:
        return (*self.within, self._key)

    def _same(self, one: Row, other: Row) -> list[Predicate]:
        return [one.c[name] == other.c[name] for name in self._names]


def _is_further(spelling: sa.ColumnElement[int]) -> Predicate:
    return spelling != sa.literal_column("0")
