"""Correction orders for writing: claims that start from what the actor may see, and what others ask."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.institutions.terms import InstitutionKind
from domain.rectification.terms import OrderState
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.inspections.table import Inspection, InspectionAssignment
from persistence.institutions.table import Institution
from persistence.rectification.policies import can_see_order, can_see_proposal
from persistence.rectification.table import CorrectionOrder, EscalationProposal, RectificationReport

violations.UNREACHABLE.update(
    {
        "ck_correction_orders_*": "words are enums; the rules of ordering refuse days out of order,"
        " the rest is kept by the row's own methods",
        "uq_rectification_reports_order_id_position": "the order is locked while reports are counted",
        "ck_escalation_proposals_*": "the rule refuses a dismissal without a reason; the rest is"
        " kept where it is decided",
        "uq_escalation_proposals_open": "the order is locked while it is asked for an open one",
    }
)


async def claim(session: AsyncSession, actor: Actor, order_id: UUID) -> CorrectionOrder:
    """Lock one order for the rest of the transaction."""
    return await claim_visible(session, actor, CorrectionOrder, can_see_order, order_id)


async def claim_proposal(
    session: AsyncSession, actor: Actor, proposal_id: UUID
) -> tuple[EscalationProposal, CorrectionOrder]:
    """Lock what was proposed and the order it is about; the order first, as all transactions do."""
    order = (
        sa.select(CorrectionOrder)
        .join(EscalationProposal, EscalationProposal.order_id == CorrectionOrder.id)
        .where(EscalationProposal.id == proposal_id)
        .with_for_update(of=CorrectionOrder)
    )
    locked = (await session.scalars(order)).one_or_none()
    proposal = await claim_visible(
        session, actor, EscalationProposal, can_see_proposal, proposal_id
    )
    assert locked is not None
    return proposal, locked


async def claim_rechecked(session: AsyncSession, inspection_id: UUID) -> CorrectionOrder | None:
    """Lock the order that waits for this re-inspection, if one does."""
    statement = sa.select(CorrectionOrder).where(
        CorrectionOrder.recheck_inspection_id == inspection_id,
        CorrectionOrder.state == OrderState.RECHECK_PLANNED,
    )
    return await session.scalar(statement.with_for_update())


async def open_orders(session: AsyncSession, inspection_id: UUID) -> int:
    """How many orders of a visit are not closed."""
    statement = sa.select(sa.func.count()).where(
        CorrectionOrder.inspection_id == inspection_id,
        CorrectionOrder.state != OrderState.CLOSED,
    )
    return await session.scalar(statement) or 0


async def ever_sent(session: AsyncSession, order: CorrectionOrder) -> frozenset[UUID]:
    """All officers of the visit at which it was ordered, replaced ones included."""
    statement = sa.select(InspectionAssignment.officer_id).where(
        InspectionAssignment.inspection_id == order.inspection_id
    )
    return frozenset(await session.scalars(statement))


async def took_part(session: AsyncSession, order: CorrectionOrder) -> frozenset[UUID]:
    """All officers of the visit and of the re-inspection planned last: none of them judges the order."""
    statement = sa.select(InspectionAssignment.officer_id).where(
        InspectionAssignment.inspection_id.in_((order.inspection_id, order.recheck_inspection_id))
    )
    return frozenset(await session.scalars(statement))


async def first_team(session: AsyncSession, inspection_id: UUID) -> frozenset[UUID]:
    """All officers ever sent to the visit that this one re-inspects; empty for other visits."""
    statement = (
        sa.select(InspectionAssignment.officer_id)
        .join(CorrectionOrder, CorrectionOrder.inspection_id == InspectionAssignment.inspection_id)
        .where(CorrectionOrder.recheck_inspection_id == inspection_id)
    )
    return frozenset(await session.scalars(statement))


async def is_last_recheck_known(session: AsyncSession, order: CorrectionOrder) -> bool:
    """Whether the institution had notice of the re-inspection planned last."""
    statement = sa.select(Inspection.noticed_at).where(Inspection.id == order.recheck_inspection_id)
    return await session.scalar(statement) is not None


async def visit_of(session: AsyncSession, order: CorrectionOrder) -> Inspection:
    """The visit at which it was ordered, not locked."""
    return await session.get_one(Inspection, order.inspection_id)


async def next_report(session: AsyncSession, order: CorrectionOrder) -> int:
    statement = sa.select(sa.func.count()).where(RectificationReport.order_id == order.id)
    return (await session.scalar(statement) or 0) + 1


async def kinds_of(session: AsyncSession, order: CorrectionOrder) -> frozenset[InstitutionKind]:
    """What the institution is, and so the rules it is under."""
    kinds = await session.scalar(
        sa.select(Institution.kinds).where(Institution.id == order.institution_id)
    )
    return frozenset(InstitutionKind[kind] for kind in kinds or ())
