"""Public records and what is asked about them, for writing: claims, and the facts that rules ask.

The inspection is locked before anything that stands beside it, so that none wait in a ring.
"""

from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections.results import NEGATIVE
from domain.inspections.terms import AuditDecision
from domain.moments import day_of
from domain.publication.replies import ReplyAlreadyWritten
from domain.publication.results import ObjectionPending, PublicResult
from domain.publication.terms import ObjectionState, Outlet, RepairState
from domain.publication.withdrawals import RepairPending
from domain.refusals import NotFound
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.inspections import writes as inspections
from persistence.inspections.policies import officials_of_result
from persistence.inspections.table import Inspection, PublicRecord, ResultAudit
from persistence.publication.policies import can_see_public_record, of_public_result
from persistence.publication.table import (
    FollowUp,
    Objection,
    Publication,
    RepairRequest,
    Reply,
)
from persistence.reading.shape import Visibility
from persistence.rectification import writes as rectification

Beside = TypeVar("Beside", Objection, RepairRequest, Reply, FollowUp)

# The facts are asked with the inspection locked; these stand behind that.
violations.means("uq_objections_one_open", ObjectionPending)
violations.means("uq_repair_requests_one_open", RepairPending)
violations.means("uq_replies_public_record_id", ReplyAlreadyWritten)
violations.UNREACHABLE.update(
    {
        "uq_publications_public_record_id_outlet": "each outlet is entered once, with its version",
        "ck_publications_*": "the row's own method keeps them",
        "ck_objections_*": "the row's own method keeps them",
        "uq_result_corrections_one_open": "only what is public is reopened, with the visit locked",
        "ck_result_corrections_*": "both are written together, at publication",
        "uq_follow_ups_inspection_id_measure": "the visit is locked while its measures are opened",
        "ck_follow_ups_*": "the rule of finishing refuses what does not belong together",
        "ck_repair_requests_*": "the row's own method keeps them",
        "ck_public_term_decisions_*": "the rule of deciding distinguishes shorter from not",
        "ck_replies_*": "the row's own method keeps them",
    }
)


async def claim_record(
    session: AsyncSession, actor: Actor, public_record_id: UUID
) -> tuple[Inspection, PublicRecord]:
    """Lock the visit of a public version that the actor sees. Raises NotFound for any other."""
    inspection = await _lock_visit(session, PublicRecord, public_record_id)
    record = await claim_visible(
        session, actor, PublicRecord, can_see_public_record, public_record_id
    )
    return inspection, record


_VISIBLE_IF: dict[type[Any], Visibility] = {
    Objection: of_public_result,
    RepairRequest: of_public_result,
    Reply: of_public_result,
    FollowUp: officials_of_result,
}


async def claim(
    session: AsyncSession, actor: Actor, table: type[Beside], key: UUID
) -> tuple[Inspection, Beside]:
    """Lock a row beside a public record with its visit. Raises NotFound where it is not seen."""
    inspection = await _lock_visit(session, table, key)
    return inspection, await claim_visible(session, actor, table, _VISIBLE_IF[table], key)


async def _lock_visit(session: AsyncSession, table: type[Any], key: UUID) -> Inspection:
    found = (
        sa.select(Inspection)
        .join(table, table.inspection_id == Inspection.id)
        .where(table.id == key)
        .with_for_update(of=Inspection)
    )
    inspection = await session.scalar(found)
    if inspection is None:
        raise NotFound
    return inspection


async def current_version(session: AsyncSession, inspection: Inspection) -> PublicRecord | None:
    """The public version that counts; None before the first publication."""
    statement = sa.select(PublicRecord).where(
        PublicRecord.inspection_id == inspection.id, PublicRecord.superseded_at.is_(None)
    )
    return (await session.scalars(statement)).one_or_none()


async def facts(
    session: AsyncSession, inspection: Inspection, record: PublicRecord | None
) -> PublicResult:
    """What the rules ask about one public version; ask with the visit locked."""
    officers = await inspections.ever_sent(session, inspection)
    if record is None:
        return PublicResult(
            inspection.state, inspection.institution_id, inspection.authority_id, officers
        )
    return PublicResult(
        inspection.state,
        inspection.institution_id,
        inspection.authority_id,
        officers,
        approved_by=await _approved_by(session, record),
        published_on=day_of(record.published_at),
        is_current=record.superseded_at is None,
        is_negative=bool(NEGATIVE & set(record.result_codes)),
        has_open_objection=await open_objection(session, inspection.id) is not None,
        has_open_repair=await open_repair(session, inspection.id) is not None,
        has_reply=bool(
            await session.scalar(sa.select(sa.exists().where(Reply.public_record_id == record.id)))
        ),
        open_orders=await rectification.open_orders(session, inspection.id),
        is_graded=record.severity is not None,
        repairable_from=record.repairable_from,
    )


async def in_outlet(
    session: AsyncSession, record: PublicRecord, outlet: Outlet
) -> Publication | None:
    """Where a locked visit's version stands in an outlet; None where it was never handed over."""
    statement = sa.select(Publication).where(
        Publication.public_record_id == record.id, Publication.outlet == outlet
    )
    return (await session.scalars(statement)).one_or_none()


async def open_objection(session: AsyncSession, inspection_id: UUID) -> Objection | None:
    statement = sa.select(Objection).where(
        Objection.inspection_id == inspection_id, Objection.state == ObjectionState.RECEIVED
    )
    return (await session.scalars(statement)).one_or_none()


async def open_repair(session: AsyncSession, inspection_id: UUID) -> RepairRequest | None:
    statement = sa.select(RepairRequest).where(
        RepairRequest.inspection_id == inspection_id,
        RepairRequest.state == RepairState.REQUESTED,
    )
    return (await session.scalars(statement)).one_or_none()


async def _approved_by(session: AsyncSession, record: PublicRecord) -> UUID | None:
    statement = sa.select(ResultAudit.auditor_id).where(
        ResultAudit.record_id == record.record_id, ResultAudit.decision == AuditDecision.APPROVED
    )
    return (await session.scalars(statement)).one_or_none()
