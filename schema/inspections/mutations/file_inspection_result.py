"""An officer files what a visit found; the other officers have yet to stand behind it."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import strawberry

from domain import checklists
from domain.inspections import filing as rules
from domain.inspections.terms import (
    InspectionState,
    Measure,
    Method,
    ResultCode,
    TaskState,
)
from domain.inspections.transitions import TASK
from domain.transitions import transition
from persistence import inspections, rectification, reference
from persistence.evidence import declaring, sealing
from persistence.inspections import filing
from persistence.tables.inspections import Inspection
from schema.answering import Asked, shown
from schema.deeds import Deed, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.inspections.mutations import reports


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
    answers: list[reports.RecordAnswerInput] = strawberry.field(
        default_factory=list, description="The checklist, item by item; up to 200."
    )
    findings: list[reports.FindingInput] = strawberry.field(
        default_factory=list, description="Violations found; up to 100."
    )
    attempted_at: list[dt.datetime] = strawberry.field(
        default_factory=list,
        description="Attempts to reach an institution that could not be reached; up to 20.",
    )
    position: reports.VisitPositionInput | None = strawberry.field(
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
    report, notes, details = reports.read(input)
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        team = await inspections.team(deed.session, inspection)
        record = await inspections.current_record(deed.session, inspection)
        report = replace(
            report, has_order=await rectification.has_order(deed.session, inspection.id)
        )
        decided = rules.file_result(
            inspection.facts(team, record_count=record.version_no if record else 0),
            report,
            by=deed.actor,
            now=deed.now,
            today=deed.today,
            checklist=checklists.BY_CODE_AND_VERSION[
                inspection.checklist_code, inspection.checklist_version
            ],
            calendar=await reference.calendar(deed.session, since=input.visit_started_at.date()),
        )
        record_id = await filing.add(
            deed.session, inspection.id, report, decided, notes=notes, details=details
        )
        await declaring.cover(deed.session, inspection.id, record_id)
        await sealing.seal_record(deed.session, deed.keys, record_id)
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
        deed.sends(
            "inspection.result_filed",
            about=inspection.id,
            inspection_id=str(inspection.id),
            version=decided.version_no,
        )
        return deed.done(InspectionResultFiled(inspection_id=inspection.id))


async def _begin_task(deed: Deed, inspection: Inspection) -> None:
    """The first record of any of its visits sets a task going."""
    to_state = transition(TASK, TaskState.ISSUED, "first_record")
    if await filing.move_issued_task(deed.session, inspection.task_id, to_state):
        deed.moved(
            "InspectionTask",
            inspection.task_id,
            from_state=TaskState.ISSUED,
            to_state=to_state,
            event="first_record",
        )
