"""The head ends a stop: the object can be drawn again from today."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.offices import OutsideJurisdiction, refuse_unless_reached
from domain.permissions import Permission
from domain.registries import stops as rules
from persistence.institutions import writes as institutions
from persistence.registries import writes as registries
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.registries import types


@strawberry.input(description="A stop to end today.")
class EndObjectStopInput:
    operation_id: UUID = field(OPERATION_ID)
    stop_id: strawberry.ID = field("Opaque id of the stop.")


@strawberry.type(description="The stop is over from today.")
class ObjectStopEnded:
    stop_id: Annotated[UUID, StoredAs("stop_id")]
    stop: types.ObjectStop | None = refetched(
        "stop_id", "The stop after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.OBJECT_STOP,
    description="End a stop, so that the object can be drawn again.",
    refuses=(rules.StopEndedAlready, OutsideJurisdiction),
)
async def end_object_stop(info: Info, input: EndObjectStopInput) -> ObjectStopEnded:
    stop_id = key_of("ObjectStop", input.stop_id, "stopId")
    async with begin_transaction(info, input) as transaction:
        stop = await registries.stop(transaction.session, transaction.actor, stop_id)
        found = await institutions.get(transaction.session, stop.institution_id)
        offices = transaction.actor.offices_with(Permission.OBJECT_STOP)
        refuse_unless_reached(offices, found.region_code, found.sector)
        stop.last_on = rules.end(stop.first_on, stop.last_on, today=transaction.today)
        transaction.audit("object.stop_ended", on=stop.institution_id)
        return transaction.succeed(ObjectStopEnded(stop_id=stop.id))
