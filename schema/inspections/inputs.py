"""A visit report as clients send it: its parts, and its conversion into what the rules read."""

from typing import TYPE_CHECKING

import strawberry

from domain.inspections.reports import Answer, FoundViolation, Report
from domain.inspections.terms import Handling
from domain.positions import Datum, Position
from schema.fields import field
from schema.inputs import InputFaults

if TYPE_CHECKING:
    from schema.inspections.mutations.file_inspection_result import FileInspectionResultInput


@strawberry.input(description="The answer to one checklist item.")
class RecordAnswerInput:
    item_code: str = field("Code of an item of the inspection's checklist.")
    is_checked: bool = field("Whether the officers checked this item.")
    problem_found: bool | None = strawberry.field(
        default=None,
        description="Whether a problem was found; given for checked items only, and required"
        " there.",
    )
    handling: Handling | None = strawberry.field(
        default=None,
        description="How the problem was handled; given for checked items only, and required"
        " there.",
    )
    note: str | None = strawberry.field(
        default=None, description="Note on the item, up to 500 characters; never published."
    )


@strawberry.input(description="One violation found at the visit.")
class FindingInput:
    violation_code: str = field("Code of the violation, as the catalogue lists it.")
    detail: str = field("What was found, up to 1,000 characters; never published.")
    item_code: str | None = strawberry.field(
        default=None, description="Code of the checklist item that the violation belongs to."
    )


@strawberry.input(description="Position of the officer's phone when the result was written.")
class VisitPositionInput:
    latitude: float = field("Latitude in degrees, north positive, in `datum`.")
    longitude: float = field("Longitude in degrees, east positive, in `datum`.")
    accuracy_m: float | None = strawberry.field(
        default=None, description="Accuracy of the position in metres, if the phone gave one."
    )
    datum: Datum = field("Geodetic datum of latitude and longitude.")


def read(input: "FileInspectionResultInput") -> tuple[Report, list[str | None], list[str]]:
    """The report, and beside it the texts that no rule depends on: notes and details.

    Raises InvalidInput for lists and texts out of bounds; the rule judges what they hold.
    """
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
    return report, notes, details


def _refuse_too_many(faults: InputFaults, input: "FileInspectionResultInput") -> None:
    """Check lengths before contents, so that a huge list costs one violation, not ten thousand."""
    for name, rows, most in (
        ("answers", input.answers, 200),
        ("findings", input.findings, 100),
        ("attemptedAt", input.attempted_at, 20),
    ):
        if len(rows) > most:
            faults.add(name, f"不得超过{most}项", f"must have {most} entries at most")
    faults.refuse()


def _position(given: VisitPositionInput | None) -> Position | None:
    if given is None:
        return None
    return Position(given.latitude, given.longitude, given.datum, given.accuracy_m)
