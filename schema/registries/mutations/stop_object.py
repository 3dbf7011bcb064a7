"""The head stops inspections of an object for a time."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.registries import stopping as rules
from domain.registries.terms import StopGround
from persistence import registries
from persistence.identifiers import new_key
from persistence.tables.registries import ObjectStop
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.registries import types


@strawberry.input(description="A stop of inspections to order.")
class StopObjectInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    institution_id: strawberry.ID = strawberry.field(
        description="Opaque id of the institution that is not to be inspected."
    )
    ground: StopGround = strawberry.field(description="Ground on which inspections are stopped.")
    reason: str = strawberry.field(description="Reason of the stop, up to 1,000 characters.")
    first_on: dt.date = strawberry.field(description="First day of the stop; today or later.")
    last_on: dt.date | None = strawberry.field(
        default=None, description="Last day of the stop, inclusive; left out if it is open."
    )


@strawberry.type(description="The object stays out of all pools during that time.")
class ObjectStopped:
    stop_id: Annotated[UUID, StoredAs("stop_id")]
    stop: types.ObjectStop | None = shown(
        "stop_id", "The stop after the change, as the caller sees it."
    )


async def stop_object(info: Asked, input: StopObjectInput) -> ObjectStopped:
    institution_id = key_of("Institution", input.institution_id, "institutionId")
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    async with writing(info, input) as deed:
        found = await registries.object_of(deed.session, deed.actor, institution_id)
        rules.stop(
            found.region_code,
            found.sector,
            first_on=input.first_on,
            last_on=input.last_on,
            by=deed.actor,
            today=deed.today,
        )
        stop = ObjectStop(
            id=new_key(),
            institution_id=institution_id,
            ground=input.ground,
            reason=reason,
            first_on=input.first_on,
            last_on=input.last_on,
            stopped_by=deed.actor.account_id,
            stopped_at=deed.now,
        )
        deed.session.add(stop)
        deed.audit("object.stopped", on=institution_id, ground=input.ground)
        return deed.done(ObjectStopped(stop_id=stop.id))
