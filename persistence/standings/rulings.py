"""Rulings for writing, and what has to be looked at again."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.rectification.terms import EscalationMeasure, EscalationState, OrderState
from domain.standings.effects import EFFECTS
from domain.standings.rulings import RulingNoticed
from domain.standings.terms import RulingState
from persistence.authorities.table import Authority
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.rectification import writes as rectification
from persistence.rectification.table import CorrectionOrder, EscalationProposal
from persistence.standings.policies import can_see_ruling
from persistence.standings.table import Ruling, RulingStep, Standing, StandingEnd

violations.UNREACHABLE["ck_rulings_*"] = (
    "words are enums; the rest is kept by the row's own methods"
)
violations.UNREACHABLE["ck_ruling_steps_*"] = "words are enums"
violations.UNREACHABLE["uq_rulings_noticed"] = "the institution is locked while one is looked for"
_LASTING = [measure for measure, effect in EFFECTS.items() if effect.until_order_closed]


async def claim(session: AsyncSession, actor: Actor, ruling_id: UUID) -> Ruling:
    """Lock one ruling for the rest of the transaction. Raises NotFound."""
    return await claim_visible(session, actor, Ruling, can_see_ruling, ruling_id)


async def claim_order(session: AsyncSession, ruling_id: UUID) -> CorrectionOrder | None:
    """Lock the order from which a ruling came, before the ruling, as who closes the order does."""
    order = (
        sa.select(CorrectionOrder)
        .join(EscalationProposal, EscalationProposal.order_id == CorrectionOrder.id)
        .join(Ruling, Ruling.proposal_id == EscalationProposal.id)
        .where(Ruling.id == ruling_id)
    )
    return await session.scalar(order.with_for_update(of=CorrectionOrder))


async def officers(session: AsyncSession, order: CorrectionOrder | None) -> frozenset[UUID]:
    return frozenset() if order is None else await rectification.took_part(session, order)


def would_not_end(ruling: Ruling, order: CorrectionOrder | None) -> bool:
    """Whether it is to hold until an order is closed that is closed already."""
    is_closed = order is not None and order.state is OrderState.CLOSED
    return is_closed and EFFECTS[ruling.measure].until_order_closed


async def steps(session: AsyncSession, ruling: Ruling) -> list[RulingStep]:
    found = sa.select(RulingStep).where(RulingStep.ruling_id == ruling.id)
    return list(await session.scalars(found.order_by(RulingStep.entered_at, RulingStep.id)))


async def refuse_noticed(
    session: AsyncSession, institution_id: UUID, measure: EscalationMeasure
) -> None:
    """Raise RulingNoticed where the same measure waits to be decided; the institution is locked."""
    found = sa.select(Ruling).where(
        Ruling.institution_id == institution_id,
        Ruling.measure == measure,
        Ruling.state == RulingState.NOTICED,
    )
    noticed = await session.scalar(found)
    if noticed is not None:
        raise RulingNoticed(noticed.facts_with(()).noticed_on)


async def ruling_of(session: AsyncSession, standing_id: UUID) -> UUID | None:
    """The ruling by which something was decided, where it was by one."""
    return await session.scalar(sa.select(Standing.ruling_id).where(Standing.id == standing_id))


async def region_of(session: AsyncSession, authority_id: UUID) -> str:
    found = sa.select(Authority.region_code).where(Authority.id == authority_id)
    return (await session.scalars(found)).one()


async def lasting_until_closed(
    session: AsyncSession, order_id: UUID, today: dt.date
) -> Collection[UUID]:
    """What holds until this order is closed, and was not ended by today."""
    found = (
        sa.select(Standing.id)
        .join(Ruling, Ruling.id == Standing.ruling_id)
        .join(EscalationProposal, EscalationProposal.id == Ruling.proposal_id)
        .outerjoin(StandingEnd, StandingEnd.standing_id == Standing.id)
        .where(
            EscalationProposal.order_id == order_id,
            Ruling.measure.in_(_LASTING),
            sa.or_(StandingEnd.standing_id.is_(None), StandingEnd.ended_on > today),
        )
    )
    return set(await session.scalars(found))


async def adopted(
    session: AsyncSession, actor: Actor, proposal_id: UUID
) -> tuple[EscalationProposal, CorrectionOrder]:
    """A measure adopted earlier, that a ruling is to carry out; locked with its order."""
    return await rectification.claim_proposal(session, actor, proposal_id)


async def look_again(session: AsyncSession, inspection_id: UUID, on: dt.date) -> None:
    """Have somebody look again at the measures that followed from a visit whose result was wrong: nothing
    that was decided ends by itself."""
    orders = sa.select(CorrectionOrder.id).where(
        sa.or_(
            CorrectionOrder.inspection_id == inspection_id,
            CorrectionOrder.recheck_inspection_id == inspection_id,
        )
    )
    await session.execute(
        sa.update(EscalationProposal)
        .where(
            EscalationProposal.order_id.in_(orders),
            EscalationProposal.state == EscalationState.ADOPTED,
            EscalationProposal.has_effect,
        )
        .values(review_due_on=on, version=EscalationProposal.version + 1)
    )


async def settle_reviews(session: AsyncSession, *of: sa.ColumnElement[bool]) -> None:
    """What was to be looked at again has been decided on."""
    await session.execute(
        sa.update(EscalationProposal)
        .where(EscalationProposal.review_due_on.is_not(None), *of)
        .values(review_due_on=None, version=EscalationProposal.version + 1)
    )
