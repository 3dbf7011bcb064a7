"""The authority answers the time that an institution proposed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.refusals import NotFound
from domain.visits import noticing as rules
from persistence import inspections
from persistence.visits import noticing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.visits.types import Appointment


@strawberry.input(description="The answer to a proposed appointment.")
class DecideAppointmentInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    appointment_id: strawberry.ID = strawberry.field(
        description="Opaque id of the proposed appointment."
    )
    is_accepted: bool = strawberry.field(description="Whether the officers will come at that time.")
    reason: str | None = strawberry.field(
        default=None, description="Reason of the answer, up to 500 characters; required to decline."
    )


@strawberry.type(description="The proposed appointment is accepted or declined.")
class AppointmentDecided:
    appointment_id: Annotated[UUID, StoredAs("appointment_id")]
    appointment: Appointment | None = shown(
        "appointment_id", "The appointment after the change, as the caller sees it."
    )


async def decide_appointment(info: Asked, input: DecideAppointmentInput) -> AppointmentDecided:
    faults = Faults()
    reason = faults.optional_text("reason", input.reason, longest=500)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    appointment_id = key_of("Appointment", input.appointment_id, "appointmentId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        row = await noticing.appointment(deed.session, inspection.id, appointment_id)
        if row is None:
            raise NotFound
        to_state = rules.answer(
            noticing.facts(inspection, None),
            row.state,
            is_accepted=input.is_accepted,
            reason=reason,
            by=deed.actor,
        )
        event = "accept" if input.is_accepted else "decline"
        deed.moved(
            "Appointment",
            row.id,
            from_state=row.state,
            to_state=to_state,
            event=event,
            ground=reason,
        )
        row.state, row.reason = to_state, reason
        row.decided_by, row.decided_at = deed.actor.account_id, deed.now
        deed.audit(f"appointment.{to_state.lower()}", on=row.id)
        deed.sends(
            f"appointment.{to_state.lower()}", about=row.id, inspection_id=str(inspection.id)
        )
        return deed.done(AppointmentDecided(appointment_id=row.id))
