"""Courses with what they charge and when they are held."""

from persistence.courses.policies import published_course
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    equals,
    from_day,
    one_of_values,
    overlaps,
    refers_to,
    to_day,
)
from persistence.reading.shape import (
    Column,
    Join,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    column,
    moment,
    time_of_day,
)


def of_course(parent: Row, row: Row) -> Predicate:
    return row.c.course_id == parent.c.id


def COURSES(on: Join | None = None) -> Page:  # a constant but for its join
    return Page(
        "Course",
        on=on,
        orders={
            "REGISTERED_AT": KeysetOrder(()),
            "STARTS_ON": KeysetOrder((lambda row: row.c.starts_on,)),
        },
        default_order=("REGISTERED_AT", "ASC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "subjectKind": equals("subject_kind"),
            "categories": one_of_values("category"),
            "delivery": equals("delivery"),
            "stages": overlaps("stages"),
            "states": one_of_values("state"),
            "startsFrom": from_day("starts_on"),
            "startsTo": to_day("starts_on"),
        },
    )


COURSE = Shape(
    "Course",
    Course.__table__,
    {
        "id": Column(lambda row: ids.expression("Course", row.c.id)),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "site": One("Site", on=lambda parent, row: row.c.id == parent.c.site_id),
        "entitlement": One(
            "Entitlement", on=lambda parent, row: row.c.id == parent.c.entitlement_id
        ),
        "title": column("title"),
        "subjectKind": column("subject_kind"),
        "category": column("category"),
        "delivery": column("delivery"),
        "stages": column("stages"),
        "introduction": column("introduction"),
        "classHourCount": column("class_hour_count"),
        "lessonMinutes": column("lesson_minutes"),
        "startsOn": column("starts_on"),
        "endsOn": column("ends_on"),
        "skippedOn": column("skipped_on"),
        "feeItems": Many("FeeItem", on=of_course, order=lambda row: [row.c.position]),
        "classTimes": Many("ClassTime", on=of_course, order=lambda row: [row.c.position]),
        "state": column("state"),
        "publishedAt": moment("published_at"),
        "withdrawnAt": moment("withdrawn_at"),
        "withdrawalReason": column("withdrawal_reason"),
        "version": column("version"),
    },
    published_course,
)

FEE_ITEM = Shape(
    "FeeItem",
    FeeItem.__table__,
    {
        "name": column("name"),
        "basis": column("basis"),
        "amountFen": column("amount_fen"),
        "months": column("months"),
        "days": column("days"),
        "classHours": column("class_hours"),
        "refundRule": column("refund_rule"),
    },
    by_parent,
)

CLASS_TIME = Shape(
    "ClassTime",
    ClassTime.__table__,
    {
        "weekday": column("weekday"),
        "startsAt": time_of_day("starts_at"),
        "endsAt": time_of_day("ends_at"),
    },
    by_parent,
)

SHAPES = (COURSE, FEE_ITEM, CLASS_TIME)

ROOTS = {
    "course": One("Course", arguments={"id": by_id("Course")}),
    "courses": COURSES(),
}
