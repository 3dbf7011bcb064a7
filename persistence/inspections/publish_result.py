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
from domain.publication.terms import Outlet, PublicationState
from persistence.engine.drafts import Draft
from persistence.engine.identifiers import new_key
from persistence.inspections.table import PublicRecord
from persistence.publication.facts import ResultFacts
from persistence.publication.table import Publication
from persistence.reading import ids


def publish(
    draft: Draft, result: ResultFacts, decision: Decision, *, at: dt.datetime
) -> PublicRecord:
    """Add the public version of the record, and prepare what the outlets get; those before it were
    superseded.

    Public versions are counted on their own: how often a result was rejected stays internal.
    """
    inspection, task, record = result.inspection, result.task, result.record
    published_codes = [
        code for code in record.violation_codes if code not in decision.withheld.violation_codes
    ]
    published = PublicRecord(
        id=new_key(),
        inspection_id=inspection.id,
        version_no=len(result.versions) + 1,
        record_id=record.id,
        institution_id=inspection.institution_id,
        authority_id=inspection.authority_id,
        region_code=inspection.region_code,
        sector=inspection.sector,
        task_code=task.code,
        category=task.category,
        result_codes=list(record.result_codes),
        result_text=result_text(
            (ResultCode[code] for code in record.result_codes), published_codes
        ),
        violation_codes=published_codes,
        withheld_violation_codes=list(decision.withheld.violation_codes),
        withholding_ground=decision.withheld.ground,
        items=list(record.checked_items),
        inspected_on=inspection.inspected_on,
        published_at=at,
        expires_on=decision.term.expires_on,
        severity=decision.term.severity,
        repairable_from=decision.term.repairable_from,
        is_late=decision.is_late,
        repair_status=RepairStatus.NONE,
        replacement_count=result.replacement_count,
    )
    published.document = _document(result, published)
    draft.add(published)
    for outlet in _outlets(published.id, at):
        draft.add(outlet)
    return published


async def versions(session: AsyncSession, inspection_id: UUID) -> Sequence[PublicRecord]:
    """All public versions of a visit's result, the first one first."""
    statement = (
        sa.select(PublicRecord)
        .where(PublicRecord.inspection_id == inspection_id)
        .order_by(PublicRecord.version_no)
    )
    return (await session.scalars(statement)).all()


def result_text(result_codes: Iterable[ResultCode], violation_codes: Iterable[str]) -> str:
    """The result in Chinese words, such as `发现问题待后续处理。违规情形：消防安全隐患。`."""
    found = "、".join(code.zh for code in result_codes)
    broken = "、".join(violations.BY_CODE[code].zh for code in violation_codes)
    return f"{found}。违规情形：{broken}。" if broken else f"{found}。"


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
            published_at=None,
        ),
    ]


def _document(result: ResultFacts, record: PublicRecord) -> str:
    inspection, before = result.inspection, result.versions
    labels = _labels(inspection.checklist_code)
    return documents.of(
        documents.PublishedVersion(
            record_id=ids.write("PublicRecord", record.id),
            version_no=record.version_no,
            replaces=ids.write("PublicRecord", before[-1].id) if before else None,
            institution=result.institution_name,
            credit_code=result.credit_code,
            authority=result.authority_name,
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
