"""The other officers of a visit confirm what one of them filed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections import confirmations as rules
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import InspectionState
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.inspections.table import RecordConfirmation
from persistence.visits import facts
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_draft, mutation


@strawberry.input(description="An officer's confirmation of a record.")
class ConfirmInspectionResultInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    record_version_no: int = field("Version of the record that the officer has read.")


@strawberry.type(description="The officer has confirmed the record.")
class InspectionResultConfirmed:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.INSPECTION_FILE_RESULT,
    description="Confirm the record that another officer of the visit filed.",
    refuses=(
        rules.AlreadyConfirmed,
        rules.NotAwaitingConfirmation,
        ChangedMeanwhile,
        CertificateNotValid,
    ),
)
async def confirm_inspection_result(
    info: Info, input: ConfirmInspectionResultInput
) -> InspectionResultConfirmed:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_draft(info, input) as transaction:
        visit = await facts.read(transaction.draft, transaction.actor, inspection_id)
        inspection = visit.inspection
        confirmation = rules.confirm(
            visit.to_confirm(), by=transaction.actor, version_no=input.record_version_no
        )
        transaction.draft.add(
            RecordConfirmation(
                record_id=inspection.current_record_id,
                officer_id=confirmation.officer_id,
                confirmed_at=transaction.now,
                record_hash=visit.record_hash,
            )
        )
        is_last = confirmation.state is InspectionState.TO_AUDIT
        transaction.record_transition(
            "Inspection",
            inspection.id,
            from_state=inspection.state,
            to_state=confirmation.state,
            event="confirm_last" if is_last else "confirm",
        )
        inspection.record_confirmation(confirmation)
        transaction.audit(
            "inspection.result_confirmed", on=inspection.id, version=confirmation.version_no
        )
        return transaction.succeed(InspectionResultConfirmed(inspection_id=inspection.id))
