"""The authority finds its own published result wrong and has it corrected."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import correcting as rules
from domain.publication.results import ResultNotStanding
from persistence import inspections, publication, reference
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types
from schema.publication.reopening import reopen


@strawberry.input(description="A published result that was found wrong.")
class ReopenResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    reason: str = strawberry.field(
        description="What is wrong with the result, up to 1,000 characters; the institution"
        " reads it."
    )
    found_on: dt.date = strawberry.field(
        description="Day on which the error was found; the correction is due 5 working days later."
    )


@strawberry.type(
    description="The result is back with its officers; the published version stays public"
    " until it is corrected."
)
class ResultReopened:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def reopen_result(info: Asked, input: ReopenResultInput) -> ResultReopened:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        record = await publication.current_version(deed.session, inspection)
        correction = rules.reopen(
            await publication.facts(deed.session, inspection, record),
            by=deed.actor,
            found_on=input.found_on,
            today=deed.today,
            calendar=await reference.calendar(deed.session, since=input.found_on),
        )
        if record is None:
            raise ResultNotStanding(inspection.state)
        reopen(deed, inspection, correction, public_record_id=record.id, reason=reason)
        deed.audit(
            "result.reopened",
            on=inspection.id,
            version=record.version_no,
            due_on=correction.due.on.isoformat(),
        )
        return deed.done(ResultReopened(inspection_id=inspection.id))
