"""Filters as shapes list them: each binds its argument, none interprets text as a pattern."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.regions import RegionLevel, is_region_code, level, subtree
from persistence.reading import ids
from persistence.reading.refused import ReadRefused
from persistence.reading.shape import Condition, Expression, Predicate, Row
from persistence.reading.viewer import Value

TODAY: Expression = sa.cast(
    sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), sa.func.now()), sa.Date
)
"""The day in Shanghai, whatever the server's zone."""


def equals(column: str) -> Condition:
    """The column holds this word or text."""
    return lambda row, value: row.c[column] == value.text()


def equals_folded(column: str, fold: Callable[[str], str]) -> Condition:
    """The column, which holds what is folded, holds this text when it is folded likewise."""
    return lambda row, value: row.c[column] == value.bind(sa.Text(), fold)


def one_of_values(column: str) -> Condition:
    """The column holds one of these words."""
    return lambda row, value: sa.cast(row.c[column], sa.Text) == sa.any_(value.texts())


def overlaps(column: str) -> Condition:
    """The array column holds at least one of these words."""
    return lambda row, value: row.c[column].op("&&")(value.texts())


def is_flag(column: str) -> Condition:
    return lambda row, value: row.c[column] == value.bind(sa.Boolean())


def refers_to(type_name: str, column: str) -> Condition:
    """The column names the row with this id."""

    def condition(row: Row, value: Value) -> Predicate:
        return row.c[column] == value.bind(sa.Uuid(), _key_of(type_name))

    return condition


def within(column: str) -> Condition:
    """The region lies in the subtree of this one."""

    def condition(row: Row, value: Value) -> Predicate:
        if value.decide(_level) is RegionLevel.NATION:
            return row.c[column].is_not(None)
        first = value.bind(sa.Text(), lambda code: subtree(region(code)).first)
        last = value.bind(sa.Text(), lambda code: subtree(region(code)).last)
        return row.c[column].between(first, last)

    return condition


def within_by_index(column: str) -> Condition:
    """The same of a table with an index of its rows for each level of regions: what equals comes in
    the order of ids, where of a range all rows are read and sorted first.
    """

    def condition(row: Row, value: Value) -> Predicate:
        requested = value.decide(_level)
        if requested is RegionLevel.NATION:
            return sa.true()
        code: Expression = row.c[column]
        if requested is not RegionLevel.COUNTY:
            code = sa.func.left(code, sa.literal_column(str(_LEAD[requested])))
        return code == value.bind(sa.Text(), _lead)

    return condition


def from_day(column: str) -> Condition:
    return lambda row, value: row.c[column] >= value.bind(sa.Date())


def to_day(column: str) -> Condition:
    return lambda row, value: row.c[column] <= value.bind(sa.Date())


def before_day(column: str) -> Condition:
    return lambda row, value: row.c[column] < value.bind(sa.Date())


def from_moment(column: str) -> Condition:
    return lambda row, value: row.c[column] >= value.bind(sa.DateTime(timezone=True))


def before_moment(column: str) -> Condition:
    return lambda row, value: row.c[column] < value.bind(sa.DateTime(timezone=True))


def region(code: str) -> str:
    """The code, if it can be one."""
    if not is_region_code(code):
        raise ReadRefused(
            "INVALID_REGION", "A region code has six digits.", "行政区划代码须为六位数字。"
        )
    return code


def _level(code: str) -> RegionLevel:
    return level(region(code))


def _lead(code: str) -> str:
    """What the codes of a region's subtree begin with: that of a province, a city or a county."""
    return code[: _LEAD[_level(code)]]


_LEAD = {
    RegionLevel.NATION: 0,
    RegionLevel.PROVINCE: 2,
    RegionLevel.CITY: 4,
    RegionLevel.COUNTY: 6,
}


def one_of(**branches: Condition) -> Condition:
    """Exactly one key of the object, each with its own condition."""

    def condition(row: Row, value: Value) -> Predicate:
        ((name, part),) = value.parts()
        return branches[name](row, part)

    return condition


def _key_of(type_name: str) -> Callable[[Any], UUID]:
    return lambda text: ids.read(type_name, text)


__all__ = [
    "before_moment",
    "equals",
    "equals_folded",
    "from_day",
    "from_moment",
    "is_flag",
    "one_of",
    "one_of_values",
    "overlaps",
    "refers_to",
    "region",
    "to_day",
    "within",
    "within_by_index",
]
