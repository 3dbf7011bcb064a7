"""Courses with what they charge and when they are held."""

import sqlalchemy as sa

from domain.courses import CourseState
from domain.institutions import EntitlementState
from domain.regions import RegionLevel
from persistence.courses.policies import published_course
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.history.shape import HISTORY
from persistence.institutions.search import near_sites
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    TODAY,
    contains_indexed,
    equals,
    from_day,
    holds,
    level_of,
    one_of_values,
    overlaps,
    refers_to,
    to_day,
    within,
)
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Join,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    referenced_by,
    references,
)
from persistence.reading.viewer import Value
from persistence.standings.shape import is_stopped

of_course = referenced_by("course_id")


def is_held_in(row: Row, value: Value) -> Predicate:
    """Where it is held: at its site, or without one where its institution is registered."""
    if value.decide(level_of) is RegionLevel.NATION:
        return sa.true()
    site, institution = alias_of(Site.__table__), alias_of(Institution.__table__)
    condition = within("region_code")
    sites = sa.select(site.c.id).where(condition(site, value))
    owners = sa.select(institution.c.id).where(condition(institution, value))
    return sa.or_(
        row.c.site_id.in_(sites), sa.and_(row.c.site_id.is_(None), row.c.institution_id.in_(owners))
    )


def is_held_near(row: Row, value: Value) -> Predicate:
    return row.c.site_id.in_(near_sites(value, "id"))


def is_enrolling(row: Row) -> Predicate:
    """Published, and not begun: on its first day it still is; what it rests on is in force, and its
    institution's enrolment is not stopped."""
    is_published = sa.cast(row.c.state, sa.Text) == sa.literal_column(
        f"'{CourseState.PUBLISHED.value}'"
    )
    entitlement = alias_of(Entitlement.__table__)
    is_active = sa.cast(entitlement.c.state, sa.Text) == sa.literal_column(
        f"'{EntitlementState.ACTIVE.value}'"
    )
    rests = sa.exists().where(entitlement.c.id == row.c.entitlement_id, is_active)
    return sa.and_(
        is_published,
        row.c.starts_on >= TODAY,
        rests.correlate(row),
        sa.not_(is_stopped(row.c.institution_id)),
    )


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
            "text": contains_indexed("title"),
            "regionCode": is_held_in,
            "near": is_held_near,
            "chargesFromFen": lambda row, value: row.c.charges_fen >= value.bind(sa.BigInteger()),
            "chargesToFen": lambda row, value: row.c.charges_fen <= value.bind(sa.BigInteger()),
            "isEnrolling": holds(is_enrolling),
        },
        planned_for=frozenset({"text", "chargesFromFen", "chargesToFen"}),
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
