"""The authority finds its own published result wrong and has it corrected."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import corrections as rules
from domain.publication import results
from domain.publication.results import ResultNotStanding
from persistence.inspections import writes as inspections
from persistence.publication import writes as publication
from persistence.regions import reference
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication.reopen import reopen


@strawberry.input(description="A published result that was found wrong.")
class ReopenResultInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    reason: str = field(
        "What is wrong with the result, up to 1,000 characters; the institution reads it."
    )
    found_on: dt.date = field(
        "Day on which the error was found; the correction is due 5 working days later."
    )


@strawberry.type(
    description="The result is back with its officers; the published version stays public"
    " until it is corrected."
)
class ResultReopened:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_DECIDE_OBJECTION,
    description="Reopen a published result that the authority itself found wrong.",
    refuses=(results.ResultNotStanding, results.ObjectionPending, results.DeciderTookPart),
)
async def reopen_result(info: Info, input: ReopenResultInput) -> ResultReopened:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        record = await publication.current_version(transaction.session, inspection)
        correction = rules.reopen(
            await publication.facts(transaction.session, inspection, record),
            by=transaction.actor,
            found_on=input.found_on,
            today=transaction.today,
            calendar=await reference.calendar(transaction.session, since=input.found_on),
        )
        if record is None:
            raise ResultNotStanding(inspection.state)
        await reopen(transaction, inspection, correction, public_record_id=record.id, reason=reason)
        transaction.audit(
            "result.reopened",
            on=inspection.id,
            version=record.version_no,
            due_on=correction.due.on.isoformat(),
        )
        return transaction.succeed(ResultReopened(inspection_id=inspection.id))
