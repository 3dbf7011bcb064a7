"""An officer leaves a visit."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.moments import day_of
from domain.visits import arriving as rules
from domain.visits.clocks import corrected
from persistence import inspections, visits
from persistence.visits import arriving
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.visits.inputs import ArrivalPositionInput, read_position
from schema.visits.types import CheckIn


@strawberry.input(description="An officer's departure from a visit.")
class CheckOutInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    claimed_at: dt.datetime = strawberry.field(
        description="When the officer left, by the phone's clock."
    )
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )
    position: ArrivalPositionInput | None = strawberry.field(
        default=None, description="Position of the phone on departure, if it gave one."
    )


@strawberry.type(description="The officer has checked out.")
class CheckedOut:
    check_in_id: Annotated[UUID, StoredAs("check_in_id")]
    check_in: CheckIn | None = shown("check_in_id", "The arrival together with the departure.")


async def check_out(info: Asked, input: CheckOutInput) -> CheckedOut:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    position = read_position(input.position)
    leaving = rules.Arrival(
        input.claimed_at,
        input.device_clock_offset_ms,
        position,
        input.position.provider if input.position else None,
        input.position.is_mock if input.position else False,
    )
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        visit = await visits.attended(deed.session, inspection)
        decided = rules.check_out(visit, leaving, by=deed.actor, now=deed.now)
        on = day_of(corrected(leaving.claimed_at, leaving.offset_ms))
        distance_m = await arriving.distance_m(deed.session, inspection, position, on)
        check_in_id = await arriving.check_in_of(deed.session, inspection.id, decided.officer_id)
        deed.session.add(
            arriving.departure(check_in_id, leaving, decided, distance_m=distance_m, at=deed.now)
        )
        deed.audit("inspection.checked_out", on=inspection.id)
        return deed.done(CheckedOut(check_in_id=check_in_id))
