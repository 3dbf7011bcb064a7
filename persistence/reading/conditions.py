"""Filters as shapes list them: each binds its argument, none interprets text as a pattern."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from domain.regions import RegionLevel, is_region_code, lead, level, subtree
from persistence.engine import grams
from persistence.reading import ids
from persistence.reading.refused import ReadRefused
from persistence.reading.rows import in_subtree
from persistence.reading.shape import Condition, Expression, Predicate, Row
from persistence.reading.viewer import Value

LONGEST_TEXT = 100
"""Characters of a text that is looked for."""

TODAYS_NOW = sa.func.now()
TODAY: Expression = sa.cast(
    sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), TODAYS_NOW), sa.Date
)
"""The day in Shanghai, whatever the server's zone; of a read as of an earlier moment, the day then."""
NOW_INDEED = sa.func.now()
TODAY_INDEED: Expression = sa.cast(
    sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), NOW_INDEED), sa.Date
)
"""The day by the clock, also for such a read."""


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


def contains(*columns: str) -> Condition:
    """One of the columns contains this text, whatever its letters' case: as it is typed, no pattern."""

    def condition(row: Row, value: Value) -> Predicate:
        text = value.bind(sa.Text(), typed)
        return sa.or_(
            *(
                sa.func.strpos(sa.func.lower(row.c[column]), text) > sa.literal_column("0")
                for column in columns
            )
        )

    return condition


def contains_indexed(column: str) -> Condition:
    """As `contains`, of a column with an index of its `grams`."""
    plain = contains(column)

    def condition(row: Row, value: Value) -> Predicate:
        wanted = value.bind(ARRAY(sa.Text()), lambda text: grams.of_text(typed(text)))
        return sa.and_(grams.of_column(row.c[column]).op("@>")(wanted), plain(row, value))

    return condition


def typed(text: str) -> str:
    """What somebody looks for, without blanks around it and in small letters."""
    found = text.strip().lower()
    if not found:
        raise ReadRefused("INVALID_SEARCH", "Enter something to search for.", "请输入检索词。")
    if len(found) > LONGEST_TEXT:
        raise ReadRefused(
            "INVALID_SEARCH",
            f"The search may have at most {LONGEST_TEXT} characters.",
            f"检索词最多{LONGEST_TEXT}个字符。",
        )
    return found


def is_flag(column: str) -> Condition:
    return holds(lambda row: row.c[column])


def holds(predicate: Callable[[Row], Predicate]) -> Condition:
    """The predicate holds, or does not, as asked: one statement for each. Compared with a value, a
    subquery would be run for every row, and no partial index would be looked at."""

    def condition(row: Row, value: Value) -> Predicate:
        is_wanted, found = value.decide(bool), predicate(row)
        return found if is_wanted else sa.not_(found)

    return condition


def refers_to(type_name: str, column: str) -> Condition:
    """The column names the row with this id."""

    def condition(row: Row, value: Value) -> Predicate:
        key = value.bind(sa.Uuid(), _key_of(type_name))
        value.binds.pin(row, column, key)
        return row.c[column] == key

    return condition


def within(column: str) -> Condition:
    """The region lies in the subtree of this one."""

    def condition(row: Row, value: Value) -> Predicate:
        return in_subtree(
            row.c[column],
            value.decide(level_of),
            lead=value.bind(sa.Text(), lambda code: lead(region(code))),
            first=value.bind(sa.Text(), lambda code: subtree(region(code)).first),
            last=value.bind(sa.Text(), lambda code: subtree(region(code)).last),
        )

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


def level_of(code: str) -> RegionLevel:
    return level(region(code))


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
    "contains",
    "equals",
    "equals_folded",
    "from_day",
    "from_moment",
    "holds",
    "is_flag",
    "one_of",
    "one_of_values",
    "overlaps",
    "refers_to",
    "region",
    "to_day",
    "within",
]
