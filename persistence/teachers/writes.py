"""Teachers for writing: claims, and the education offices' list of in-service school teachers."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain import teachers as rules
from domain.actors import Actor
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.teachers.policies import employed_teacher
from persistence.teachers.table import InServiceTeacher, Teacher

violations.means("uq_teachers_employed_once", rules.TeacherAlreadyEmployed)
violations.UNREACHABLE.update(
    {
        "ck_teachers_*": "words are GraphQL enum members; days and permits are checked by"
        " domain.teachers",
    }
)


async def claim(session: AsyncSession, actor: Actor, teacher_id: UUID) -> Teacher:
    """Lock one employment for the rest of the transaction."""
    return await claim_visible(session, actor, Teacher, employed_teacher, teacher_id)


async def is_listed_in_service(session: AsyncSession, identity_hash: bytes) -> bool:
    """Whether an education office lists this identity as an in-service school teacher."""
    return await session.get(InServiceTeacher, identity_hash) is not None


async def is_employed(session: AsyncSession, institution_id: UUID, identity_hash: bytes) -> bool:
    """Whether the institution employs this identity now."""
    found = sa.select(Teacher.id).where(
        Teacher.institution_id == institution_id,
        Teacher.resident_id_hash == identity_hash,
        Teacher.employed_to.is_(None),
    )
    return await session.scalar(found.limit(1)) is not None


async def list_in_service(
    session: AsyncSession,
    identity_hashes: Collection[bytes],
    *,
    region_code: str,
    listed_on: dt.date,
) -> int:
    """Add to the list what is not on it; the number added."""
    if not identity_hashes:
        return 0
    rows = [
        {"resident_id_hash": each, "region_code": region_code, "listed_on": listed_on}
        for each in identity_hashes
    ]
    added = insert(InServiceTeacher).on_conflict_do_nothing().values(rows)
    returned = await session.scalars(added.returning(sa.literal(1)))
    return len(returned.all())
