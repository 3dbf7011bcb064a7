"""Courses for writing: claims from what the actor may see, and what rules ask of them."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.courses import Vacation
from domain.refusals import NotFound
from domain.regions import NATION
from persistence.courses.policies import published_course
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.institutions.table import Institution
from persistence.regions.table import SchoolVacation

violations.UNREACHABLE.update(
    {
        "ck_courses_*": "words are GraphQL enum members; days, hours and stamps follow from"
        " domain.courses",
        "ck_fee_items_*": "words are GraphQL enum members; amounts and quantities are checked by"
        " domain.courses.fees",
        "uq_fee_items_course_id_position": "positions are counted",
        "ck_class_times_*": "words are GraphQL enum members; the order is checked by"
        " domain.courses",
        "uq_class_times_course_id_position": "positions are counted",
        "ck_school_vacations_*": "no input writes vacations",
    }
)


async def claim(session: AsyncSession, actor: Actor, course_id: UUID) -> Course:
    """Lock one course for the rest of the transaction."""
    return await claim_visible(session, actor, Course, published_course, course_id)


async def owner_of(session: AsyncSession, course_id: UUID) -> UUID:
    found = await session.scalar(sa.select(Course.institution_id).where(Course.id == course_id))
    if found is None:
        raise NotFound
    return found


async def parts_of(session: AsyncSession, course_id: UUID) -> tuple[list[FeeItem], list[ClassTime]]:
    """What a claimed course charges, and when it is held, each in order."""
    fees = sa.select(FeeItem).where(FeeItem.course_id == course_id).order_by(FeeItem.position)
    times = sa.select(ClassTime).where(ClassTime.course_id == course_id)
    return (
        list(await session.scalars(fees)),
        list(await session.scalars(times.order_by(ClassTime.position))),
    )


async def replace_class_times(
    session: AsyncSession, course_id: UUID, class_times: list[ClassTime]
) -> None:
    await session.execute(sa.delete(ClassTime).where(ClassTime.course_id == course_id))
    session.add_all(class_times)


async def institution_of(session: AsyncSession, course: Course) -> Institution:
    return await session.get_one(Institution, course.institution_id)


async def vacations(session: AsyncSession, region_code: str, until: dt.date) -> list[Vacation]:
    """The vacations that hold in a region up to a day: its own, and those of the regions above."""
    chain = {region_code, f"{region_code[:4]}00", f"{region_code[:2]}0000", NATION}
    statement = (
        sa.select(SchoolVacation)
        .where(SchoolVacation.region_code.in_(chain), SchoolVacation.first_day <= until)
        .order_by(SchoolVacation.first_day, SchoolVacation.id)
    )
    return [
        Vacation(row.first_day, row.last_day, row.name) for row in await session.scalars(statement)
    ]
