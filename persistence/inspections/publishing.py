"""A result on its way to the public: codes and their labels, never an officer's own words."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import violations
from domain.inspections.auditing import Audit
from domain.inspections.terms import InspectionState, RepairStatus, ResultCode
from persistence.identifiers import new_key
from persistence.tables.inspections import (
    Finding,
    Inspection,
    InspectionRecord,
    InspectionTask,
    PublicRecord,
    RecordAnswer,
)

_DONE = (
    InspectionState.PUBLISHED,
    InspectionState.CORRECTED,
    InspectionState.WITHDRAWN,
    InspectionState.VOIDED,
)


async def record_of(session: AsyncSession, inspection: Inspection) -> InspectionRecord:
    """The record that an audit is about: what awaits one was filed."""
    statement = sa.select(InspectionRecord).where(
        InspectionRecord.id == inspection.current_record_id
    )
    return (await session.scalars(statement)).one()


async def publish(
    session: AsyncSession,
    inspection: Inspection,
    task: InspectionTask,
    record: InspectionRecord,
    audit: Audit,
    *,
    at: dt.datetime,
) -> PublicRecord:
    """Add the public version of the record and supersede the versions before it.

    Public versions are counted on their own: how often a result was rejected inside is not told.
    """
    before = (
        await session.scalars(
            sa.select(PublicRecord).where(PublicRecord.inspection_id == inspection.id)
        )
    ).all()
    for earlier in before:
        earlier.superseded_at = earlier.superseded_at or at
    violation_codes = await _violation_codes(session, record)
    published = PublicRecord(
        id=new_key(),
        inspection_id=inspection.id,
        version_no=len(before) + 1,
        institution_id=inspection.institution_id,
        authority_id=inspection.authority_id,
        region_code=inspection.region_code,
        sector=inspection.sector,
        task_code=task.code,
        category=task.category,
        result_codes=record.result_codes,
        result_text=result_text(
            (ResultCode[code] for code in record.result_codes), violation_codes
        ),
        violation_codes=violation_codes,
        items=await _checked_items(session, record),
        inspected_on=inspection.inspected_on,
        published_at=at,
        expires_on=audit.expires_on,
        repair_status=RepairStatus.NONE,
    )
    session.add(published)
    return published


async def is_last_open(session: AsyncSession, inspection: Inspection) -> bool:
    """Whether no other visit of the task waits for its result; ask with the task locked."""
    others = sa.exists().where(
        Inspection.task_id == inspection.task_id,
        Inspection.id != inspection.id,
        Inspection.state.not_in(_DONE),
    )
    return not await session.scalar(sa.select(others))


def result_text(result_codes: Iterable[ResultCode], violation_codes: Iterable[str]) -> str:
    """The result in Chinese words, such as `发现问题待后续处理。违规情形：消防安全隐患。`."""
    found = "、".join(code.zh for code in result_codes)
    broken = "、".join(violations.BY_CODE[code].zh for code in violation_codes)
    return f"{found}。违规情形：{broken}。" if broken else f"{found}。"


async def _violation_codes(session: AsyncSession, record: InspectionRecord) -> list[str]:
    """Each violation found once, in the order found."""
    statement = (
        sa.select(Finding.violation_code)
        .where(Finding.record_id == record.id)
        .order_by(Finding.position)
    )
    return list(dict.fromkeys(await session.scalars(statement)))


async def _checked_items(session: AsyncSession, record: InspectionRecord) -> list[str]:
    statement = (
        sa.select(RecordAnswer.item_code)
        .where(RecordAnswer.record_id == record.id, RecordAnswer.is_checked)
        .order_by(RecordAnswer.position)
    )
    return list(await session.scalars(statement))
