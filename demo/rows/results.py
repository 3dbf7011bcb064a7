"""Records of visits, what was found, who confirmed and audited, what became public."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from demo.rows.rows import Row, Rows
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.inspections.file_result import Filing
from domain.inspections.reports import Answer, Report
from domain.inspections.terms import AuditDecision, RepairStatus
from domain.publication.terms import Outlet, PublicationState, WithdrawalGround
from persistence.inspections.table import (
    Finding,
    InspectionRecord,
    PublicRecord,
    RecordAnswer,
    RecordConfirmation,
    ResultAudit,
)
from persistence.publication.table import Publication

REJECTED_BECAUSE = "检查情况说明过于简略，请补充。"


@dataclass(frozen=True, slots=True)
class Problem:
    item_code: str
    violation_code: str
    detail: str


def record(rows: Rows, visit: Row, report: Report, filing: Filing, **values: Any) -> Row:
    """The record, which the visit has from now on; its answers and findings are beside it."""
    position, wgs84 = report.position, filing.wgs84
    record = rows.add_at(
        InspectionRecord,
        filing.filed_at,
        inspection_id=visit["id"],
        version_no=filing.version_no,
        correction_reason=report.correction_reason,
        filed_by=filing.filed_by,
        filed_at=filing.filed_at,
        visit_started_at=report.visit_started_at,
        visit_ended_at=report.visit_ended_at,
        device_clock_offset_ms=report.device_clock_offset_ms,
        clock_is_off=filing.clock_is_off,
        methods=[each.value for each in report.methods],
        result_codes=[each.value for each in report.result_codes],
        measures=[each.value for each in report.measures],
        summary=report.summary,
        attempted_at=list(report.attempts),
        latitude=position and position.latitude,
        longitude=position and position.longitude,
        accuracy_m=position and position.accuracy_m,
        datum=position and position.datum,
        wgs84_latitude=wgs84 and wgs84.latitude,
        wgs84_longitude=wgs84 and wgs84.longitude,
        rules_version=filing.rules_version,
        checklist_version=OFF_CAMPUS_GENERAL.version,
        **values,
    )
    visit.update(
        current_record_id=record["id"],
        filed_at=filing.filed_at,
        inspected_on=filing.inspected_on,
        publish_due_on=filing.publish_due.on,
        publish_due_is_provisional=filing.publish_due.provisional,
    )
    return record


def answers(rows: Rows, record: Row, answers: Iterable[Answer]) -> None:
    rows.add_each(RecordAnswer, record["filed_at"], answers, record_id=record["id"])


def findings(rows: Rows, record: Row, problems: Iterable[Problem]) -> None:
    rows.add_each(Finding, record["filed_at"], problems, record_id=record["id"])


def confirmation(rows: Rows, record: Row, officer_id: UUID, on: dt.datetime) -> None:
    rows.add(
        RecordConfirmation,
        record_id=record["id"],
        officer_id=officer_id,
        confirmed_at=on,
        record_hash=record.get("hash"),
    )


def audit(
    rows: Rows, record: Row, auditor_id: UUID | None, on: dt.datetime, decision: AuditDecision
) -> None:
    rows.add_at(
        ResultAudit,
        on,
        inspection_id=record["inspection_id"],
        record_id=record["id"],
        auditor_id=auditor_id,
        decision=decision,
        reason=REJECTED_BECAUSE if decision is AuditDecision.REJECTED else None,
        decided_at=on,
    )


def public_record(
    rows: Rows,
    visit: Row,
    record: Row,
    report: Report,
    problems: Sequence[Problem],
    on: dt.datetime,
    **values: Any,
) -> Row:
    """The public projection, on our own outlet: no one's name, none of the officers' own text."""
    public = rows.add_at(
        PublicRecord,
        on,
        inspection_id=visit["id"],
        record_id=record["id"],
        version_no=record["version_no"],
        institution_id=visit["institution_id"],
        authority_id=visit["authority_id"],
        region_code=visit["region_code"],
        sector=visit["sector"],
        result_codes=record["result_codes"],
        result_text="；".join(code.zh for code in report.result_codes),
        violation_codes=list(dict.fromkeys(problem.violation_code for problem in problems)),
        inspected_on=visit["inspected_on"],
        published_at=on,
        repair_status=RepairStatus.NONE,
        superseded_at=None,
        withdrawn_at=None,
        withdrawal_ground=None,
        **values,
    )
    rows.add_at(
        Publication,
        on,
        public_record_id=public["id"],
        outlet=Outlet.PLATFORM,
        state=PublicationState.PUBLISHED,
        published_at=on,
    )
    return public


def withdraw(public: Row, on: dt.datetime) -> None:
    """Taken out of the public again: the institution's credit was repaired."""
    public.update(
        repair_status=RepairStatus.GRANTED,
        withdrawn_at=on,
        withdrawal_ground=WithdrawalGround.REPAIRED,
    )
