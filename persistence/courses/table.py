"""Courses, what they charge, and when they are held."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from domain import courses as rules
from domain.courses import (
    ChargeBasis,
    CoursePublication,
    CourseState,
    CourseWithdrawal,
    Stage,
    Weekday,
)
from domain.institutions import Category, Delivery, SubjectKind
from persistence.engine import grams
from persistence.engine.columns import (
    Fen,
    KeptHistory,
    Key,
    Stamp,
    Table,
    enum_array,
    enum_array_check,
    enum_column,
    fen_in_range,
    foreign_key,
)


class Course(Table):
    __tablename__ = "courses"
    __table_args__ = (
        enum_array_check("stages", Stage),
        sa.CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        sa.CheckConstraint("class_hour_count > 0 and lesson_minutes > 0", name="hours_positive"),
        sa.CheckConstraint("(published_at is null) = (state = 'DRAFT')", name="published_stamp"),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (state <> 'WITHDRAWN')", name="withdrawn_stamp"
        ),
        sa.Index("ix_courses_institution_id_id", "institution_id", "id"),
        sa.Index("ix_courses_starts_on_id", "starts_on", "id"),
        grams.index_of("courses", "title"),
    )

    history = KeptHistory("title", institution="institution_id")

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    site_id: Mapped[UUID | None] = foreign_key("sites.id")
    entitlement_id: Mapped[UUID | None] = foreign_key("entitlements.id")
    title: Mapped[str]
    subject_kind: Mapped[SubjectKind] = enum_column(SubjectKind)
    category: Mapped[Category] = enum_column(Category)
    delivery: Mapped[Delivery] = enum_column(Delivery)
    stages: Mapped[list[str]] = enum_array()
    introduction: Mapped[str | None]
    class_hour_count: Mapped[int]
    lesson_minutes: Mapped[int]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    skipped_on: Mapped[list[dt.date]] = mapped_column(ARRAY(sa.Date()))
    state: Mapped[CourseState] = enum_column(CourseState)
    published_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawal_reason: Mapped[str | None]
    version: Mapped[int]
    created_at: Mapped[Stamp]

    def facts(
        self, class_times: Iterable["ClassTime"], fee_items: Iterable["FeeItem"]
    ) -> rules.Course:
        return rules.Course(
            subject_kind=self.subject_kind,
            delivery=self.delivery,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            class_times=tuple(each.facts() for each in class_times),
            fee_items=tuple(each.facts() for each in fee_items),
            skipped_on=frozenset(self.skipped_on),
            state=self.state,
        )

    def record_publication(self, publication: CoursePublication, *, at: dt.datetime) -> None:
        self.state = CourseState.PUBLISHED
        self.entitlement_id = publication.entitlement_id
        self.published_at = at

    def record_correction(self, changes: Mapping[str, Any]) -> None:
        for column, value in changes.items():
            setattr(self, column, value)
        self.version += 1

    def record_withdrawal(self, withdrawal: CourseWithdrawal, *, at: dt.datetime) -> None:
        self.state = CourseState.WITHDRAWN
        self.withdrawn_at = at
        self.withdrawal_reason = withdrawal.reason
        self.version += 1


_TABLE = Course.metadata.tables[Course.__tablename__]
_TABLE.append_column(
    sa.Column("charges_fen", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
)
"""All that is charged for it: the database sums up its fee items, and nobody else writes it."""
sa.Index("ix_courses_charges_fen_id", _TABLE.c.charges_fen, _TABLE.c.id)


class FeeItem(Table):
    """One thing a course charges for, in one payment."""

    __tablename__ = "fee_items"
    __table_args__ = (
        fen_in_range("amount_fen"),
        sa.UniqueConstraint("course_id", "position"),
        sa.CheckConstraint(
            "case basis when 'PERIOD' then months is not null and days between 0 and 27"
            " and class_hours is null"
            " else class_hours > 0 and months is null and days is null end",
            name="basis_with_quantity",
        ),
    )

    id: Mapped[Key]
    course_id: Mapped[UUID] = foreign_key("courses.id")
    position: Mapped[int]
    name: Mapped[str]
    basis: Mapped[ChargeBasis] = enum_column(ChargeBasis)
    amount_fen: Mapped[Fen]
    months: Mapped[int | None]
    days: Mapped[int | None]
    class_hours: Mapped[int | None]
    refund_rule: Mapped[str | None]

    def facts(self) -> rules.FeeItem:
        return rules.FeeItem(
            self.name,
            self.basis,
            self.amount_fen,
            self.months,
            self.days,
            self.class_hours,
            self.refund_rule,
        )


class ClassTime(Table):
    """When a course is held in each week of its term; local time of the institution."""

    __tablename__ = "class_times"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "position"),
        sa.CheckConstraint("starts_at < ends_at", name="times_in_order"),
    )

    id: Mapped[Key]
    course_id: Mapped[UUID] = foreign_key("courses.id")
    position: Mapped[int]
    weekday: Mapped[Weekday] = enum_column(Weekday)
    starts_at: Mapped[dt.time]
    ends_at: Mapped[dt.time]

    def facts(self) -> rules.ClassTime:
        return rules.ClassTime(self.weekday, self.starts_at, self.ends_at)
