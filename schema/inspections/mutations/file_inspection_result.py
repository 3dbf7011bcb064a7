"""An officer files the result of a visit; the other officers have yet to confirm it."""

import datetime as dt
from dataclasses import replace
from typing import Annotated
from uuid import UUID

import strawberry

from domain.checklists import ChecklistVersionUnknown
from domain.inspections import file_result as rules
from domain.inspections import results
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.reports import Answer, FoundViolation, Report, WrittenReport
from domain.inspections.terms import (
    InspectionState,
    Measure,
    Method,
    ResultCode,
    TaskState,
)
from domain.inspections.transitions import TASK
from domain.permissions import Permission
from domain.positions import Position
from domain.transitions import transition
from domain.visits.record_signatures import SignatureDoesNotFit
from persistence.inspections import file_result
from persistence.inspections.file_result import VisitToFile
from persistence.inspections.table import Inspection
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import inputs, types
from schema.mutations import DraftedTransaction, StoredAs, begin_draft, mutation
from schema.visits.inputs import SignatureInput, SignatureRefusalInput, read_signed


@strawberry.input(description="The result of a visit, as its officers file it.")
class FileInspectionResultInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    visit_started_at: dt.datetime = field("When the visit began, by the phone's clock.")
    visit_ended_at: dt.datetime = field("When the visit ended, by the phone's clock.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )
    methods: list[Method] = field("Methods by which the inspection was carried out.")
    result_codes: list[ResultCode] = field("Codes of the inspection result, at least one.")
    measures: list[Measure] = field("Measures that follow from the result.")
    summary: str = field("Summary in words, up to 2,000 characters; never published.")
    answers: list[inputs.RecordAnswerInput] = strawberry.field(
        default_factory=list, description="Answers to the checklist, one for each item, up to 200."
    )
    findings: list[inputs.FindingInput] = strawberry.field(
        default_factory=list, description="Violations found, up to 100; empty if there were none."
    )
    attempted_at: list[dt.datetime] = strawberry.field(
        default_factory=list,
        description="When the officers tried to reach an institution that could not be reached,"
        " up to 20 attempts.",
    )
    position: inputs.VisitPositionInput | None = strawberry.field(
        default=None, description="Position of the officer's phone, if it gave one."
    )
    correction_reason: str | None = strawberry.field(
        default=None,
        description="Why the result is filed again, up to 500 characters; required from the"
        " second version on.",
    )
    checklist_version: int | None = strawberry.field(
        default=None,
        description="Edition of the visit's checklist that was used; by default the visit's own.",
    )
    signatures: list[SignatureInput] = strawberry.field(
        default_factory=list, description="Signatures under this version, up to 20."
    )
    signature_refusal: SignatureRefusalInput | None = strawberry.field(
        default=None, description="Why the inspected party did not sign; left out where it signed."
    )


@strawberry.type(description="The result is filed as a new version of the record.")
class InspectionResultFiled:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.INSPECTION_FILE_RESULT,
    description="File the result of a visit, or file it again: after a rejection, or to"
    " correct it before all officers have confirmed it.",
    refuses=(
        rules.ResultAlreadyFiled,
        rules.InspectionNotYetHeld,
        rules.VisitInFuture,
        rules.WindowOver,
        rules.NotCheckedIn,
        ChecklistVersionUnknown,
        CertificateNotValid,
        results.ResultContradictsFindings,
        results.OrderRequired,
        results.FindingRequired,
        results.AttemptsRequired,
        SignatureDoesNotFit,
    ),
)
async def file_inspection_result(
    info: Info, input: FileInspectionResultInput
) -> InspectionResultFiled:
    written = _read(input)
    signed = read_signed(
        input.signatures,
        input.signature_refusal,
        input.device_clock_offset_ms,
        now=info.context.now(),
    )
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_draft(info, input) as transaction:
        draft = transaction.draft
        visit = await file_result.read(
            draft, transaction.actor, inspection_id, edition=input.checklist_version
        )
        written = replace(written, report=visit.completed(written.report))
        filing = rules.file_result(
            visit.facts.to_file(),
            written.report,
            by=transaction.actor,
            now=transaction.now,
            today=transaction.today,
            checklist=visit.checklist,
            calendar=visit.calendar,
        )
        if visit.facts.task.state is TaskState.ISSUED and visit.facts.version_no == 0:
            _begin_task(transaction, visit)
        _record(transaction, visit.facts.inspection, filing, written.report.correction_reason)
        file_result.add(draft, transaction.keys, visit, written, signed, filing)
        return transaction.succeed(InspectionResultFiled(inspection_id=inspection_id))


def _begin_task(transaction: DraftedTransaction, visit: VisitToFile) -> None:
    """Start the task with the first record of any of its visits."""
    task = visit.facts.task
    to_state = transition(TASK, task.state, "first_record")
    file_result.begin_task(transaction.draft, visit, to_state)
    transaction.record_transition(
        "InspectionTask",
        task.id,
        from_state=task.state,
        to_state=to_state,
        event="first_record",
    )


def _record(
    transaction: DraftedTransaction,
    inspection: Inspection,
    filing: rules.Filing,
    reason: str | None,
) -> None:
    """Record the filing: transition, audit entry, message."""
    transaction.record_transition(
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=filing.state,
        event="file" if filing.state is InspectionState.TO_CONFIRM else "file_alone",
        ground=reason,
    )
    transaction.audit("inspection.result_filed", on=inspection.id, version=filing.version_no)
    transaction.enqueue(
        "inspection.result_filed",
        about=inspection.id,
        inspection_id=str(inspection.id),
        version=filing.version_no,
    )


def _read(input: FileInspectionResultInput) -> WrittenReport:
    """Raises InvalidInput for lists and texts out of bounds; the rule judges what they hold."""
    faults = InputFaults()
    _refuse_too_many(faults, input)
    notes = [
        faults.optional_text(f"answers[{i}].note", answer.note, longest=500)
        for i, answer in enumerate(input.answers)
    ]
    details = [
        faults.text(f"findings[{i}].detail", finding.detail, longest=1000)
        for i, finding in enumerate(input.findings)
    ]
    report = Report(
        visit_started_at=input.visit_started_at,
        visit_ended_at=input.visit_ended_at,
        result_codes=tuple(input.result_codes),
        measures=tuple(input.measures),
        methods=tuple(input.methods),
        summary=faults.text("summary", input.summary, longest=2000),
        answers=tuple(
            Answer(each.item_code, each.is_checked, each.problem_found, each.handling)
            for each in input.answers
        ),
        findings=tuple(
            FoundViolation(each.violation_code, each.item_code) for each in input.findings
        ),
        attempts=tuple(input.attempted_at),
        position=_position(input.position),
        device_clock_offset_ms=input.device_clock_offset_ms,
        correction_reason=faults.optional_text(
            "correctionReason", input.correction_reason, longest=500
        ),
    )
    faults.refuse()
    return WrittenReport(report, notes, details)


def _refuse_too_many(faults: InputFaults, input: FileInspectionResultInput) -> None:
    """Check lengths before contents, so that a huge list costs one violation, not ten thousand."""
    for name, rows, most in (
        ("answers", input.answers, 200),
        ("findings", input.findings, 100),
        ("attemptedAt", input.attempted_at, 20),
    ):
        if len(rows) > most:
            faults.add(name, f"不得超过{most}项", f"must have {most} entries at most")
    faults.refuse()


def _position(given: inputs.VisitPositionInput | None) -> Position | None:
    if given is None:
        return None
    return Position(given.latitude, given.longitude, given.datum, given.accuracy_m)
