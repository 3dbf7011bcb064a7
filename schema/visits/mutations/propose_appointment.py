"""An institution proposes a time for a visit."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import IdTaken
from domain.visits import notices as rules
from domain.visits.terms import AppointmentState
from persistence.inspections import writes as inspections
from persistence.visits import notices
from persistence.visits import writes as visits
from persistence.visits.table import Appointment as Row
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.visits.types import Appointment


@strawberry.input(description="A time for the visit to propose.")
class ProposeAppointmentInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    visit_at: dt.datetime = field(
        "The proposed time, within the window of the visit, on a working day or not."
    )
    note: str | None = strawberry.field(
        default=None, description="Note to the authority, up to 500 characters."
    )


@strawberry.type(description="The proposal waits for the authority's answer.")
class AppointmentProposed:
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
    permission=Permission.NOTICE_RESPOND,
    description="Propose, as the institution, a time for the visit.",
    refuses=(
        rules.AppointmentNotOffered,
        rules.NoticeTooLate,
        rules.AppointmentOpen,
        IdTaken,
    ),
)
async def propose_appointment(info: Info, input: ProposeAppointmentInput) -> AppointmentProposed:
    faults = InputFaults()
    note = faults.optional_text("note", input.note, longest=500)
    faults.refuse()
    appointment_id = own_key("Appointment", input.id)
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        notice = await notices.of(transaction.session, inspection.id)
        visit = notices.facts(inspection, notice)
        rules.propose(visit, input.visit_at, by=transaction.actor, now=transaction.now)
        row = Row(
            id=appointment_id,
            inspection_id=inspection.id,
            visit_at=input.visit_at,
            note=note,
            state=AppointmentState.PROPOSED,
            proposed_by=transaction.actor.account_id,
            proposed_at=transaction.now,
        )
        transaction.session.add(row)
        transaction.record_transition(
            "Appointment", row.id, from_state=None, to_state=row.state, event="propose"
        )
        transaction.audit("appointment.proposed", on=row.id)
        transaction.enqueue("appointment.proposed", about=row.id, inspection_id=str(inspection.id))
        return transaction.succeed(AppointmentProposed(appointment_id=row.id))
