"""The registries for writing: objects, stops, recusals, and what risk is made of."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.refusals import NotFound
from domain.registries.recusals import RecusalStands, Subject
from persistence.authorities.table import Officer
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.institutions.table import Institution
from persistence.registries.policies import can_see_recusal, object_in_scope, stop_in_scope
from persistence.registries.table import ObjectStop, Recusal

violations.means("uq_recusals_live", RecusalStands)
violations.UNREACHABLE["ck_recusals_*"] = "words are enums; lifting writes both"
violations.UNREACHABLE["ck_object_stops_*"] = "words are enums; the rule of stopping keeps the days"
violations.UNREACHABLE["ck_risk_assessments_*"] = "written by the job from enums"


async def object_of(session: AsyncSession, actor: Actor, institution_id: UUID) -> Institution:
    """Lock an object of the registry. Raises NotFound for one beyond the actor's scope."""
    return await claim_visible(session, actor, Institution, object_in_scope, institution_id)


async def stop(session: AsyncSession, actor: Actor, stop_id: UUID) -> ObjectStop:
    return await claim_visible(session, actor, ObjectStop, stop_in_scope, stop_id)


async def recusal(session: AsyncSession, actor: Actor, recusal_id: UUID) -> Recusal:
    return await claim_visible(session, actor, Recusal, can_see_recusal, recusal_id)


async def subject(session: AsyncSession, officer_id: UUID) -> Subject:
    """The officer a recusal is about. Raises NotFound."""
    officer = await session.get(Officer, officer_id)
    if officer is None:
        raise NotFound
    return Subject(officer.id, officer.authority_id)


async def exists(session: AsyncSession, institution_id: UUID) -> None:
    """Raise NotFound for an institution that is none."""
    if not await session.scalar(sa.select(sa.exists().where(Institution.id == institution_id))):
        raise NotFound


async def live_recusals(
    session: AsyncSession, officer_ids: Sequence[UUID]
) -> list[tuple[UUID, UUID]]:
    """Pairs of officer and institution that stand."""
    statement = sa.select(Recusal.officer_id, Recusal.institution_id).where(
        Recusal.officer_id.in_(officer_ids), Recusal.lifted_at.is_(None)
    )
    return [
        (officer_id, institution_id)
        for officer_id, institution_id in await session.execute(statement)
    ]
