"""What became public of a visit's result, where, and what is asked and said about it."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.inspections.terms import Measure, RepairStatus, ResultCode
from domain.publication.severity import ResultSeverity
from domain.publication.terms import (
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
    TermDecision,
)
from persistence.inspections.table import Inspection, InspectionTask, PublicRecord
from persistence.publication.table import (
    FollowUp,
    Objection,
    Publication,
    PublicTermDecision,
    RepairRequest,
    Reply,
    ResultCorrection,
)
from tests.factories import NOW, TODAY, row
from tests.people import hua, qiao, yin


def public_record(visit: Inspection, task: InspectionTask, **facts: Any) -> PublicRecord:
    """The first version, at which nothing was found, public for longer than any test runs."""
    return row(
        PublicRecord,
        facts,
        inspection_id=visit.id,
        version_no=1,
        institution_id=visit.institution_id,
        authority_id=visit.authority_id,
        region_code=visit.region_code,
        sector=visit.sector,
        task_code=task.code,
        category=task.category,
        result_codes=[ResultCode.NO_PROBLEM],
        result_text="未发现问题",
        violation_codes=[],
        items=[],
        inspected_on=TODAY,
        published_at=NOW,
        expires_on=dt.date(2199, 12, 31),
        repair_status=RepairStatus.NONE,
    )


def publication(public_record_id: UUID, **facts: Any) -> Publication:
    return row(
        Publication,
        facts,
        public_record_id=public_record_id,
        outlet=Outlet.PLATFORM,
        state=PublicationState.PUBLISHED,
        published_at=NOW,
    )


def objection(visit: Inspection, public_record_id: UUID, **facts: Any) -> Objection:
    return row(
        Objection,
        facts,
        **_beside(visit, public_record_id),
        statement="证照已上墙",
        state=ObjectionState.RECEIVED,
        raised_by=yin.id,
        raised_at=NOW,
        due_on=TODAY,
        due_rule="DR_OBJECTION",
    )


def repair_request(visit: Inspection, public_record_id: UUID, **facts: Any) -> RepairRequest:
    return row(
        RepairRequest,
        facts,
        **_beside(visit, public_record_id),
        statement="已整改",
        state=RepairState.REQUESTED,
        requested_by=yin.id,
        requested_at=NOW,
    )


def term_decision(visit: Inspection, public_record_id: UUID, **facts: Any) -> PublicTermDecision:
    return row(
        PublicTermDecision,
        facts,
        inspection_id=visit.id,
        public_record_id=public_record_id,
        decision=TermDecision.KEEP,
        severity=ResultSeverity.MINOR,
        expires_before=dt.date(2199, 12, 31),
        expires_on=dt.date(2199, 12, 31),
        reason="社会影响尚未消除",
        decided_by=hua.id,
        decided_at=NOW,
    )


def reply(visit: Inspection, public_record_id: UUID, **facts: Any) -> Reply:
    return row(
        Reply,
        facts,
        **_beside(visit, public_record_id),
        text="已公示全部证照",
        state=ReplyState.WRITTEN,
        written_by=yin.id,
        written_at=NOW,
    )


def _beside(visit: Inspection, public_record_id: UUID) -> dict[str, UUID]:
    return {
        "inspection_id": visit.id,
        "public_record_id": public_record_id,
        "institution_id": visit.institution_id,
        "authority_id": visit.authority_id,
    }


def correction(inspection_id: UUID, public_record_id: UUID, **facts: Any) -> ResultCorrection:
    return row(
        ResultCorrection,
        facts,
        inspection_id=inspection_id,
        public_record_id=public_record_id,
        reason="公示有误",
        found_on=TODAY,
        due_on=TODAY + dt.timedelta(days=7),
        due_rule="DR_CORRECT",
        reopened_by=qiao.id,
        reopened_at=NOW,
    )


def follow_up(inspection_id: UUID, **facts: Any) -> FollowUp:
    return row(
        FollowUp,
        facts,
        inspection_id=inspection_id,
        measure=Measure.OTHER,
        state=FollowUpState.OPEN,
        opened_at=NOW,
    )
