"""An official who took no part in the visit decides an objection; upheld, it reopens the result."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import corrections as rules
from domain.publication import results
from persistence.inspections.table import PublicRecord
from persistence.publication import writes as publication
from persistence.publication.table import Objection
from persistence.regions import reference
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types
from schema.publication.reopen import reopen


@strawberry.input(description="A decision on an objection of an institution.")
class DecideObjectionInput:
    operation_id: UUID = field(OPERATION_ID)
    objection_id: strawberry.ID = field("Opaque id of the objection.")
    is_upheld: bool = field(
        "Whether the objection is upheld, which reopens the result for correction."
    )
    reason: str = field(
        "What the verification found, up to 1,000 characters; the institution reads it."
    )


@strawberry.type(description="The objection is upheld or rejected.")
class ObjectionDecided:
    objection_id: Annotated[UUID, StoredAs("objection_id")]
    objection: types.Objection | None = refetched(
        "objection_id", "The objection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_DECIDE_OBJECTION,
    description="Decide an objection; if it is upheld, the result is reopened.",
    refuses=(rules.ObjectionAlreadyDecided, results.DeciderTookPart),
)
async def decide_objection(info: Info, input: DecideObjectionInput) -> ObjectionDecided:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    objection_id = key_of("Objection", input.objection_id, "objectionId")
    async with begin_transaction(info, input) as transaction:
        inspection, objection = await publication.claim(
            transaction.session, transaction.actor, Objection, objection_id
        )
        record = await transaction.session.get_one(PublicRecord, objection.public_record_id)
        decision = rules.decide_objection(
            await publication.facts(transaction.session, inspection, record),
            objection.state,
            by=transaction.actor,
            is_upheld=input.is_upheld,
            today=transaction.today,
            calendar=await reference.calendar(transaction.session, since=transaction.today),
        )
        transaction.record_transition(
            "Objection",
            objection.id,
            from_state=objection.state,
            to_state=decision.state,
            event=decision.event,
        )
        objection.record_decision(
            decision.state, at=transaction.now, by=transaction.actor.account_id, reason=reason
        )
        if decision.correction is not None:
            await reopen(
                transaction,
                inspection,
                decision.correction,
                public_record_id=record.id,
                reason=reason,
                objection_id=objection.id,
            )
        transaction.audit("objection.decided", on=objection.id, decision=decision.state)
        transaction.enqueue(
            "objection.decided", about=inspection.id, objection_id=str(objection.id)
        )
        return transaction.succeed(ObjectionDecided(objection_id=objection.id))
