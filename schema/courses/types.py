"""Courses, what they charge, when they are held."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.courses import ChargeBasis, CourseState, Stage, Weekday
from domain.institutions import Category, Delivery, SubjectKind
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction
from schema.scalars import FenAmount

if TYPE_CHECKING:
    from schema.institutions.types import Entitlement, Institution, Site


@strawberry.type(description="One thing a course charges for, in one payment.")
class FeeItem:
    name: str = said("What is charged for.")
    basis: ChargeBasis = said("Whether a period or class hours are paid for.")
    amount_fen: FenAmount = said("The single charge.")
    months: int | None = said("Whole months paid for, when charged by period.")
    days: int | None = said("Days beyond the whole months, 0 to 27, when charged by period.")
    class_hours: int | None = said("Class hours paid for, when charged by class hour.")
    refund_rule: str | None = said("How a refund is reckoned, as the institution publishes it.")


@strawberry.type(description="When a course is held in each week of its term.")
class ClassTime:
    weekday: Weekday = said("Day of the week.")
    starts_at: dt.time = said("Start, local time.")
    ends_at: dt.time = said("End, local time.")


@strawberry.type(description="A course an institution offers.")
class Course(Node):
    id: strawberry.ID = said("Opaque id, `crs_…`.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("Who offers it.")
    )
    site: Annotated["Site", strawberry.lazy("schema.institutions.types")] | None = said(
        "Where it is held, when offline."
    )
    entitlement: Annotated["Entitlement", strawberry.lazy("schema.institutions.types")] | None = (
        said("What entitles the institution to it.")
    )
    title: str = said("Title.")
    subject_kind: SubjectKind = said("Subject-type or not.")
    category: Category = said("What it is about.")
    delivery: Delivery = said("Offline or online.")
    stages: list[Stage] = said("Who it is for.")
    introduction: str | None = said("What parents are told of it.")
    class_hour_count: int = said("Class hours in all.")
    lesson_minutes: int = said("Minutes of one lesson.")
    starts_on: dt.date = said("First day.")
    ends_on: dt.date = said("Last day, inclusive.")
    skipped_on: list[dt.date] = said("Days on which it is not held.")
    fee_items: list[FeeItem] = said("What it charges.")
    class_times: list[ClassTime] = said("When it is held.")
    state: CourseState = said("Draft, published or withdrawn.")
    published_at: dt.datetime | None = said("When it was published.")
    withdrawn_at: dt.datetime | None = said("When it was withdrawn.")
    withdrawal_reason: str | None = said("Why it was withdrawn.")
    version: int = said("Counts the changes.")


@strawberry.input(description="Which courses.")
class CourseFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=UNSET, description="Of this subject kind."
    )
    categories: list[Category] | None = strawberry.field(
        default=UNSET, description="About one of these."
    )
    delivery: Delivery | None = strawberry.field(default=UNSET, description="Held this way.")
    stages: list[Stage] | None = strawberry.field(default=UNSET, description="For one of these.")
    states: list[CourseState] | None = strawberry.field(
        default=UNSET, description="In one of these states; drafts show only where they may."
    )
    starts_from: dt.date | None = strawberry.field(
        default=UNSET, description="Starting on or after this day."
    )
    starts_to: dt.date | None = strawberry.field(
        default=UNSET, description="Starting on or before this day."
    )


@strawberry.enum(description="What courses are ordered by.")
class CourseOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="When they were entered.")
    STARTS_ON = strawberry.enum_value("STARTS_ON", description="First day.")


@strawberry.input(description="Order of courses.")
class CourseOrder:
    field: CourseOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


CourseConnection = Connection[Course]
