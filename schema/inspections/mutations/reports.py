"""A report of a visit as clients send it: its parts, and how it becomes what the rules read."""

from typing import TYPE_CHECKING

import strawberry

from domain.inspections.reports import Answer, FoundViolation, Report
from domain.inspections.terms import Handling
from domain.positions import Datum, Position
from schema.inputs import Faults

if TYPE_CHECKING:
    from schema.inspections.mutations.file_inspection_result import FileInspectionResultInput


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


def read(input: "FileInspectionResultInput") -> tuple[Report, list[str | None], list[str]]:
    """The report, and the words beside it that no rule turns on: notes and details.

    Raises InvalidInput for lists and texts out of bounds; the rule judges what they hold.
    """
    faults = Faults()
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
    return report, notes, details


def _refuse_too_many(faults: Faults, input: "FileInspectionResultInput") -> None:
    """Before the rows are looked at: nobody is told of ten thousand faults."""
    for field, rows, most in (
        ("answers", input.answers, 200),
        ("findings", input.findings, 100),
        ("attemptedAt", input.attempted_at, 20),
    ):
        if len(rows) > most:
            faults.add(field, f"最多{most}项", f"{most} at most")
    faults.refuse()


def _position(given: VisitPositionInput | None) -> Position | None:
    if given is None:
        return None
    return Position(given.latitude, given.longitude, given.datum, given.accuracy_m)
