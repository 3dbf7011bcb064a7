"""What an answer for anybody depends on: found in its statement, so that none can forget to say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import functions, visitors

from persistence.reading.conditions import NOW_INDEED, TODAYS_NOW
from persistence.reading.public_tables import PublicTable
from persistence.reading.rows import PageRow, is_of_table, table_name
from persistence.reading.shape import Join, JoinBack, JoinTo, Row
from persistence.reading.viewer import CLOCKS_DAY, Bind

Entered = Mapping[Row, tuple[Row | None, Join | None]]
"""The rows of a statement, each with the row from which it was entered, and how."""
Pins = Mapping[tuple[Row, str], Bind]
"""Columns that hold the value of one parameter in all rows that are read of a table."""


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The answer is the same until a row of these `tables` changes, or one of an institution that a
    parameter in these places names; and for the day in Shanghai, by the database's clock or by ours."""

    tables: frozenset[str]
    institutions: tuple[int, ...] = ()
    has_day: bool = False
    has_clocks_day: bool = False

    def tags(self, parameters: Sequence[Any]) -> frozenset[str]:
        return self.tables | {str(parameters[place]) for place in self.institutions}


def dependencies_of(
    statement: sa.Select[Any],
    public: Mapping[str, PublicTable],
    entered: Entered,
    pins: Pins,
    sent: Sequence[str],
) -> Dependencies | None:
    """None where a statement reads what nobody is notified of, or a moment of the clock."""
    counted = {
        view: each.name
        for each in public.values()
        for view in (*each.counted_by, *each.counted_by_day)
    }
    daily = {view for each in public.values() for view in each.counted_by_day}
    tables, institutions = set[str](), set[int]()
    has_day = has_clocks_day = False
    for each in visitors.iterate(statement):
        match each:
            case sa.Alias() if is_of_table(each):
                name = table_name(each)
                has_day |= name in daily
                name = counted.get(name, name)
                if name not in public:
                    return None
                whose = _institution(each, public, entered, pins)
                if whose is None or whose.key not in sent:
                    tables.add(name)
                else:
                    institutions.add(sent.index(whose.key))
            case sa.ColumnClause(table=sa.Alias() as row) if is_of_table(row):
                name = table_name(row)
                if name in public and each.name not in public[name].columns:
                    return None
            case sa.Table() | sa.TextClause():
                # Not entered by us: what it reads is not known.
                return None
            case functions.now():
                if each is not TODAYS_NOW and each is not NOW_INDEED:
                    return None
                has_day = True
            case sa.BindParameter() if each.key == CLOCKS_DAY.key:
                has_clocks_day = True
            case _:
                pass
    return Dependencies(frozenset(tables), tuple(sorted(institutions)), has_day, has_clocks_day)


def _institution(
    row: Row, tables: Mapping[str, PublicTable], entered: Entered, pins: Pins
) -> Bind | None:
    """The parameter that names the institution to which all of these rows belong, if one does."""
    if isinstance(row, PageRow):
        return _institution(row.row, tables, entered, pins)
    of = tables.get(table_name(row))
    if of is None:
        return None
    if of.institution is not None and (row, of.institution) in pins:
        return pins[row, of.institution]
    parent, on = entered.get(row, (None, None))
    if parent is None or not is_of_table(parent):
        return None
    whose = tables.get(table_name(parent))
    if whose is None or not _is_same(of, whose, on):
        return None
    return _institution(parent, tables, entered, pins)


def _is_same(of: PublicTable, whose: PublicTable, on: Join | None) -> bool:
    """Rows that are joined so belong to the institution of the row that they are joined to."""
    match on:
        case JoinBack(back=back) if whose.is_institution:
            return back == of.institution
        case JoinBack(back=back):
            beside = of.beside
            return beside is not None and (beside.column, beside.name) == (back, whose.name)
        case JoinTo(column=column):
            return of.is_institution and column == whose.institution
        case _:
            return False
