"""Courses, what they cost and when they are held."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.courses import ChargeBasis, CourseState, Stage, Weekday
from domain.institutions import Category, Delivery, SubjectKind
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine.identifiers import new_key
from tests.factories import NOW


def course(institution_id: UUID, **facts: Any) -> Course:
    return Course(
        **{
            "id": new_key(),
            "institution_id": institution_id,
            "title": "初二数学",
            "subject_kind": SubjectKind.SUBJECT,
            "category": Category.ACADEMIC,
            "delivery": Delivery.OFFLINE,
            "stages": [Stage.JUNIOR_SECONDARY],
            "class_hour_count": 30,
            "lesson_minutes": 45,
            "starts_on": dt.date(2026, 11, 23),
            "ends_on": dt.date(2026, 12, 31),
            "skipped_on": [],
            "state": CourseState.PUBLISHED,
            "published_at": NOW,
            "version": 1,
            **facts,
        }
    )


def fee_item(course_id: UUID, **facts: Any) -> FeeItem:
    """Of a whole course, by class hours."""
    return FeeItem(
        **{
            "id": new_key(),
            "course_id": course_id,
            "position": 1,
            "name": "学费",
            "basis": ChargeBasis.CLASS_HOUR,
            "amount_fen": 300_000,
            "class_hours": 30,
            **facts,
        }
    )


def class_time(course_id: UUID, **facts: Any) -> ClassTime:
    return ClassTime(
        **{
            "id": new_key(),
            "course_id": course_id,
            "position": 1,
            "weekday": Weekday.TUESDAY,
            "starts_at": dt.time(18, 30),
            "ends_at": dt.time(20, 0),
            **facts,
        }
    )
