"""An officer files the result of a visit; the other officers have yet to confirm it."""

import datetime as dt
from dataclasses import replace
from typing import Annotated
from uuid import UUID

import strawberry

from domain import checklists
from domain.checklists import Checklist, ChecklistVersionUnknown
from domain.inspections import file_result as rules
from domain.inspections import results
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import (
    InspectionState,
    Measure,
    Method,
    ResultCode,
    TaskState,
)
from domain.inspections.transitions import TASK
from domain.moments import day_of
from domain.permissions import Permission
from domain.transitions import transition
from domain.visits.canonical import digest
from domain.visits.clocks import corrected
from domain.visits.record_signatures import SignatureDoesNotFit, refuse_unfit
from persistence.evidence import declarations, seals
from persistence.inspections import file_result
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection
from persistence.regions import reference
from persistence.visits import record_signatures, surroundings
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import inputs, types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.visits.inputs import GivenSignatures, SignatureInput, SignatureRefusalInput, read_signed


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
    report, notes, details = inputs.read(input)
    signed = read_signed(
        input.signatures,
        input.signature_refusal,
        input.device_clock_offset_ms,
        now=info.context.now(),
    )
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    # The corrected day, as the rule uses it: a phone weeks ahead would skip holidays that count.
    ended_on = day_of(corrected(report.visit_ended_at, report.device_clock_offset_ms))
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        inspection = await inspections.claim(session, transaction.actor, inspection_id)
        team = await inspections.team(session, inspection)
        record = await inspections.current_record(session, inspection)
        checklist = _edition(inspection, input.checklist_version)
        around = await surroundings.of(session, inspection)
        report = replace(
            report,
            has_order=around.has_closed_order,
            # Once published, a result can be found wrong, and its order with it.
            is_ordered=bool(around.orders) and inspection.published_at is None,
        )
        decided = rules.file_result(
            inspection.facts(
                team,
                record_count=record.version_no if record else 0,
                arrivals=around.arrivals,
                has_evidence=around.has_evidence,
                predates_arrivals=around.predates_arrivals,
            ),
            report,
            by=transaction.actor,
            now=transaction.now,
            today=transaction.today,
            checklist=checklist,
            calendar=await reference.calendar(session, since=ended_on),
        )
        canonical = record_signatures.canonical_text(
            inspection,
            around,
            report,
            decided,
            checklist_version=checklist.version,
            notes=notes,
            details=details,
        )
        refuse_unfit(digest(canonical), signed.hashes, version_no=decided.version_no)
        await record_signatures.refuse_unless_evidence(session, inspection.id, signed.pictures)
        record_id = await file_result.add(
            session,
            inspection.id,
            report,
            decided,
            notes=notes,
            details=details,
            checklist_version=checklist.version,
            canonical=canonical,
        )
        _write_signed(transaction, record_id, signed, by=decided.filed_by)
        await declarations.cover(session, inspection.id, record_id)
        await seals.seal_record(session, transaction.keys, record_id)
        if record is None:
            await _begin_task(transaction, inspection)
        transaction.record_transition(
            "Inspection",
            inspection.id,
            from_state=inspection.state,
            to_state=decided.state,
            event="file" if decided.state is InspectionState.TO_CONFIRM else "file_alone",
            ground=report.correction_reason,
        )
        inspection.record_filing(decided, record_id)
        transaction.audit("inspection.result_filed", on=inspection.id, version=decided.version_no)
        transaction.enqueue(
            "inspection.result_filed",
            about=inspection.id,
            inspection_id=str(inspection.id),
            version=decided.version_no,
        )
        return transaction.succeed(InspectionResultFiled(inspection_id=inspection.id))


def _edition(inspection: Inspection, version: int | None) -> Checklist:
    """The edition that the report was made with; a report on a retired edition is judged by it."""
    chosen = inspection.checklist_version if version is None else version
    return checklists.edition(inspection.checklist_code, chosen)


def _write_signed(
    transaction: Transaction, record_id: UUID, signed: GivenSignatures, *, by: UUID
) -> None:
    """Store the signatures given during the visit, and the note on a missing one."""
    for signature, picture in signed.signatures:
        record_signatures.sign(
            transaction.session,
            record_id,
            signature,
            by=by,
            at=transaction.now,
            evidence_id=picture,
        )
    if signed.unsigned is not None:
        unsigned, picture = signed.unsigned
        record_signatures.note(
            transaction.session, record_id, unsigned, by=by, at=transaction.now, evidence_id=picture
        )


async def _begin_task(transaction: Transaction, inspection: Inspection) -> None:
    """Start the task with the first record of any of its visits."""
    to_state = transition(TASK, TaskState.ISSUED, "first_record")
    if await file_result.move_issued_task(transaction.session, inspection.task_id, to_state):
        transaction.record_transition(
            "InspectionTask",
            inspection.task_id,
            from_state=TaskState.ISSUED,
            to_state=to_state,
            event="first_record",
        )
