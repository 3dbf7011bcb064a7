"""A result on its way to the public: codes and their labels, never an officer's own words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import checklists, violations
from domain.inspections.terms import RepairStatus, ResultCode
from domain.publication import documents
from domain.publication.publish_result import ResultPublication as Decision
from domain.publication.publish_result import Withheld
from domain.publication.terms import Outlet, PublicationState
from persistence.authorities.table import Authority
from persistence.engine.identifiers import new_key
from persistence.inspections.completion import is_done
from persistence.inspections.table import (
    Finding,
    Inspection,
    InspectionAssignment,
    InspectionRecord,
    InspectionTask,
    PublicRecord,
    RecordAnswer,
)
from persistence.institutions.table import Institution
from persistence.publication.table import Publication, ResultCorrection
from persistence.reading import ids


async def record_of(session: AsyncSession, inspection: Inspection) -> InspectionRecord:
    """The record that an audit or a publication is about: what awaits one was filed."""
    statement = sa.select(InspectionRecord).where(
        InspectionRecord.id == inspection.current_record_id
    )
    return (await session.scalars(statement)).one()


async def publish(
    session: AsyncSession,
    inspection: Inspection,
    task: InspectionTask,
    record: InspectionRecord,
    decision: Decision,
    *,
    at: dt.datetime,
) -> PublicRecord:
    """Add the public version of the record, supersede the versions before it, and prepare what the
    outlets get.

    Public versions are counted on their own: how often a result was rejected stays internal.
    """
    before = await versions(session, inspection.id)
    for earlier in before:
        earlier.superseded_at = earlier.superseded_at or at
    await session.flush()
    found = await violation_codes(session, record)
    published_codes = [code for code in found if code not in decision.withheld.violation_codes]
    published = PublicRecord(
        id=new_key(),
        inspection_id=inspection.id,
        version_no=len(before) + 1,
        record_id=record.id,
        institution_id=inspection.institution_id,
        authority_id=inspection.authority_id,
        region_code=inspection.region_code,
        sector=inspection.sector,
        task_code=task.code,
        category=task.category,
        result_codes=record.result_codes,
        result_text=result_text(
            (ResultCode[code] for code in record.result_codes), published_codes
        ),
        violation_codes=published_codes,
        withheld_violation_codes=list(decision.withheld.violation_codes),
        withholding_ground=decision.withheld.ground,
        items=await _checked_items(session, record),
        inspected_on=inspection.inspected_on,
        published_at=at,
        expires_on=decision.expires_on,
        is_late=decision.is_late,
        repair_status=RepairStatus.NONE,
        replacement_count=await _replaced(session, inspection.id),
    )
    published.document = await _document(session, inspection, published, before)
    session.add(published)
    await session.flush()
    session.add_all(_outlets(published.id, at))
    return published


async def _replaced(session: AsyncSession, inspection_id: UUID) -> int:
    """How many officers were sent and replaced."""
    statement = sa.select(sa.func.count()).where(
        InspectionAssignment.inspection_id == inspection_id,
        InspectionAssignment.replaced_at.is_not(None),
    )
    return await session.scalar(statement) or 0


async def versions(session: AsyncSession, inspection_id: UUID) -> Sequence[PublicRecord]:
    """All public versions of a visit's result, the first one first."""
    statement = (
        sa.select(PublicRecord)
        .where(PublicRecord.inspection_id == inspection_id)
        .order_by(PublicRecord.version_no)
    )
    return (await session.scalars(statement)).all()


async def withheld_before(
    session: AsyncSession, inspection: Inspection, found: Sequence[str]
) -> Withheld:
    """What the public version that counts withholds of the violations found again."""
    statement = sa.select(PublicRecord).where(
        PublicRecord.inspection_id == inspection.id, PublicRecord.superseded_at.is_(None)
    )
    standing = (await session.scalars(statement)).one_or_none()
    if standing is None:
        return Withheld()
    codes = tuple(code for code in found if code in standing.withheld_violation_codes)
    return Withheld(codes, standing.withholding_ground if codes else None)


async def open_correction(session: AsyncSession, inspection_id: UUID) -> ResultCorrection | None:
    """The correction that a reopened result waits for."""
    statement = sa.select(ResultCorrection).where(
        ResultCorrection.inspection_id == inspection_id, ResultCorrection.corrected_at.is_(None)
    )
    return (await session.scalars(statement)).one_or_none()


async def institution_of(session: AsyncSession, inspection: Inspection) -> Institution:
    return await session.get_one(Institution, inspection.institution_id)


async def is_last_open(session: AsyncSession, inspection: Inspection) -> bool:
    """Whether no other visit of the task waits for its result; ask with the task locked."""
    others = sa.exists().where(
        Inspection.task_id == inspection.task_id,
        Inspection.id != inspection.id,
        sa.not_(is_done(Inspection)),
    )
    return not await session.scalar(sa.select(others))


def result_text(result_codes: Iterable[ResultCode], violation_codes: Iterable[str]) -> str:
    """The result in Chinese words, such as `发现问题待后续处理。违规情形：消防安全隐患。`."""
    found = "、".join(code.zh for code in result_codes)
    broken = "、".join(violations.BY_CODE[code].zh for code in violation_codes)
    return f"{found}。违规情形：{broken}。" if broken else f"{found}。"


async def violation_codes(session: AsyncSession, record: InspectionRecord) -> list[str]:
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


def _outlets(public_record_id: UUID, at: dt.datetime) -> list[Publication]:
    """Here at once; with the credit platform when it has taken the document."""
    return [
        Publication(
            id=new_key(),
            public_record_id=public_record_id,
            outlet=Outlet.PLATFORM,
            state=PublicationState.PUBLISHED,
            published_at=at,
        ),
        Publication(
            id=new_key(),
            public_record_id=public_record_id,
            outlet=Outlet.ENTERPRISE_CREDIT,
            state=PublicationState.PENDING,
        ),
    ]


async def _document(
    session: AsyncSession,
    inspection: Inspection,
    record: PublicRecord,
    before: Sequence[PublicRecord],
) -> str:
    institution = await institution_of(session, inspection)
    authority = await session.get_one(Authority, inspection.authority_id)
    labels = _labels(inspection.checklist_code)
    return documents.of(
        documents.PublishedVersion(
            record_id=ids.write("PublicRecord", record.id),
            version_no=record.version_no,
            replaces=ids.write("PublicRecord", before[-1].id) if before else None,
            institution=institution.name,
            credit_code=institution.unified_social_credit_code,
            authority=authority.name,
            authority_region_code=inspection.authority_region_code,
            region_code=record.region_code,
            sector=record.sector,
            task_code=record.task_code,
            category=record.category,
            items=[(code, labels.get(code, code)) for code in record.items],
            result_codes=[ResultCode[code] for code in record.result_codes],
            result_text=record.result_text,
            violations=[(code, violations.BY_CODE[code].zh) for code in record.violation_codes],
            withholding_ground=record.withholding_ground,
            inspected_on=record.inspected_on,
            published_at=record.published_at,
            expires_on=record.expires_on,
        )
    )


def _labels(checklist_code: str) -> dict[str, str]:
    """What the items of a checklist ask, in whichever edition; a code never changes its meaning."""
    return {
        item.code: item.zh
        for (code, _), edition in checklists.BY_CODE_AND_VERSION.items()
        if code == checklist_code
        for item in edition.items
    }
