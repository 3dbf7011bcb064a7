"""Rows that statements read from: tables under other names, and subqueries of what is used of them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import visitors

from domain.regions import LEAD, RegionLevel
from persistence.engine.columns import columns_by_level
from persistence.engine.past import KEPT
from persistence.reading.logic import Predicate, Row

Expression = sa.ColumnElement[Any]


def alias_of(table: sa.FromClause, name: str | None = None, *, is_current: bool = False) -> Row:
    """The table under a fresh name, or this one, with its columns and its key and nothing else: as it
    was, where the statement looks at an earlier moment, unless it `is_current`.

    `Table.alias` copies every column with all that a schema knows of it: six times the work, and
    half of what compiling a document took.
    """
    assert isinstance(table, sa.Table), f"{table} is no table"
    return _columns_of(table, is_current).alias(name)


def row_key(row: Row) -> Expression:
    """The key column of a row made by `alias_of`; the first, where there are several."""
    assert isinstance(row, sa.Alias)
    assert isinstance(row.element, _Columns)
    key: Expression = row.c[row.element.key_name]
    return key


def table_name(row: Row) -> str:
    """The name of the table that a row made here is of, through however many subqueries."""
    if isinstance(row, PageRow):
        return table_name(row.row)
    assert isinstance(row, sa.Alias)
    assert isinstance(row.element, _Columns)
    return row.element.name


def kept_of(row: Row | None) -> frozenset[str] | None:
    """The columns of a row made here of which earlier values are kept; None where it is read as it is."""
    if isinstance(row, PageRow):
        return kept_of(row.row)
    element = getattr(row, "element", None)
    return element.kept if isinstance(element, _Columns) else None


def is_as_it_is(row: Any) -> bool:
    """Whether it was made here and is read as it is where an earlier moment is looked at, for want of others."""
    element = getattr(row, "element", None)
    return isinstance(element, _Columns) and element.kept is None and not element.is_current


def is_of_table(row: Row) -> bool:
    """Whether it was made here, of a table."""
    return isinstance(row, PageRow) or isinstance(getattr(row, "element", None), _Columns)


def in_subtree(
    code: sa.ColumnElement[str] | sa.ScalarSelect[str],
    level: RegionLevel,
    *,
    lead: Expression,
    first: Expression,
    last: Expression,
) -> Predicate:
    """The region lies in a subtree of this level, whose codes begin with `lead` and go from `first` to
    `last`. Of a table with an index of its rows for each level, what they begin with is compared: what
    equals comes in the order of ids, where of a range all rows are read and sorted first."""
    table = getattr(getattr(code, "table", None), "element", None)
    if level is RegionLevel.NATION:
        is_required = isinstance(table, _Columns) and code.key in table.required
        return sa.true() if is_required else code.is_not(None)
    if level is RegionLevel.COUNTY:
        return code == lead
    if isinstance(table, _Columns) and code.key in table.by_level:
        return sa.func.left(code, sa.literal_column(str(LEAD[level]))) == lead
    return code.between(first, last)


def is_apart(code: Expression, other: Expression, level: RegionLevel) -> Predicate:
    """The two regions lie in different subtrees of this level, spelt as indexes of such rows are."""
    if level is RegionLevel.COUNTY:
        return code != other
    digits: Expression = sa.literal_column(str(LEAD[level]))
    return sa.func.left(code, digits) != sa.func.left(other, digits)


def of_another(predicate: Predicate, row: Row, other: Row) -> Predicate | None:
    """What a predicate says of one row, of another; None where the other lacks a column of it, or where it looks
    into tables for more."""
    if any(isinstance(each, sa.SelectBase) for each in visitors.iterate(predicate)):
        return None
    lacking = set[str]()

    def replace(element: Any, **_: Any) -> Any:
        if getattr(element, "table", None) is not row:
            return None
        if element.key not in other.c:
            lacking.add(element.key)
            return element
        return other.c[element.key]

    made: Predicate = visitors.replacement_traverse(predicate, {}, replace)
    return None if lacking else made


class PageRow(sa.TableClause):
    """A row of a subquery that is written last, with those columns of the table's row that were
    used of this one: `used` names them in the table's order.

    Its columns are texts, so that no statement takes it for something to read from: the writer of
    the subquery gives it this name and enters it.
    """

    inherit_cache = True

    def __init__(self, name: str, row: Row) -> None:
        super().__init__(name)
        self.row = row
        self._made: dict[str, Expression] = {}
        self._accessor = _Accessor(self._column)

    @property
    def c(self) -> Any:  # as much of a collection as shapes ask for
        return self._accessor

    @property
    def used(self) -> list[str]:
        return [column.key for column in self.row.c if column.key in self._made]

    def _column(self, name: str) -> Expression:
        if name not in self._made:
            self._made[name] = column_of(self.name, name, self.row.c[name].type)
        return self._made[name]


class _Accessor:
    """`.c.name` and `.c["name"]`; no name of its own may stand in a column's way."""

    __slots__ = ("__column",)

    def __init__(self, column: Callable[[str], Expression]) -> None:
        self.__column = column

    def __getitem__(self, name: str) -> Expression:
        return self.__column(name)

    __getattr__ = __getitem__


def column_of(row: str, name: str, type_: Any) -> Expression:
    """A column of the row of this name, as text: it brings no FROM of its own."""
    quoted = (_QUOTE(sa.sql.quoted_name(row, True)), _QUOTE(name))
    return sa.literal_column(".".join(quoted), type_)


_QUOTE = postgresql.dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]  # as SQLAlchemy has it


class _Columns(sa.TableClause):
    inherit_cache = True

    def __init__(self, table: sa.Table, is_current: bool) -> None:
        super().__init__(table.name, *(sa.column(each.key, each.type) for each in table.c))
        kept = None if is_current else table.info.get(KEPT)
        self.kept = None if kept is None else frozenset(kept)
        self.is_current = is_current
        self.key_name = next(iter(table.primary_key)).key
        self.required = {each.key for each in table.c if not each.nullable}
        self.by_level = columns_by_level(table)


@cache
def _columns_of(table: sa.Table, is_current: bool) -> _Columns:
    return _Columns(table, is_current)
