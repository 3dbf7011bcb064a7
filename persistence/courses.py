"""Courses for writing: claims that start from what the actor may see."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from persistence.claiming import claimed
from persistence.reading.policies import published_course
from persistence.tables.courses import Course
from persistence.tables.institutions import Institution


async def claim(session: AsyncSession, actor: Actor, course_id: UUID) -> Course:
    """Lock one course for the rest of the transaction."""
    return await claimed(session, actor, Course, published_course, course_id)


async def institution_of(session: AsyncSession, course: Course) -> Institution:
    found = await session.scalar(
        sa.select(Institution).where(Institution.id == course.institution_id)
    )
    assert found is not None
    return found
