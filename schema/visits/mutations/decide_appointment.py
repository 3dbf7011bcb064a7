"""The authority answers the time that an institution proposed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import NotFound
from domain.visits import notices as rules
from persistence.inspections import writes as inspections
from persistence.visits import notices
from persistence.visits import writes as visits
from persistence.visits.table import Appointment as Row
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.visits.types import Appointment


@strawberry.input(description="The answer to a proposed appointment.")
class DecideAppointmentInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    appointment_id: strawberry.ID = field("Opaque id of the proposed appointment.")
    is_accepted: bool = field("Whether the officers will come at that time.")
    reason: str | None = strawberry.field(
        default=None, description="Reason of the answer, up to 500 characters; required to decline."
    )


@strawberry.type(description="The proposed appointment is accepted or declined.")
class AppointmentDecided:
    appointment_id: Annotated[UUID, StoredAs("appointment_id")]
    appointment: Appointment | None = refetched(
        "appointment_id", "The appointment after the change, as the caller sees it."
    )
    inspection: types.Inspection | None = refetched(
        "appointment_id",
        "The inspection after the change, as the caller sees it.",
        through=visits.visit_of(Row),
    )


@mutation(
    permission=Permission.NOTICE_ISSUE,
    description="Accept or decline the time that an institution proposed.",
    refuses=(rules.AppointmentSettled, rules.NoticeTooLate),
)
async def decide_appointment(info: Info, input: DecideAppointmentInput) -> AppointmentDecided:
    faults = InputFaults()
    reason = faults.optional_text("reason", input.reason, longest=500)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    appointment_id = key_of("Appointment", input.appointment_id, "appointmentId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        row = await notices.appointment(transaction.session, inspection.id, appointment_id)
        if row is None:
            raise NotFound
        to_state = rules.answer(
            notices.facts(inspection, None),
            row.state,
            is_accepted=input.is_accepted,
            reason=reason,
            by=transaction.actor,
        )
        event = "accept" if input.is_accepted else "decline"
        transaction.record_transition(
            "Appointment",
            row.id,
            from_state=row.state,
            to_state=to_state,
            event=event,
            ground=reason,
        )
        row.state, row.reason = to_state, reason
        row.decided_by, row.decided_at = transaction.actor.account_id, transaction.now
        transaction.audit(f"appointment.{to_state.lower()}", on=row.id)
        transaction.enqueue(
            f"appointment.{to_state.lower()}", about=row.id, inspection_id=str(inspection.id)
        )
        return transaction.succeed(AppointmentDecided(appointment_id=row.id))
