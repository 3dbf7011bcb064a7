"""What surrounds a visit's record, for writing: who arrived, what the rules ask, what is refused."""

import datetime as dt
from collections.abc import Awaitable, Callable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.refusals import OperationInProgress
from domain.visits.notices import AppointmentOpen
from domain.visits.record_signatures import AlreadySigned
from domain.visits.recusal_requests import RecusalRequestOpen
from persistence.engine import violations
from persistence.visits.table import Appointment, CheckIn, RecusalRequest

violations.means("uq_record_signatures_record_id_party_name", AlreadySigned)
violations.means("uq_signature_refusals_record_id", AlreadySigned)
violations.means("uq_appointments_open", AppointmentOpen)
violations.means("uq_recusal_requests_open", RecusalRequestOpen)
# Two visits drew the same twelve letters: sent again, others are drawn.
violations.means("uq_inspections_inspection_code", OperationInProgress)
violations.UNREACHABLE.update(
    {
        "ck_check_ins_*": "words are enums; faults of a position are refused with the input",
        "ck_check_outs_*": "words are enums; faults of a position are refused with the input",
        "uq_check_ins_inspection_id_officer_id": "AlreadyCheckedIn is refused with the visit locked",
        "ck_record_signatures_*": "words are enums",
        "ck_signature_refusals_*": "words are enums",
        "ck_notices_*": "words are enums; acknowledging writes both",
        "uq_notices_inspection_id": "NoticeAlreadyIssued is refused with the visit locked",
        "uq_notice_items_notice_id_position": "positions are counted",
        "uq_notice_officers_notice_id_position": "positions are counted",
        "ck_appointments_*": "words are enums; the rule of answering refuses a no without a reason",
        "ck_recusal_requests_*": "words are enums; the rule of deciding refuses a no without a reason",
    }
)


async def arrivals(session: AsyncSession, inspection_id: UUID) -> dict[UUID, dt.datetime]:
    """Who checked in, and when, on the server's clock."""
    rows = (await session.execute(_ARRIVALS, {"inspection_id": inspection_id})).all()
    return {row.officer_id: row.corrected_at for row in rows}


_ARRIVALS = sa.select(CheckIn.officer_id, CheckIn.corrected_at).where(
    CheckIn.inspection_id == sa.bindparam("inspection_id")
)


def visit_of(
    table: type[Appointment | CheckIn | RecusalRequest],
) -> Callable[[AsyncSession, UUID], Awaitable[UUID]]:
    """Finds the visit that a row of this table belongs to, by the row's key."""

    async def found(session: AsyncSession, key: UUID) -> UUID:
        return (await session.scalars(sa.select(table.inspection_id).where(table.id == key))).one()

    return found
