"""Rows that statements read from: tables under other names, cheaply made."""

from functools import cache

import sqlalchemy as sa

from persistence.reading.shape import Expression, Row


def alias_of(table: sa.FromClause, name: str | None = None) -> Row:
    """The table under a fresh name, or this one, with its columns and its key and nothing else.

    `Table.alias` copies every column with all that a schema knows of it: six times the work, and
    half of what compiling a document took.
    """
    assert isinstance(table, sa.Table), f"{table} is no table"
    return _columns_of(table).alias(name)


def row_key(row: Row) -> Expression:
    """The key column of a row made by `alias_of`; the first, where there are several."""
    assert isinstance(row, sa.Alias)
    assert isinstance(row.element, _Columns)
    key: Expression = row.c[row.element.key_name]
    return key


class _Columns(sa.TableClause):
    inherit_cache = True

    def __init__(self, table: sa.Table) -> None:
        super().__init__(table.name, *(sa.column(each.key, each.type) for each in table.c))
        self.key_name = next(iter(table.primary_key)).key


@cache
def _columns_of(table: sa.Table) -> _Columns:
    return _Columns(table)
