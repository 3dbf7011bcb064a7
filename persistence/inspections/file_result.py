"""What a filing reads of a visit, and what it leaves in the register."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import checklists
from domain.actors import Actor
from domain.checklists import Checklist
from domain.inspections.certificates import Certificate
from domain.inspections.file_result import Filing
from domain.inspections.file_result import Inspection as Visit
from domain.inspections.reports import Report, WrittenReport
from domain.inspections.terms import TaskState
from domain.visits.canonical import digest
from domain.visits.record_signatures import GivenSignatures, refuse_unfit
from persistence.engine import bulk_insert
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.evidence import declarations, seals
from persistence.inspections import writes as inspections
from persistence.inspections.table import (
    Finding,
    Inspection,
    InspectionRecord,
    InspectionTask,
    RecordAnswer,
    RecordConfirmation,
)
from persistence.visits import record_signatures, surroundings
from persistence.visits.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class ClaimedVisit:
    """A visit that is locked, with all that filing its result reads; `record` is the version that
    counts now."""

    inspection: Inspection
    team: Mapping[UUID, Certificate | None]
    record: InspectionRecord | None
    surroundings: Surroundings
    checklist: Checklist

    def facts(self) -> Visit:
        around = self.surroundings
        return self.inspection.facts(
            self.team,
            record_count=self.record.version_no if self.record else 0,
            arrivals=around.arrivals,
            has_evidence=around.has_evidence,
            predates_arrivals=around.predates_arrivals,
        )

    def completed(self, report: Report) -> Report:
        """The report with what the register knows of its orders."""
        around = self.surroundings
        return replace(
            report,
            has_order=around.has_closed_order,
            # Once published, a result can be found wrong, and its order with it.
            is_ordered=bool(around.orders) and self.inspection.published_at is None,
        )


async def claim(
    session: AsyncSession, actor: Actor, inspection_id: UUID, *, edition: int | None
) -> ClaimedVisit:
    """Lock the visit. `edition` is that of the checklist that was used, by default the visit's own;
    a report on a retired one is judged by it. Raises NotFound and ChecklistVersionUnknown."""
    inspection = await inspections.claim(session, actor, inspection_id)
    team = await inspections.team(session, inspection)
    record = await inspections.current_record(session, inspection)
    chosen = inspection.checklist_version if edition is None else edition
    checklist = checklists.edition(inspection.checklist_code, chosen)
    return ClaimedVisit(
        inspection, team, record, await surroundings.of(session, inspection), checklist
    )


async def add(
    session: AsyncSession,
    keys: Keys,
    visit: ClaimedVisit,
    written: WrittenReport,
    signed: GivenSignatures,
    filing: Filing,
) -> UUID:
    """Write the record, its parts, the filer's own confirmation and the signatures; bind its
    evidence and seal it; answers the record's key.

    Raises SignatureDoesNotFit where people signed another text, InvalidInput for a picture that is
    not evidence of the visit.
    """
    inspection_id, version = visit.inspection.id, visit.checklist.version
    canonical = record_signatures.canonical_text(
        visit.inspection, visit.surroundings, written, filing, checklist_version=version
    )
    refuse_unfit(canonical, signed.hashes, version_no=filing.version_no)
    await record_signatures.refuse_unless_evidence(session, inspection_id, signed.pictures)
    record_id = new_key()
    kept = {"checklist_version": version, "canonical": canonical, "hash": digest(canonical)}
    confirmation = {
        "record_id": record_id,
        "officer_id": filing.filed_by,
        "confirmed_at": filing.filed_at,
        "record_hash": kept["hash"],
    }
    record = _record(record_id, inspection_id, written.report, filing)
    await bulk_insert.insert_related(
        session,
        {
            InspectionRecord: [{**record, **kept}],
            RecordAnswer: _answers(record_id, written),
            Finding: _findings(record_id, written),
            RecordConfirmation: [confirmation],
        },
    )
    record_signatures.add(session, record_id, signed, by=filing.filed_by, at=filing.filed_at)
    await declarations.cover(session, inspection_id, record_id)
    await seals.seal_record(session, keys, record_id)
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


def _answers(record_id: UUID, written: WrittenReport) -> list[dict[str, Any]]:
    answers = zip(written.report.answers, written.notes, strict=True)
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
        for position, (answer, note) in enumerate(answers, 1)
    ]


def _findings(record_id: UUID, written: WrittenReport) -> list[dict[str, Any]]:
    findings = zip(written.report.findings, written.details, strict=True)
    return [
        {
            "id": new_key(),
            "record_id": record_id,
            "position": position,
            "violation_code": finding.violation_code,
            "detail": detail,
            "item_code": finding.item_code,
        }
        for position, (finding, detail) in enumerate(findings, 1)
    ]
