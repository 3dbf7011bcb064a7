"""Orders that were not kept: overdue by the calendar, failed at the re-inspection; each is proposed
to a person, who decides what follows."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import InspectionState
from domain.rectification import measures, rechecks
from domain.rectification.terms import EscalationCause, EscalationState, OrderState
from domain.rectification.transitions import ORDER
from domain.transitions import transition
from persistence.engine import audit, outbox, transitions
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from persistence.rectification import writes as rectification
from persistence.rectification.table import CorrectionOrder, EscalationProposal

GRACE = dt.timedelta(days=1)
"""An order that a phone held back is not overdue before it has been here for a day."""


async def propose(
    session: AsyncSession, order: CorrectionOrder, cause: EscalationCause, *, at: dt.datetime
) -> UUID | None:
    """Propose the mildest measure of the institution's regime; None where one waits already."""
    waiting = sa.exists().where(
        EscalationProposal.order_id == order.id,
        EscalationProposal.state == EscalationState.PROPOSED,
    )
    if await session.scalar(sa.select(waiting)):
        return None
    chosen = measures.proposed(await rectification.kinds_of(session, order))
    proposal = EscalationProposal(
        id=new_key(),
        order_id=order.id,
        institution_id=order.institution_id,
        authority_id=order.authority_id,
        authority_region_code=order.authority_region_code,
        region_code=order.region_code,
        sector=order.sector,
        cause=cause,
        measure=chosen.measure,
        basis=chosen.basis,
        state=EscalationState.PROPOSED,
        proposed_at=at,
        version=1,
    )
    session.add(proposal)
    transitions.record(
        session,
        "EscalationProposal",
        proposal.id,
        from_state=None,
        to_state=EscalationState.PROPOSED,
        event="propose",
        by=None,
    )
    return proposal.id


async def pass_overdue(
    database: Database, *, now: dt.datetime, today: dt.date
) -> list[CorrectionOrder]:
    """Mark every order that was not answered in time, each in a transaction of its own; done again,
    it finds none."""
    passed: list[CorrectionOrder] = []
    while True:
        async with database.writing() as session:
            order = await session.scalar(
                sa.select(CorrectionOrder)
                .where(
                    CorrectionOrder.state == OrderState.ISSUED,
                    CorrectionOrder.due_on < today,
                    CorrectionOrder.received_at < now - GRACE,
                )
                .order_by(CorrectionOrder.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if order is None:
                return passed
            await _pass(session, order, now)
            passed.append(order)


async def lapse_rechecks(database: Database, *, today: dt.date) -> list[CorrectionOrder]:
    """Cancel every re-inspection that was not held, each in a transaction of its own, so that its
    order can be accepted or re-inspected again."""
    lapsed: list[CorrectionOrder] = []
    while True:
        async with database.writing() as session:
            order = await session.scalar(
                sa.select(CorrectionOrder)
                .join(Inspection, Inspection.id == CorrectionOrder.recheck_inspection_id)
                .where(
                    CorrectionOrder.state == OrderState.RECHECK_PLANNED,
                    sa.or_(
                        Inspection.state == InspectionState.VOIDED,
                        sa.and_(
                            Inspection.state == InspectionState.TO_ENTER,
                            Inspection.window_to < rechecks.lapsed_before(today),
                        ),
                    ),
                )
                .order_by(CorrectionOrder.id)
                .limit(1)
                .with_for_update(of=[CorrectionOrder, Inspection], skip_locked=True)
            )
            if order is None:
                return lapsed
            if not await rectification.is_last_recheck_known(session, order):
                order.undisclosed_steps += 2
            _move(session, order, "lapse")
            audit.record(session, "order.recheck_lapsed", by=None, on=order.id)
            lapsed.append(order)


async def _pass(session: AsyncSession, order: CorrectionOrder, now: dt.datetime) -> None:
    _move(session, order, "pass_due")
    await propose(session, order, EscalationCause.OVERDUE, at=now)
    audit.record(session, "order.overdue", by=None, on=order.id)
    outbox.add(session, "order.overdue", about=order.id, order_id=str(order.id))


def _move(session: AsyncSession, order: CorrectionOrder, event: str) -> None:
    """Done by the calendar: no actor."""
    to_state = transition(ORDER, order.state, event)
    transitions.record(
        session,
        "CorrectionOrder",
        order.id,
        from_state=order.state,
        to_state=to_state,
        event=event,
        by=None,
    )
    order.record_state(to_state)
