"""An institution objects to its public record."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import corrections as rules
from domain.publication import results
from domain.publication.terms import ObjectionState
from domain.refusals import IdTaken
from persistence.publication import writes as publication
from persistence.publication.table import Objection
from persistence.regions import reference
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="An objection of an institution to its public record.")
class ObjectToResultInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    public_record_id: strawberry.ID = field(
        "Opaque id of the current version of the institution's public record."
    )
    statement: str = field(
        "What is wrong with the record, up to 2,000 characters; never published."
    )


@strawberry.type(description="The objection is received and will be verified.")
class ObjectionRaised:
    objection_id: Annotated[UUID, StoredAs("objection_id")]
    objection: types.Objection | None = refetched(
        "objection_id", "The objection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_ANSWER,
    description="Object, as the institution, to its own public record.",
    refuses=(
        results.RecordSuperseded,
        results.ResultNotStanding,
        results.ObjectionPending,
        IdTaken,
    ),
)
async def object_to_result(info: Info, input: ObjectToResultInput) -> ObjectionRaised:
    faults = InputFaults()
    statement = faults.text("statement", input.statement, longest=2000)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    objection_id = own_key("Objection", input.id)
    async with begin_transaction(info, input) as transaction:
        inspection, record = await publication.claim_record(
            transaction.session, transaction.actor, public_record_id
        )
        due = rules.object_to(
            await publication.facts(transaction.session, inspection, record),
            by=transaction.actor,
            today=transaction.today,
            calendar=await reference.calendar(transaction.session, since=transaction.today),
        )
        objection = Objection(
            id=objection_id,
            inspection_id=inspection.id,
            public_record_id=record.id,
            institution_id=inspection.institution_id,
            authority_id=inspection.authority_id,
            statement=statement,
            state=ObjectionState.RECEIVED,
            raised_by=transaction.actor.account_id,
            raised_at=transaction.now,
            due_on=due.on,
            due_is_provisional=due.provisional,
            due_rule=due.rule_code,
        )
        transaction.session.add(objection)
        transaction.record_transition(
            "Objection", objection.id, from_state=None, to_state=objection.state, event="object"
        )
        transaction.audit("objection.raised", on=objection.id, version=record.version_no)
        transaction.enqueue("objection.raised", about=inspection.id, objection_id=str(objection.id))
        return transaction.succeed(ObjectionRaised(objection_id=objection.id))
