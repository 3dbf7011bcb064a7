"""Reads as of an earlier moment: tables are read as they were, and what they may be asked for."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg
from sqlalchemy.sql import visitors

from persistence.engine.past import RECORDED, REPLACED, as_of
from persistence.reading.conditions import TODAY, TODAY_INDEED, TODAYS_NOW
from persistence.reading.logic import all_of, conjuncts, there_is
from persistence.reading.refused import ReadRefused
from persistence.reading.rows import PageRow, alias_of, is_as_it_is, kept_of
from persistence.reading.shape import Expression, Predicate, Row
from persistence.reading.viewer import Bind, Viewer

ARGUMENT = "asOf"
AS_OF: Bind = sa.bindparam("as_of", type_=sa.DateTime(timezone=True), required=True)
STILL_OPEN: Bind = sa.bindparam(
    "still_open", type_=ARRAY(sa.DateTime(timezone=True)), required=True
)
"""The transactions that had not committed at that moment: known when the statement is run."""


def still_open(_variables: Mapping[str, Any], _actor: Any) -> Any:
    """Stands for them among the parameters of a plan until it runs."""
    return STILL_OPEN


def week_after(moment: dt.datetime) -> dt.datetime:
    """The end of a week, more than a day later."""
    weeks = (moment + _DAY - _FIRST) // _WEEK + 1
    return _FIRST + weeks * _WEEK


_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
_FIRST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Looked:
    """That a statement looks at the past: the place of its moment among what is sent, the tables that it
    looks at so, and where in the document the moment stands."""

    place: int
    tables: frozenset[str]
    path: tuple[str, ...]


def still(
    row: Row, viewer: Viewer, table: sa.FromClause, holds: Callable[[Row, Expression], Predicate]
) -> Predicate:
    """It holds of the row today; where an earlier moment is looked at, it held then, and does so now. What
    was taken out of the public since is not shown again by looking back."""
    if not viewer.looks_back:
        return holds(row, TODAY)
    now = alias_of(table, is_current=True)
    same: Predicate = now.c.id == row.c.id
    # Of a version that nothing replaced it is seen at once: looked up are the others.
    is_last: Predicate = sa.literal_column(f"{_quoted(row)}.{REPLACED}") == _NEVER
    holds_now = sa.or_(
        sa.and_(is_last, holds(row, TODAY_INDEED)), there_is(row, same, holds(now, TODAY_INDEED))
    )
    then = conjuncts(holds(row, TODAY))
    return all_of(
        *(expected(each) if _is_daily(each) else each for each in then), expected(holds_now)
    )


_NEVER: Expression = sa.literal_column("timestamptz 'infinity'")


def expected(predicate: Predicate) -> Predicate:
    """The same, spelt so that PostgreSQL takes it for true of nearly all rows. Of a comparison with a value it
    does not know it takes a third, and of three of them would read all of a list to sort it."""
    return sa.case((predicate, sa.true())).is_not(None)


def _is_daily(predicate: Predicate) -> bool:
    return any(each is TODAYS_NOW for each in visitors.iterate(predicate))


def _quoted(row: Row) -> str:
    assert isinstance(row, sa.Alias)
    return f'"{row.name}"'


def is_kept(row: Row, value: Expression) -> bool:
    """Whether a value is made of nothing but what earlier values are kept of."""
    kept = kept_of(row)
    if kept is not None and isinstance(row, PageRow) and not {RECORDED, *kept}.issuperset(row.used):
        return False
    return not any(
        is_as_it_is(each)
        or (
            isinstance(each, sa.ColumnClause)
            and kept is not None
            and each.table is row
            and each.key not in kept
        )
        for each in visitors.iterate(value)
    )


class _Compiler(PGCompiler_asyncpg):
    """Writes a statement so that tables of which versions are kept are read as of the parameter `AS_OF`, and
    the day is the one of then: shapes and policies need not know of it."""

    travelled: set[str]

    def visit_table(self, table: Any, asfrom: bool = False, *arguments: Any, **options: Any) -> str:
        kept = getattr(table, "kept", None)
        if kept is None or not asfrom:
            return str(super().visit_table(table, asfrom, *arguments, **options))  # type: ignore[no-untyped-call]  # as SQLAlchemy has it
        self.__dict__.setdefault("travelled", set()).add(table.name)
        return as_of(
            table.name,
            sorted(map(self.preparer.quote, kept)),
            self.process(AS_OF),
            self.process(STILL_OPEN),
        )

    def visit_function(self, func: Any, *arguments: Any, **options: Any) -> str:
        if func is TODAYS_NOW:
            return str(self.process(AS_OF))
        return str(super().visit_function(func, *arguments, **options))

    def visit_column(self, column: Any, *arguments: Any, **options: Any) -> str:
        kept = kept_of(column.table)
        assert kept is None or column.key in (*kept, RECORDED), f"{column} is not kept"
        return str(super().visit_column(column, *arguments, **options))


DIALECT: sa.Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]  # as SQLAlchemy has it
DIALECT.statement_compiler = _Compiler


def not_kept(path: tuple[str, ...]) -> ReadRefused:
    return ReadRefused(
        "NOT_KEPT_OVER_TIME",
        "Earlier values of this are not kept, so it cannot be asked for with asOf.",
        "该内容不保存历史值，不能与asOf一并查询。",
        path,
    )
