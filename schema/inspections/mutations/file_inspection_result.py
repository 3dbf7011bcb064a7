"""An officer files what a visit found; the other officers have yet to stand behind it."""

import datetime as dt
from uuid import UUID

import strawberry

from domain import checklists
from domain.inspections import filing as rules
from domain.inspections.reports import Answer, FoundViolation, Report
from domain.inspections.terms import (
    Handling,
    InspectionState,
    Measure,
    Method,
    ResultCode,
    TaskState,
)
from domain.inspections.transitions import TASK
from domain.positions import Datum, Position
from domain.transitions import transition
from persistence import inspections, reference
from persistence.inspections import filing
from persistence.tables.inspections import Inspection
from schema.answering import Asked, shown
from schema.deeds import Deed, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types


@strawberry.input(description="One checklist item as answered.")
class RecordAnswerInput:
    item_code: str = strawberry.field(description="Item of the inspection's checklist.")
    is_checked: bool = strawberry.field(description="Whether it was checked.")
    problem_found: bool | None = strawberry.field(
        default=None, description="Whether a problem was found; exactly for a checked item."
    )
    handling: Handling | None = strawberry.field(
        default=None, description="What was done about it; exactly for a checked item."
    )
    note: str | None = strawberry.field(
        default=None, description="A note, up to 500 characters; never published."
    )


@strawberry.input(description="One violation found.")
class FindingInput:
    violation_code: str = strawberry.field(description="Code of the violation.")
    detail: str = strawberry.field(
        description="What was found, up to 1,000 characters; never published."
    )
    item_code: str | None = strawberry.field(
        default=None, description="The checklist item it belongs to."
    )


@strawberry.input(description="Where the officer's phone was.")
class VisitPositionInput:
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")
    accuracy_m: float | None = strawberry.field(default=None, description="Accuracy in metres.")
    datum: Datum = strawberry.field(description="The datum they are given in.")


@strawberry.input(description="What a visit found.")
class FileInspectionResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="The inspection.")
    visit_started_at: dt.datetime = strawberry.field(description="Start of the visit, as claimed.")
    visit_ended_at: dt.datetime = strawberry.field(description="End of the visit, as claimed.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None, description="The phone's time minus the server's, in milliseconds."
    )
    methods: list[Method] = strawberry.field(description="How it was carried out.")
    result_codes: list[ResultCode] = strawberry.field(description="What was found.")
    measures: list[Measure] = strawberry.field(description="What follows.")
    summary: str = strawberry.field(
        description="Summary in words, up to 2,000 characters; never published."
    )
    answers: list[RecordAnswerInput] = strawberry.field(
        default_factory=list, description="The checklist, item by item; up to 200."
    )
    findings: list[FindingInput] = strawberry.field(
        default_factory=list, description="Violations found; up to 100."
    )
    attempted_at: list[dt.datetime] = strawberry.field(
        default_factory=list,
        description="Attempts to reach an institution that could not be reached; up to 20.",
    )
    position: VisitPositionInput | None = strawberry.field(
        default=None, description="Where the officer's phone was."
    )
    correction_reason: str | None = strawberry.field(
        default=None,
        description="Why it is filed anew, up to 500 characters; exactly after a rejection.",
    )


@strawberry.type(description="The result is on record.")
class InspectionResultFiled:
    inspection_id: strawberry.Private[UUID]
    inspection: types.Inspection | None = shown("inspection_id", "The inspection.")


async def file_inspection_result(
    info: Asked, input: FileInspectionResultInput
) -> InspectionResultFiled:
    report, notes, details = _read(input)
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        team = await inspections.team(deed.session, inspection)
        record = await inspections.current_record(deed.session, inspection)
        decided = rules.file_result(
            inspection.facts(team, record_count=record.version_no if record else 0),
            report,
            by=deed.actor,
            now=deed.now,
            today=deed.today,
            checklist=checklists.BY_CODE_AND_VERSION[
                inspection.checklist_code, inspection.checklist_version
            ],
            calendar=await reference.calendar(deed.session),
        )
        record_id = await filing.add(
            deed.session, inspection.id, report, decided, notes=notes, details=details
        )
        if record is None:
            await _begin_task(deed, inspection)
        deed.moved(
            "Inspection",
            inspection.id,
            from_state=inspection.state,
            to_state=decided.state,
            event="file" if decided.state is InspectionState.TO_CONFIRM else "file_alone",
            ground=report.correction_reason,
        )
        inspection.record_filing(decided, record_id)
        deed.audit("inspection.result_filed", on=inspection.id, version=decided.version_no)
        return deed.done(InspectionResultFiled(inspection_id=inspection.id))


async def _begin_task(deed: Deed, inspection: Inspection) -> None:
    """The first record of any of its visits sets a task going."""
    task = await inspections.claim_task(deed.session, inspection)
    if task.state is TaskState.ISSUED:
        to_state = transition(TASK, task.state, "first_record")
        deed.moved(
            "InspectionTask",
            task.id,
            from_state=task.state,
            to_state=to_state,
            event="first_record",
        )
        task.record_state(to_state)


def _read(input: FileInspectionResultInput) -> tuple[Report, list[str | None], list[str]]:
    """The report, and the words beside it that no rule turns on: notes and details."""
    faults = Faults()
    for field, rows, most in (
        ("answers", input.answers, 200),
        ("findings", input.findings, 100),
        ("attemptedAt", input.attempted_at, 20),
    ):
        if len(rows) > most:
            faults.add(field, f"最多{most}项", f"{most} at most")
    faults.refuse()
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
    return report, notes, details


def _position(given: VisitPositionInput | None) -> Position | None:
    if given is None:
        return None
    return Position(given.latitude, given.longitude, given.datum, given.accuracy_m)
