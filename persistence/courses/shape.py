"""Courses with what they charge and when they are held."""

from persistence.courses.policies import published_course
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.history.shape import HISTORY
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    equals,
    from_day,
    one_of_values,
    overlaps,
    refers_to,
    to_day,
)
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.shape import (
    Join,
    KeysetOrder,
    Many,
    One,
    Page,
    Shape,
    by_parent,
    referenced_by,
    references,
)

of_course = referenced_by("course_id")


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
        "institution": One("Institution", on=references("institution_id")),
        "site": One("Site", on=references("site_id")),
        "entitlement": One("Entitlement", on=references("entitlement_id")),
        "feeItems": Many("FeeItem", on=of_course, order=lambda row: [row.c.position]),
        "classTimes": Many("ClassTime", on=of_course, order=lambda row: [row.c.position]),
        "history": HISTORY(on=referenced_by("object_id")),
    },
    published_course,
)

FEE_ITEM = Shape(
    "FeeItem",
    FeeItem.__table__,
    {},
    by_parent,
)

CLASS_TIME = Shape(
    "ClassTime",
    ClassTime.__table__,
    {},
    by_parent,
)

SHAPES = (COURSE, FEE_ITEM, CLASS_TIME)

_IS_PUBLISHED = "{row}.state = 'PUBLISHED'"
_WITH_COURSE = Beside("course_id", Course, _IS_PUBLISHED)
PUBLIC_TABLES = (
    PublicTable(Course, _IS_PUBLISHED, institution="institution_id"),
    PublicTable(FeeItem, beside=_WITH_COURSE),
    PublicTable(ClassTime, beside=_WITH_COURSE),
)


ROOTS = {
    "course": One("Course", arguments={"id": by_id("Course")}),
    "courses": COURSES(),
}
