"""Courses, their charges and their class times."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.courses import ChargeBasis, CourseState, Stage, Weekday
from domain.institutions import Category, Delivery, SubjectKind
from schema.connections import Node
from schema.fields import field, optional
from schema.history.types import history_of
from schema.pages import order_of
from schema.scalars import FenAmount

if TYPE_CHECKING:
    from schema.institutions.types import Entitlement, Institution, Near, Site


@strawberry.type(description="One charge of a course, paid in a single payment.")
class FeeItem:
    name: str = field("The purpose of the charge.")
    basis: ChargeBasis = field("Whether the charge is for a period or for a number of class hours.")
    amount_fen: FenAmount = field("The amount of this single charge, in fen (1/100 yuan).")
    months: int | None = field(
        "The whole months covered, when charged by period; null when charged by class hour."
    )
    days: int | None = field(
        "The days beyond whole months, 0 to 27, when charged by period; null when charged by "
        "class hour."
    )
    class_hours: int | None = field(
        "The class hours covered, when charged by class hour; null when charged by period."
    )
    refund_rule: str | None = field(
        "How a refund is calculated, as the institution publishes it; null if it publishes nothing."
    )


@strawberry.type(description="A weekly class of a course, held throughout its term.")
class ClassTime:
    weekday: Weekday = field("The day of the week on which the class is held.")
    starts_at: dt.time = field("The time at which the class begins, in Asia/Shanghai.")
    ends_at: dt.time = field("The time at which the class ends, in Asia/Shanghai.")


@strawberry.type(description="A course that an institution offers.")
class Course(Node):
    id: strawberry.ID = field("Opaque id of the course, `crs_…`.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that offers the course.")
    )
    site: Annotated["Site", strawberry.lazy("schema.institutions.types")] | None = field(
        "The site at which the course is held; null for an online course."
    )
    entitlement: Annotated["Entitlement", strawberry.lazy("schema.institutions.types")] | None = (
        field("The entitlement on which the course rests; null until it is published.")
    )
    title: str = field("The title of the course.")
    subject_kind: SubjectKind = field("Whether the course covers school subjects.")
    category: Category = field("The subject area of the course.")
    delivery: Delivery = field("Whether the course is held online or on site.")
    stages: list[Stage] = field("The school stages of its pupils.")
    introduction: str | None = field(
        "The description of the course for parents; null if there is none."
    )
    class_hour_count: int = field("The number of class hours in the whole course.")
    lesson_minutes: int = field("The length of one lesson in minutes.")
    starts_on: dt.date = field("The first day of the term.")
    ends_on: dt.date = field("The last day of the term, inclusive.")
    skipped_on: list[dt.date] = field("The days within the term on which no class is held.")
    fee_items: list[FeeItem] = field(
        "The charges of the course; an empty list means that it is free."
    )
    class_times: list[ClassTime] = field("The classes held in every week of the term.")
    state: CourseState = field("Whether the course is a draft, published or withdrawn.")
    published_at: dt.datetime | None = field(
        "The moment at which the course was published; null for a draft."
    )
    withdrawn_at: dt.datetime | None = field(
        "The moment at which the course was withdrawn; null unless it was."
    )
    withdrawal_reason: str | None = field(
        "The reason for the withdrawal; null unless the course was withdrawn."
    )
    version: int = field("Number of the current version; it rises with every change.")
    history = history_of("the course")


@strawberry.input(description="Conditions that the courses must meet.")
class CourseFilter:
    institution_id: strawberry.ID | None = optional("Returns only courses of this institution.")
    subject_kind: SubjectKind | None = optional(
        "Returns only courses that cover school subjects, or only those that do not."
    )
    categories: list[Category] | None = optional(
        "Returns only courses in one of these subject areas."
    )
    delivery: Delivery | None = optional("Returns only online courses, or only those held on site.")
    stages: list[Stage] | None = optional(
        "Returns only courses for at least one of these school stages."
    )
    states: list[CourseState] | None = optional(
        "Returns only courses in one of these states. Drafts appear only for callers "
        "who may see them."
    )
    starts_from: dt.date | None = optional("Returns only courses that start on or after this day.")
    starts_to: dt.date | None = optional("Returns only courses that start on or before this day.")
    text: str | None = optional(
        "Returns only courses whose title contains this text. From 1 to 100 characters."
    )
    region_code: str | None = optional(
        "Returns only courses that are held in this region or below it: at their site, or without one where "
        "the institution is registered."
    )
    near: Annotated["Near", strawberry.lazy("schema.institutions.types")] | None = optional(
        "Returns only courses at an open site in this circle."
    )
    charges_from_fen: FenAmount | None = optional(
        "Returns only courses whose charges sum up to so many fen or more."
    )
    charges_to_fen: FenAmount | None = optional(
        "Returns only courses whose charges sum up to so many fen or less; 0 for free ones."
    )
    is_enrolling: bool | None = optional(
        "True returns only published courses that have not begun before today, false the others."
    )


CourseOrder = order_of(
    "Course",
    "courses",
    {
        "REGISTERED_AT": "Order by the moment the course was registered.",
        "STARTS_ON": "Order by the first day of the term.",
    },
)
