"""Requests for recusal, and officers of case visits replaced by named ones."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections import assignments as rules
from domain.refusals import InvalidInput
from domain.registries.terms import RecusalGround
from domain.visits.recusal_requests import ContestedVisit
from persistence.accounts import writes as accounts
from persistence.authorities.table import Authority
from persistence.draws.replacements import Approval
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.inspections import assignments
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection, InspectionAssignment
from persistence.registries.table import Recusal
from persistence.visits.policies import can_see_recusal_request
from persistence.visits.table import RecusalRequest


async def claim(session: AsyncSession, actor: Actor, request_id: UUID) -> RecusalRequest:
    return await claim_visible(session, actor, RecusalRequest, can_see_recusal_request, request_id)


async def visit_of(session: AsyncSession, request_id: UUID) -> UUID | None:
    """The visit that a request is about, neither locked."""
    statement = sa.select(RecusalRequest.inspection_id).where(RecusalRequest.id == request_id)
    return await session.scalar(statement)


async def facts(session: AsyncSession, inspection: Inspection) -> ContestedVisit:
    return ContestedVisit(
        inspection.state,
        inspection.authority_id,
        inspection.institution_id,
        inspection.noticed_at is not None,
        frozenset(await inspections.team(session, inspection)),
    )


async def stand(
    session: AsyncSession, inspection: Inspection, request: RecusalRequest, approval: Approval
) -> None:
    """Keep the officer away from the institution from now on, unless that stands already."""
    live = sa.exists().where(
        Recusal.officer_id == request.officer_id,
        Recusal.institution_id == inspection.institution_id,
        Recusal.lifted_at.is_(None),
    )
    if await session.scalar(sa.select(live)):
        return
    session.add(
        Recusal(
            id=new_key(),
            officer_id=request.officer_id,
            institution_id=inspection.institution_id,
            ground=request.ground or RecusalGround.OTHER_INTEREST,
            declared_by=approval.by,
            declared_at=approval.at,
        )
    )


async def replace_named(
    session: AsyncSession,
    actor: Actor,
    inspection: Inspection,
    outgoing_id: UUID,
    incoming_id: UUID,
    approval: Approval,
) -> UUID:
    """Send the officer whom the head names to a claimed case visit, to lead it if the other did.

    NotFound for an officer beyond the actor's sight; what keeps an officer from being named.
    """
    live = (
        await session.scalars(
            sa.select(InspectionAssignment)
            .where(
                InspectionAssignment.inspection_id == inspection.id,
                InspectionAssignment.replaced_at.is_(None),
            )
            .with_for_update()
        )
    ).all()
    if any(each.officer_id == incoming_id for each in live):
        zh, en = "已是本次检查人员", "is already an officer of this visit"
        raise InvalidInput.of("incomingOfficerId", zh, en)
    (going,) = (each for each in live if each.officer_id == outgoing_id)
    authority = await session.get(Authority, inspection.authority_id)
    assert authority is not None
    (candidate,) = await assignments.candidates(
        session, actor, [incoming_id], inspection.institution_id
    )
    rules.refuse_unfit(
        candidate,
        office=accounts.office(authority),
        window_from=inspection.window_from,
        window_to=inspection.window_to,
        leads=going.is_leader,
        by=actor,
    )
    going.replaced_at, going.replacement_reason = approval.at, approval.reason
    going.replacement_approved_by = approval.by
    # One leader at a time, also between two statements.
    await session.flush()
    session.add(
        InspectionAssignment(
            id=new_key(),
            inspection_id=inspection.id,
            officer_id=incoming_id,
            is_leader=going.is_leader,
            assigned_at=approval.at,
        )
    )
    inspection.version += 1
    await session.flush()
    return incoming_id
