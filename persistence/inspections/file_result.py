"""What a filing reads of a visit, and what it leaves in the register."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain import checklists
from domain.actors import Actor
from domain.checklists import Checklist
from domain.inspections.file_result import Filing
from domain.inspections.reports import Report, WrittenReport
from domain.inspections.terms import TaskState
from domain.rectification.terms import OrderState
from domain.visits.canonical import digest
from domain.visits.record_signatures import GivenSignatures, refuse_unfit
from domain.workdays import Calendar
from persistence.engine.drafts import Draft, ReadOnce
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.evidence import sealed, seals
from persistence.evidence.table import RecordEvidence
from persistence.inspections.table import (
    Finding,
    InspectionRecord,
    InspectionTask,
    RecordAnswer,
    RecordConfirmation,
)
from persistence.regions import reference
from persistence.visits import facts, record_signatures
from persistence.visits.facts import VisitFacts

_READ = ReadOnce(lambda viewer: [facts.visit_as_read(viewer), reference.EDITION])


@dataclass(frozen=True, slots=True)
class VisitToFile:
    """A visit with all else that filing its result turns on."""

    facts: VisitFacts
    checklist: Checklist
    calendar: Calendar

    def completed(self, report: Report) -> Report:
        """The report with what the register knows of its orders."""
        orders, published_at = self.facts.orders, self.facts.inspection.published_at
        return replace(
            report,
            has_order=OrderState.CLOSED in orders.values(),
            # Once published, a result can be found wrong, and its order with it.
            is_ordered=bool(orders) and published_at is None,
        )


async def read(
    draft: Draft, actor: Actor, inspection_id: UUID, *, edition: int | None
) -> VisitToFile:
    """The visit. `edition` is that of the checklist that was used, by default the visit's own;
    a report on a retired one is judged by it. Raises NotFound and ChecklistVersionUnknown."""
    text, calendar = await draft.read(_READ, actor, claimed=inspection_id)
    visit = facts.held(draft, inspection_id, text)
    chosen = visit.inspection.checklist_version if edition is None else edition
    checklist = checklists.edition(visit.inspection.checklist_code, chosen)
    return VisitToFile(visit, checklist, await reference.held_calendar(draft, calendar))


def add(
    draft: Draft,
    keys: Keys,
    visit: VisitToFile,
    written: WrittenReport,
    signed: GivenSignatures,
    filing: Filing,
) -> None:
    """Write the record, its parts, the filer's own confirmation and the signatures, sealed with the
    evidence that counts; and file it with the visit.

    Raises SignatureDoesNotFit where people signed another text, InvalidInput for a picture that is
    not evidence of the visit.
    """
    inspection, version = visit.facts.inspection, visit.checklist.version
    canonical = record_signatures.canonical_text(
        visit.facts, written, filing, checklist_version=version
    )
    refuse_unfit(canonical, signed.hashes, version_no=filing.version_no)
    visit.facts.refuse_unless_evidence(signed.pictures)
    record_id, record_hash = new_key(), digest(canonical)
    record = {
        **_record(record_id, inspection.id, written.report, filing),
        "checklist_version": version,
        "canonical": canonical,
        "hash": record_hash,
    }
    answers, findings = _answers(record_id, written), _findings(record_id, written)
    evidence = [each for each in visit.facts.evidence if each.counts]
    covered = [(str(each.id), each.kind, each.sha256, each.size) for each in evidence]
    seal = seals.seal_of_record(keys, sealed.text_of(record, answers, findings, covered))
    confirmation = {
        "record_id": record_id,
        "officer_id": filing.filed_by,
        "confirmed_at": filing.filed_at,
        "record_hash": record_hash,
    }
    draft.insert(InspectionRecord, [{**record, "seal": seal}])
    draft.insert(RecordAnswer, answers)
    draft.insert(Finding, findings)
    draft.insert(RecordConfirmation, [confirmation])
    draft.insert(
        RecordEvidence, [{"record_id": record_id, "evidence_id": each.id} for each in evidence]
    )
    record_signatures.add(draft, record_id, signed, by=filing.filed_by, at=filing.filed_at)
    inspection.record_filing(filing, record_id)


def begin_task(draft: Draft, visit: VisitToFile, to_state: TaskState) -> None:
    """Move the task on; it is held with the visit as long as it is as issued."""
    task = visit.facts.task
    draft.change(InspectionTask, task.id, state=to_state, version=task.version + 1)


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
