"""A result taken out of the public: every version of it, what was asked about it, and the outlets."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import InspectionState, RepairStatus
from domain.moments import day_of
from domain.publication import documents, withdrawals
from domain.publication.publish_result import Withheld
from domain.publication.terms import (
    ObjectionState,
    Outlet,
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
from persistence.publication.table import Objection, Publication, RepairRequest
from persistence.reading import ids
from persistence.registries import risk

TOPIC = "publication.withdrawn"
CREDIT_TOPIC = "publication.enterprise_credit"
_EACH_TIME = 500


@dataclass(frozen=True, slots=True)
class By:
    """Who withdraws; None for the calendar."""

    account_id: UUID | None
    at: dt.datetime


async def withdraw(
    session: AsyncSession, inspection: Inspection, decision: Withdrawal, *, by: By
) -> None:
    """Withdraw a locked visit's result with all that stands beside it, and leave the traces. `stop_use`
    comes next, of all that are withdrawn together."""
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
    await session.flush()


async def stop_use(session: AsyncSession, visits: Sequence[Inspection], by: By) -> None:
    """Nothing goes on from results that were withdrawn: they leave what the risk class is made of."""
    ids = {visit.institution_id for visit in visits}
    await risk.reassess(session, ids, now=by.at, today=day_of(by.at))


async def supersede(
    session: AsyncSession, inspection: Inspection, withheld: Withheld, *, by: By
) -> Sequence[UUID]:
    """Supersede the version of a locked visit's result that counts until now, and withdraw those
    versions that show what is withheld from now on; their keys. What may not be public is not to be
    had from the version before."""
    before = await publish_result.versions(session, inspection.id)
    for version in before:
        version.superseded_at = version.superseded_at or by.at
    ground = WithdrawalGround.NOT_TO_BE_PUBLISHED
    versions = [
        version
        for version in before
        if version.withdrawn_at is None
        and not set(withheld.violation_codes).isdisjoint(version.violation_codes)
    ]
    for version in versions:
        version.withdrawn_at, version.withdrawal_ground = by.at, ground
    if versions:
        await _notify_outlets(session, inspection, versions, ground, by)
    await session.flush()
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
        outlets=[Outlet.ENTERPRISE_CREDIT, Outlet.CREDIT_CHINA],
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


async def oldest_due(database: Database, *, today: dt.date) -> dt.date | None:
    """The first day on which one of those that `expire_due` would withdraw should have been: the day after
    its last one or, of a correction that came later than that, the day on which it came."""
    came_on = sa.cast(sa.func.timezone("Asia/Shanghai", PublicRecord.published_at), sa.Date)
    since = sa.func.greatest(PublicRecord.expires_on + 1, came_on)
    async with database.writing() as session:
        first: dt.date | None = await session.scalar(
            sa.select(sa.func.min(since)).where(*_over(today))
        )
    return first


async def put_back(database: Database, *, now: dt.datetime, today: dt.date) -> list[UUID]:
    """Put back every result that was withdrawn as over before its last day was, with what stood beside
    it, and tell the outlets; the keys of the visits. Idempotent."""
    found: list[UUID] = []
    while some := await _put_some_back(database, now, today):
        found += some
    return found


async def _put_some_back(database: Database, now: dt.datetime, today: dt.date) -> list[UUID]:
    async with database.writing() as session:
        early = (
            sa.select(Inspection, PublicRecord)
            .join(PublicRecord, PublicRecord.inspection_id == Inspection.id)
            .where(
                PublicRecord.superseded_at.is_(None),
                PublicRecord.withdrawal_ground == WithdrawalGround.EXPIRED,
                PublicRecord.expires_on >= today,
                Inspection.state == InspectionState.WITHDRAWN,
            )
            .order_by(Inspection.id)
            .limit(_EACH_TIME)
            .with_for_update(of=Inspection, skip_locked=True)
        )
        found = (await session.execute(early)).all()
        for inspection, current in found:
            await _put_back(session, inspection, current, By(None, now), today)
        return [inspection.id for inspection, _ in found]


async def _put_back(
    session: AsyncSession, inspection: Inspection, current: PublicRecord, by: By, today: dt.date
) -> None:
    withdrawn_at = current.withdrawn_at
    assert withdrawn_at is not None
    decision = withdrawals.put_back(
        inspection.state,
        was_corrected=current.version_no > 1,
        expires_on=current.expires_on,
        today=today,
    )
    assert decision is not None
    event, state = decision
    _moved(session, "Inspection", inspection.id, inspection.state, state, event, by)
    inspection.record_state(state)
    for version in await publish_result.versions(session, inspection.id):
        if version.withdrawn_at == withdrawn_at:
            version.withdrawn_at, version.withdrawal_ground = None, None
    await _unsettle(session, inspection, withdrawn_at, by)
    # It was asked back, or was not sent at all.
    outbox.add(
        session,
        CREDIT_TOPIC,
        about=inspection.id,
        document=current.document,
        public_record_id=str(current.id),
    )
    audit.record(session, "result.put_back", by=None, on=inspection.id)


async def _unsettle(
    session: AsyncSession, inspection: Inspection, withdrawn_at: dt.datetime, by: By
) -> None:
    """What became moot with the withdrawal is asked again, and what waited to be sent waits."""
    objections = sa.select(Objection).where(
        Objection.inspection_id == inspection.id,
        Objection.state == ObjectionState.MOOT,
        Objection.decided_at == withdrawn_at,
    )
    for objection in await session.scalars(objections):
        received = transition(OBJECTION, objection.state, "put_back")
        _moved(session, "Objection", objection.id, objection.state, received, "put_back", by)
        objection.record_decision(received, at=None, by=None, reason=None)
    repairs = sa.select(RepairRequest).where(
        RepairRequest.inspection_id == inspection.id,
        RepairRequest.state == RepairState.MOOT,
        RepairRequest.decided_at == withdrawn_at,
    )
    for repair in await session.scalars(repairs):
        requested = transition(REPAIR, repair.state, "put_back")
        _moved(session, "RepairRequest", repair.id, repair.state, requested, "put_back", by)
        repair.record_decision(requested, at=None, by=None, reason=None)
    waited = (
        sa.select(Publication)
        .join(PublicRecord, PublicRecord.id == Publication.public_record_id)
        .where(
            PublicRecord.inspection_id == inspection.id,
            PublicRecord.superseded_at.is_(None),
            Publication.state == PublicationState.CANCELLED,
        )
    )
    for row in await session.scalars(waited):
        pending = transition(OUTLET, row.state, "put_back")
        _moved(session, "Publication", row.id, row.state, pending, "put_back", by)
        row.state = pending


def _over(today: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        PublicRecord.superseded_at.is_(None),
        PublicRecord.withdrawn_at.is_(None),
        PublicRecord.expires_on < today,
        PublicRecord.inspection_id.in_(
            sa.select(Inspection.id).where(
                Inspection.state.in_((InspectionState.PUBLISHED, InspectionState.CORRECTED))
            )
        ),
    )


async def _expire_some(database: Database, now: dt.datetime, today: dt.date) -> int:
    async with database.writing() as session:
        over = (
            sa.select(Inspection, PublicRecord.expires_on)
            .join(PublicRecord, PublicRecord.inspection_id == Inspection.id)
            .where(*_over(today))
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
        await stop_use(session, [inspection for inspection, _ in found], By(None, now))
        return len(found)
