"""An institution objects to its public record."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import correcting as rules
from domain.publication.terms import ObjectionState
from persistence import publication, reference
from persistence.tables.publication import Objection
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, OWN_ID, Faults, key_of, own_key
from schema.publication import types


@strawberry.input(description="An objection of an institution to its public record.")
class ObjectToResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    public_record_id: strawberry.ID = strawberry.field(
        description="Opaque id of the current version of the institution's public record."
    )
    statement: str = strawberry.field(
        description="What is wrong with the record, up to 2,000 characters; never published."
    )


@strawberry.type(description="The objection is received and will be verified.")
class ObjectionRaised:
    objection_id: Annotated[UUID, StoredAs("objection_id")]
    objection: types.Objection | None = shown(
        "objection_id", "The objection after the change, as the caller sees it."
    )


async def object_to_result(info: Asked, input: ObjectToResultInput) -> ObjectionRaised:
    faults = Faults()
    statement = faults.text("statement", input.statement, longest=2000)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    objection_id = own_key("Objection", input.id)
    async with writing(info, input) as deed:
        inspection, record = await publication.claim_record(
            deed.session, deed.actor, public_record_id
        )
        due = rules.object_to(
            await publication.facts(deed.session, inspection, record),
            by=deed.actor,
            today=deed.today,
            calendar=await reference.calendar(deed.session, since=deed.today),
        )
        objection = Objection(
            id=objection_id,
            inspection_id=inspection.id,
            public_record_id=record.id,
            institution_id=inspection.institution_id,
            authority_id=inspection.authority_id,
            statement=statement,
            state=ObjectionState.RECEIVED,
            raised_by=deed.actor.account_id,
            raised_at=deed.now,
            due_on=due.on,
            due_is_provisional=due.provisional,
            due_rule=due.rule_code,
        )
        deed.session.add(objection)
        deed.moved(
            "Objection", objection.id, from_state=None, to_state=objection.state, event="object"
        )
        deed.audit("objection.raised", on=objection.id, version=record.version_no)
        deed.sends("objection.raised", about=inspection.id, objection_id=str(objection.id))
        return deed.done(ObjectionRaised(objection_id=objection.id))
