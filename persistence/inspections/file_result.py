"""What a filing leaves in the register."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.file_result import Filing
from domain.inspections.reports import Report
from domain.inspections.terms import TaskState
from domain.visits.canonical import digest
from persistence.engine import bulk_insert
from persistence.engine.identifiers import new_key
from persistence.inspections.table import (
    Finding,
    InspectionRecord,
    InspectionTask,
    RecordAnswer,
    RecordConfirmation,
)


async def add(
    session: AsyncSession,
    inspection_id: UUID,
    report: Report,
    filing: Filing,
    *,
    notes: Sequence[str | None],
    details: Sequence[str],
    checklist_version: int,
    canonical: str,
) -> UUID:
    """Write the record, its parts and the filer's own confirmation; answers the record's key.

    `notes` belong to the answers and `details` to the findings, in their order; `canonical` is what
    people sign of it.
    """
    record_id = new_key()
    signed = {"canonical": canonical, "hash": digest(canonical)}
    confirmation = {
        "record_id": record_id,
        "officer_id": filing.filed_by,
        "confirmed_at": filing.filed_at,
        "record_hash": signed["hash"],
    }
    record = _record(record_id, inspection_id, report, filing)
    await bulk_insert.insert_related(
        session,
        {
            InspectionRecord: [{**record, "checklist_version": checklist_version, **signed}],
            RecordAnswer: _answers(record_id, report, notes),
            Finding: _findings(record_id, report, details),
            RecordConfirmation: [confirmation],
        },
    )
    return record_id


async def move_issued_task(session: AsyncSession, task_id: UUID, to_state: TaskState) -> bool:
    """Move the task on if it still is as issued; whether it was this filing that did so."""
    moved = {"task_id": task_id, "from_state": TaskState.ISSUED, "to_state": to_state}
    return await session.scalar(_MOVE, moved) is not None


# Of the table, not of the row class: nothing of a session holds the task and has to follow.
_TASKS: Any = InspectionTask.__table__
_MOVE = (
    sa.update(_TASKS)
    .where(_TASKS.c.id == sa.bindparam("task_id"), _TASKS.c.state == sa.bindparam("from_state"))
    .values(state=sa.bindparam("to_state"), version=_TASKS.c.version + 1)
    .returning(_TASKS.c.id)
)


def _record(record_id: UUID, inspection_id: UUID, report: Report, filing: Filing) -> dict[str, Any]:
    position, wgs84 = report.position, filing.wgs84
    return {
        "id": record_id,
        "inspection_id": inspection_id,
        "version_no": filing.version_no,
        "correction_reason": report.correction_reason,
        "filed_by": filing.filed_by,
        "filed_at": filing.filed_at,
        "visit_started_at": report.visit_started_at,
        "visit_ended_at": report.visit_ended_at,
        "device_clock_offset_ms": report.device_clock_offset_ms,
        "clock_is_off": filing.clock_is_off,
        "methods": report.methods,
        "result_codes": report.result_codes,
        "measures": report.measures,
        "summary": report.summary,
        "attempted_at": report.attempts,
        "latitude": position and position.latitude,
        "longitude": position and position.longitude,
        "accuracy_m": position and position.accuracy_m,
        "datum": position and position.datum,
        "wgs84_latitude": wgs84 and wgs84.latitude,
        "wgs84_longitude": wgs84 and wgs84.longitude,
        "rules_version": filing.rules_version,
    }


def _answers(record_id: UUID, report: Report, notes: Sequence[str | None]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_key(),
            "record_id": record_id,
            "position": position,
            "item_code": answer.item_code,
            "is_checked": answer.is_checked,
            "problem_found": answer.problem_found,
            "handling": answer.handling,
            "note": note,
        }
        for position, (answer, note) in enumerate(zip(report.answers, notes, strict=True), 1)
    ]


def _findings(record_id: UUID, report: Report, details: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_key(),
            "record_id": record_id,
            "position": position,
            "violation_code": finding.violation_code,
            "detail": detail,
            "item_code": finding.item_code,
        }
        for position, (finding, detail) in enumerate(zip(report.findings, details, strict=True), 1)
    ]
