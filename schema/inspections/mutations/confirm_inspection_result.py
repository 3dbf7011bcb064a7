"""The other officers of a visit confirm what one of them filed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections import confirming as rules
from domain.inspections.terms import InspectionState
from persistence import inspections
from persistence.tables.inspections import RecordConfirmation
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types


@strawberry.input(description="An officer's confirmation of a record.")
class ConfirmInspectionResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    record_version_no: int = strawberry.field(
        description="Version of the record that the officer has read."
    )


@strawberry.type(description="The officer has confirmed the record.")
class InspectionResultConfirmed:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def confirm_inspection_result(
    info: Asked, input: ConfirmInspectionResultInput
) -> InspectionResultConfirmed:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        record = await inspections.current_record(deed.session, inspection)
        facts = inspection.facts_of_record(
            await inspections.team(deed.session, inspection),
            version_no=record.version_no if record else 0,
            confirmed_by=await inspections.confirmed_by(deed.session, record),
        )
        confirmation = rules.confirm(facts, by=deed.actor, version_no=input.record_version_no)
        deed.session.add(
            RecordConfirmation(
                record_id=inspection.current_record_id,
                officer_id=confirmation.officer_id,
                confirmed_at=deed.now,
                record_hash=record.hash if record else None,
            )
        )
        is_last = confirmation.state is InspectionState.TO_AUDIT
        deed.moved(
            "Inspection",
            inspection.id,
            from_state=inspection.state,
            to_state=confirmation.state,
            event="confirm_last" if is_last else "confirm",
        )
        inspection.record_confirmation(confirmation)
        deed.audit("inspection.result_confirmed", on=inspection.id, version=confirmation.version_no)
        return deed.done(InspectionResultConfirmed(inspection_id=inspection.id))
