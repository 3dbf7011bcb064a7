"""The head stops inspections of an object for a time."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.registries import stops as rules
from domain.registries.terms import StopGround
from persistence.engine.identifiers import new_key
from persistence.registries import writes as registries
from persistence.registries.table import ObjectStop
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.registries import types


@strawberry.input(description="A stop of inspections to order.")
class StopObjectInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field(
        "Opaque id of the institution that is not to be inspected."
    )
    ground: StopGround = field("Ground on which inspections are stopped.")
    reason: str = field("Reason of the stop, up to 1,000 characters.")
    first_on: dt.date = field("First day of the stop; today or later.")
    last_on: dt.date | None = strawberry.field(
        default=None, description="Last day of the stop, inclusive; left out if it is open."
    )


@strawberry.type(description="The object stays out of all pools during that time.")
class ObjectStopped:
    stop_id: Annotated[UUID, StoredAs("stop_id")]
    stop: types.ObjectStop | None = refetched(
        "stop_id", "The stop after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.OBJECT_STOP,
    description="Stop inspections of an object for a time.",
    refuses=(NotAnAdministrativeOrgan, AuthorityIsClosed, OutsideJurisdiction),
)
async def stop_object(info: Info, input: StopObjectInput) -> ObjectStopped:
    institution_id = key_of("Institution", input.institution_id, "institutionId")
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        found = await registries.object_of(transaction.session, transaction.actor, institution_id)
        rules.stop(
            found.region_code,
            found.sector,
            first_on=input.first_on,
            last_on=input.last_on,
            by=transaction.actor,
            today=transaction.today,
        )
        stop = ObjectStop(
            id=new_key(),
            institution_id=institution_id,
            ground=input.ground,
            reason=reason,
            first_on=input.first_on,
            last_on=input.last_on,
            stopped_by=transaction.actor.account_id,
            stopped_at=transaction.now,
        )
        transaction.session.add(stop)
        transaction.audit("object.stopped", on=institution_id, ground=input.ground)
        return transaction.succeed(ObjectStopped(stop_id=stop.id))
