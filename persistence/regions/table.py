"""Regions, and the calendar that differs by region and year."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.regions import RegionLevel
from persistence.engine.columns import (
    Key,
    RegionCode,
    Table,
    enum_column,
    foreign_key,
)
from persistence.engine.past import Past

LAST_CODE = """
case when code = '000000' then '999999'
     when right(code, 4) = '0000' then left(code, 2) || '9999'
     when right(code, 2) = '00' then left(code, 4) || '99'
     else code end
"""


class Region(Table):
    __tablename__ = "regions"
    __table_args__ = (
        sa.CheckConstraint("code ~ '^[0-9]{6}$'", name="code_six_digits"),
        sa.CheckConstraint(
            "(ended_on is null) = (successor_code is null) and successor_code <> code",
            name="ended_with_successor",
        ),
    )

    past = Past(indexes=(sa.Index("ix_regions_past_parent_code", "parent_code"),))

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[RegionLevel] = enum_column(RegionLevel)
    parent_code: Mapped[str | None] = foreign_key("regions.code")
    last_code: Mapped[str] = mapped_column(sa.Computed(LAST_CODE, persisted=True))
    """The last code of the region's subtree, so that a subtree is a range."""
    ended_on: Mapped[dt.date | None]
    """The day from which the region is no more; what stands there stays until it is moved."""
    successor_code: Mapped[str | None] = foreign_key("regions.code")


class Workday(Table):
    """One day of the State Council's holiday notices; days not listed follow the week."""

    __tablename__ = "workdays"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    note: Mapped[str]
    source_notice: Mapped[str]


KEPT_CALENDAR = sa.Table(
    "kept_calendar",
    Table.metadata,
    sa.Column("is_only", sa.Boolean(), primary_key=True, server_default=sa.true()),
    sa.Column("edition", sa.Uuid(), nullable=False),
    sa.CheckConstraint("is_only", name="one_row"),
)
"""Another edition whenever a day is written: what was made of one holds as long as it is the last.
Kept by a trigger."""


class SchoolVacation(Table):
    """Winter and summer vacation as the education department of a region announced them."""

    __tablename__ = "school_vacations"
    __table_args__ = (sa.CheckConstraint("first_day <= last_day", name="days_in_order"),)

    id: Mapped[Key]
    region_code: Mapped[RegionCode]
    name: Mapped[str]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
