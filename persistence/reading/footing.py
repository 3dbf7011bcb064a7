"""What an answer for anybody stands on: found in its statement, so that none can forget to say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import functions, visitors

from persistence.reading.conditions import TODAYS_NOW
from persistence.reading.rows import PageRow, is_of_table, table_name
from persistence.reading.shape import Join, JoinBack, JoinTo, Row
from persistence.reading.shown import Shown
from persistence.reading.viewer import CLOCKS_DAY, Bind

Entered = Mapping[Row, tuple[Row | None, Join | None]]
"""The rows of a statement, each with the row from which it was entered, and how."""
Pins = Mapping[tuple[Row, str], Bind]
"""Columns that hold the value of one parameter in all rows that are read of a table."""


@dataclass(frozen=True, slots=True)
class Footing:
    """The answer is the same until a row of these `tables` changes, or one of an institution that a
    parameter in these places names; and for the day in Shanghai, by the database's clock or by ours."""

    tables: frozenset[str]
    institutions: tuple[int, ...] = ()
    has_day: bool = False
    has_clocks_day: bool = False

    def tags(self, parameters: Sequence[Any]) -> frozenset[str]:
        return self.tables | {str(parameters[place]) for place in self.institutions}


def footing(
    statement: sa.Select[Any],
    shown: Mapping[str, Shown],
    entered: Entered,
    pins: Pins,
    sent: Sequence[str],
) -> Footing | None:
    """None where a statement reads what nobody is notified of, or a moment of the clock."""
    counted = {view: each.name for each in shown.values() for view in each.counted_by}
    tables, institutions = set[str](), set[int]()
    has_day = has_clocks_day = False
    for each in visitors.iterate(statement):
        match each:
            case sa.Alias() if is_of_table(each):
                name = table_name(each)
                name = counted.get(name, name)
                if name not in shown:
                    return None
                whose = _institution(each, shown, entered, pins)
                if whose is None:
                    tables.add(name)
                else:
                    institutions.add(sent.index(whose.key))
            case sa.ColumnClause(table=sa.Alias() as row) if is_of_table(row):
                name = table_name(row)
                if name in shown and each.name not in shown[name].columns:
                    return None
            case functions.now():
                if each is not TODAYS_NOW:
                    return None
                has_day = True
            case sa.BindParameter() if each.key == CLOCKS_DAY.key:
                has_clocks_day = True
            case _:
                pass
    return Footing(frozenset(tables), tuple(sorted(institutions)), has_day, has_clocks_day)


def _institution(row: Row, shown: Mapping[str, Shown], entered: Entered, pins: Pins) -> Bind | None:
    """The parameter that names the institution to which all of these rows belong, if one does."""
    if isinstance(row, PageRow):
        return _institution(row.row, shown, entered, pins)
    of = shown.get(table_name(row))
    if of is None:
        return None
    if of.institution is not None and (row, of.institution) in pins:
        return pins[row, of.institution]
    parent, on = entered.get(row, (None, None))
    if parent is None or not is_of_table(parent):
        return None
    whose = shown.get(table_name(parent))
    if whose is None or not _is_same(of, whose, on):
        return None
    return _institution(parent, shown, entered, pins)


def _is_same(of: Shown, whose: Shown, on: Join | None) -> bool:
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
