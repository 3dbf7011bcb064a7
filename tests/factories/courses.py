"""Courses, what they cost and when they are held."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.courses import ChargeBasis, CourseState, Stage, Weekday
from domain.institutions import Category, Delivery, SubjectKind
from persistence.courses.table import ClassTime, Course, FeeItem
from tests.factories import NOW, row


def course(institution_id: UUID, **facts: Any) -> Course:
    return row(
        Course,
        facts,
        institution_id=institution_id,
        title="初二数学",
        subject_kind=SubjectKind.SUBJECT,
        category=Category.ACADEMIC,
        delivery=Delivery.OFFLINE,
        stages=[Stage.JUNIOR_SECONDARY],
        class_hour_count=30,
        lesson_minutes=45,
        starts_on=dt.date(2026, 11, 23),
        ends_on=dt.date(2026, 12, 31),
        skipped_on=[],
        state=CourseState.PUBLISHED,
        published_at=NOW,
        version=1,
    )


def fee_item(course_id: UUID, **facts: Any) -> FeeItem:
    """Of a whole course, by class hours."""
    return row(
        FeeItem,
        facts,
        course_id=course_id,
        position=1,
        name="学费",
        basis=ChargeBasis.CLASS_HOUR,
        amount_fen=300_000,
        class_hours=30,
    )


def class_time(course_id: UUID, **facts: Any) -> ClassTime:
    return row(
        ClassTime,
        facts,
        course_id=course_id,
        position=1,
        weekday=Weekday.TUESDAY,
        starts_at=dt.time(18, 30),
        ends_at=dt.time(20, 0),
    )
