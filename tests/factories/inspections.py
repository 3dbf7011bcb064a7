"""Visits, who makes them, and what was filed of them."""

from typing import Any
from uuid import UUID

from domain.inspections.terms import (
    AuditDecision,
    Handling,
    InspectionState,
    Measure,
    Method,
    NoticeMode,
    ResultCode,
)
from persistence.inspections.table import (
    Finding,
    Inspection,
    InspectionAssignment,
    InspectionRecord,
    InspectionTask,
    RecordAnswer,
    RecordConfirmation,
    ResultAudit,
)
from tests.factories import NOW, row
from tests.people import Place, qiao


def inspection(
    task: InspectionTask, place: Place, institution_id: UUID, **facts: Any
) -> Inspection:
    """To an institution in Gusu, not made yet; the place is the task's."""
    return row(
        Inspection,
        facts,
        task_id=task.id,
        institution_id=institution_id,
        authority_id=place.id,
        authority_region_code=place.region_code,
        region_code="320508",
        sector=task.sector,
        window_from=task.window_from,
        window_to=task.window_to,
        notice_mode=NoticeMode.ON_ARRIVAL,
        checklist_code="OFF_CAMPUS_GENERAL",
        checklist_version=1,
        state=InspectionState.TO_ENTER,
        version=1,
    )


def assignment(inspection_id: UUID, officer_id: UUID, **facts: Any) -> InspectionAssignment:
    return row(
        InspectionAssignment,
        facts,
        inspection_id=inspection_id,
        officer_id=officer_id,
        is_leader=False,
    )


def record(inspection_id: UUID, filed_by: UUID, **facts: Any) -> InspectionRecord:
    """The first version, of a visit at which nothing was found."""
    return row(
        InspectionRecord,
        facts,
        inspection_id=inspection_id,
        version_no=1,
        filed_by=filed_by,
        filed_at=NOW,
        visit_started_at=NOW,
        visit_ended_at=NOW,
        clock_is_off=False,
        methods=[Method.ON_SITE],
        result_codes=[ResultCode.NO_PROBLEM],
        measures=[Measure.NONE_NEEDED],
        summary="现场检查。",
        attempted_at=[],
        rules_version="000000000000",
    )


def answer(record_id: UUID, **facts: Any) -> RecordAnswer:
    return row(
        RecordAnswer,
        facts,
        record_id=record_id,
        position=1,
        item_code="OC03_DISPLAY",
        is_checked=True,
        problem_found=False,
        handling=Handling.NONE,
    )


def finding(record_id: UUID, **facts: Any) -> Finding:
    return row(
        Finding,
        facts,
        record_id=record_id,
        position=1,
        violation_code="INFO_NOT_DISPLAYED",
        detail="未公示收费项目",
    )


def confirmation(record_id: UUID, officer_id: UUID, **facts: Any) -> RecordConfirmation:
    return row(
        RecordConfirmation, facts, record_id=record_id, officer_id=officer_id, confirmed_at=NOW
    )


def audit(record: InspectionRecord, **facts: Any) -> ResultAudit:
    return row(
        ResultAudit,
        facts,
        inspection_id=record.inspection_id,
        record_id=record.id,
        auditor_id=qiao.id,
        decision=AuditDecision.APPROVED,
        decided_at=NOW,
    )
