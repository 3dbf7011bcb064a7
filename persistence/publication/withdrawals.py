"""A result taken out of the public: every version of it, what was asked about it, and the outlets."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import InspectionState, RepairStatus
from domain.publication import documents, withdrawals
from domain.publication.terms import (
    ObjectionState,
    PublicationState,
    RepairState,
    WithdrawalGround,
)
from domain.publication.transitions import OBJECTION, OUTLET, REPAIR
from domain.publication.withdrawals import Withdrawal
from domain.transitions import transition
from persistence.engine import audit, outbox, transitions
from persistence.engine.database import Database
from persistence.inspections import publish_result
from persistence.inspections.table import Inspection, PublicRecord
from persistence.publication import writes as publication
from persistence.publication.table import Publication
from persistence.reading import ids

TOPIC = "publication.withdrawn"
_EACH_TIME = 500


@dataclass(frozen=True, slots=True)
class By:
    """Who withdraws; None for the calendar."""

    account_id: UUID | None
    at: dt.datetime


async def withdraw(
    session: AsyncSession, inspection: Inspection, decision: Withdrawal, *, by: By
) -> None:
    """Withdraw a locked visit's result with all that stands beside it, and leave the traces."""
    transitions.record(
        session,
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=decision.state,
        event=decision.event,
        by=by.account_id,
        ground=decision.ground,
    )
    inspection.record_state(decision.state)
    versions = await publish_result.versions(session, inspection.id)
    for version in versions:
        if version.withdrawn_at is None:
            version.withdrawn_at, version.withdrawal_ground = by.at, decision.ground
        if decision.ground is WithdrawalGround.REPAIRED:
            version.repair_status = RepairStatus.GRANTED
    await _settle(session, inspection, by)
    await _notify_outlets(session, inspection, versions, decision.ground, by)


async def take_back(session: AsyncSession, inspection: Inspection, *, by: By) -> Sequence[UUID]:
    """Withdraw the earlier versions of a locked visit's result that show what the one that counts
    withholds; their keys. What may not be public is not to be had from the version before."""
    *before, current = await publish_result.versions(session, inspection.id)
    ground = WithdrawalGround.NOT_TO_BE_PUBLISHED
    versions = [
        version
        for version in before
        if version.withdrawn_at is None
        and not set(current.withheld_violation_codes).isdisjoint(version.violation_codes)
    ]
    for version in versions:
        version.withdrawn_at, version.withdrawal_ground = by.at, ground
    if versions:
        await _notify_outlets(session, inspection, versions, ground, by)
    return [version.id for version in versions]


async def _settle(session: AsyncSession, inspection: Inspection, by: By) -> None:
    """What was still asked about the record is moot."""
    if objection := await publication.open_objection(session, inspection.id):
        state = transition(OBJECTION, objection.state, "record_withdrawn")
        _moved(session, "Objection", objection.id, objection.state, state, "record_withdrawn", by)
        assert state is ObjectionState.MOOT
        objection.record_decision(state, at=by.at, by=None, reason=None)
    if repair := await publication.open_repair(session, inspection.id):
        moot = transition(REPAIR, repair.state, "record_withdrawn")
        _moved(session, "RepairRequest", repair.id, repair.state, moot, "record_withdrawn", by)
        assert moot is RepairState.MOOT
        repair.record_decision(moot, at=by.at, by=None, reason=None)


async def _notify_outlets(
    session: AsyncSession,
    inspection: Inspection,
    versions: Sequence[PublicRecord],
    ground: WithdrawalGround,
    by: By,
) -> None:
    """What waits is cancelled; what an outlet may have is asked back."""
    waiting = sa.select(Publication).where(
        Publication.public_record_id.in_([version.id for version in versions]),
        Publication.state == PublicationState.PENDING,
    )
    for row in await session.scalars(waiting):
        state = transition(OUTLET, row.state, "cancel")
        _moved(session, "Publication", row.id, row.state, state, "cancel", by)
        row.state = state
    record_ids = [ids.write("PublicRecord", version.id) for version in versions]
    outbox.add(
        session,
        TOPIC,
        about=inspection.id,
        document=documents.of_withdrawal(record_ids, ground, at=by.at),
    )


def _moved(
    session: AsyncSession, entity: str, id: UUID, before: str, after: str, event: str, by: By
) -> None:
    transitions.record(
        session, entity, id, from_state=before, to_state=after, event=event, by=by.account_id
    )


async def expire_due(database: Database, *, now: dt.datetime, today: dt.date) -> int:
    """Withdraw what has been public long enough (X60) and return how many. Idempotent.
    A result being corrected waits for its correction: since its last day
    is over, it is not visible in the meantime."""
    count = 0
    while some := await _expire_some(database, now, today):
        count += some
    return count


async def _expire_some(database: Database, now: dt.datetime, today: dt.date) -> int:
    async with database.writing() as session:
        over = (
            sa.select(Inspection, PublicRecord.expires_on)
            .join(PublicRecord, PublicRecord.inspection_id == Inspection.id)
            .where(
                PublicRecord.superseded_at.is_(None),
                PublicRecord.withdrawn_at.is_(None),
                PublicRecord.expires_on < today,
                Inspection.state.in_((InspectionState.PUBLISHED, InspectionState.CORRECTED)),
            )
            .order_by(Inspection.id)
            .limit(_EACH_TIME)
            .with_for_update(of=Inspection, skip_locked=True)
        )
        found = (await session.execute(over)).all()
        for inspection, expires_on in found:
            decision = withdrawals.expire(inspection.state, expires_on=expires_on, today=today)
            assert decision is not None
            await withdraw(session, inspection, decision, by=By(None, now))
            audit.record(session, "result.expired", by=None, on=inspection.id)
        return len(found)
