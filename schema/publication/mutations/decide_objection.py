"""An official who took no part in the visit decides an objection; upheld, it reopens the result."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import correcting as rules
from persistence import publication, reference
from persistence.tables.inspections import PublicRecord
from persistence.tables.publication import Objection
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.publication import types
from schema.publication.reopening import reopen


@strawberry.input(description="A decision on an objection of an institution.")
class DecideObjectionInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    objection_id: strawberry.ID = strawberry.field(description="Opaque id of the objection.")
    is_upheld: bool = strawberry.field(
        description="Whether the objection is upheld, which reopens the result for correction."
    )
    reason: str = strawberry.field(
        description="What the verification found, up to 1,000 characters; the institution reads it."
    )


@strawberry.type(description="The objection is upheld or rejected.")
class ObjectionDecided:
    objection_id: Annotated[UUID, StoredAs("objection_id")]
    objection: types.Objection | None = shown(
        "objection_id", "The objection after the change, as the caller sees it."
    )


async def decide_objection(info: Asked, input: DecideObjectionInput) -> ObjectionDecided:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    objection_id = key_of("Objection", input.objection_id, "objectionId")
    async with writing(info, input) as deed:
        inspection, objection = await publication.claim(
            deed.session, deed.actor, Objection, objection_id
        )
        record = await deed.session.get_one(PublicRecord, objection.public_record_id)
        decision = rules.decide_objection(
            await publication.facts(deed.session, inspection, record),
            objection.state,
            by=deed.actor,
            is_upheld=input.is_upheld,
            today=deed.today,
            calendar=await reference.calendar(deed.session, since=deed.today),
        )
        deed.moved(
            "Objection",
            objection.id,
            from_state=objection.state,
            to_state=decision.state,
            event=decision.event,
        )
        objection.record_decision(
            decision.state, at=deed.now, by=deed.actor.account_id, reason=reason
        )
        if decision.correction is not None:
            reopen(
                deed,
                inspection,
                decision.correction,
                public_record_id=record.id,
                reason=reason,
                objection_id=objection.id,
            )
        deed.audit("objection.decided", on=objection.id, decision=decision.state)
        deed.sends("objection.decided", about=inspection.id, objection_id=str(objection.id))
        return deed.done(ObjectionDecided(objection_id=objection.id))
