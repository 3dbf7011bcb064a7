"""Courses of the autumn of 2026 with their fees and hours, and teachers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, Rows
from domain.courses import ClassTime, FeeItem
from domain.identity_numbers import check_digit
from domain.institutions import Delivery
from persistence.courses.table import ClassTime as ClassTimeRow
from persistence.courses.table import Course
from persistence.courses.table import FeeItem as FeeItemRow
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.keys import Keys
from persistence.teachers.table import Teacher

FIRST_DAY, LAST_DAY = dt.date(2026, 9, 7), dt.date(2026, 12, 25)
LESSONS_A_DAY = 2


def course(
    rows: Rows,
    trainer: DemoInstitution,
    drafted: dt.datetime,
    fee_items: Sequence[FeeItem],
    class_times: Sequence[ClassTime],
    *,
    title: str,
    is_draft: bool,
    **values: Any,
) -> Row:
    """A course with its fees and hours, as its institution's licence allows."""
    delivery = trainer.entitlement["delivery"]
    is_online = delivery is Delivery.ONLINE
    course = rows.add_at(
        Course,
        drafted,
        institution_id=trainer.institution["id"],
        site_id=None if is_online else trainer.sites[0]["id"],
        entitlement_id=None if is_draft else trainer.entitlement["id"],
        title=f"{title}（2026秋）",
        subject_kind=trainer.institution["subject_kind"],
        category=trainer.category,
        delivery=delivery,
        introduction=f"每周{len(class_times)}次，每次{LESSONS_A_DAY}课时，小班教学。",
        lesson_minutes=30 if is_online else 40,
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        created_at=drafted,
        **values,
    )
    rows.add_each(FeeItemRow, drafted, fee_items, course_id=course["id"])
    rows.add_each(ClassTimeRow, drafted, class_times, course_id=course["id"])
    return course


def teacher(
    rows: Rows,
    trainer: DemoInstitution,
    resident_id: str,
    keys: Keys,
    entered: dt.datetime,
    **values: Any,
) -> Row:
    id, plain = rows.key(entered), resident_id.encode()
    return rows.add(
        Teacher,
        id=id,
        institution_id=trainer.institution["id"],
        resident_id_hash=keys.hash(RESIDENT_ID, plain),
        resident_id_sealed=keys.seal(RESIDENT_ID, plain, bound_to=id.bytes),
        created_at=entered,
        **values,
    )


def resident_id(province: str, born: dt.date) -> str:
    """A number with a right check digit that is nobody's: of the code of a whole province, where
    numbers are given out by counties, and with the sequence 000, where counting begins at 001."""
    body = f"{province}{born:%Y%m%d}000"
    return body + check_digit(body)
