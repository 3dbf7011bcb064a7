"""An officer arrives at a visit; an institution without notice is notified now."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import NoticeMode
from domain.moments import day_of
from domain.visits import arriving as rules
from domain.visits.clocks import corrected
from persistence import inspections, visits
from persistence.tables.inspections import Inspection
from persistence.visits import arriving, noticing
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, OWN_ID, key_of, own_key
from schema.inspections import types
from schema.visits.inputs import ArrivalPositionInput, read_position
from schema.visits.types import CheckIn


@strawberry.input(description="An officer's arrival at a visit.")
class CheckInInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    claimed_at: dt.datetime = strawberry.field(
        description="When the officer arrived, by the phone's clock."
    )
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )
    position: ArrivalPositionInput | None = strawberry.field(
        default=None, description="Position of the phone on arrival, if it gave one."
    )
    certificates_shown: bool = strawberry.field(
        description="Whether the officers showed their enforcement certificates."
    )
    rights_told: bool = strawberry.field(
        description="Whether the officers informed the institution of its rights."
    )


@strawberry.type(description="The officer has checked in.")
class CheckedIn:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    check_in_id: Annotated[UUID, StoredAs("check_in_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )
    check_in: CheckIn | None = shown("check_in_id", "The arrival that was recorded.")


async def check_in(info: Asked, input: CheckInInput) -> CheckedIn:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    check_in_id = own_key("CheckIn", input.id)
    position = read_position(input.position)
    arrival = rules.Arrival(
        input.claimed_at,
        input.device_clock_offset_ms,
        position,
        input.position.provider if input.position else None,
        input.position.is_mock if input.position else False,
        certificates_shown=input.certificates_shown,
        rights_told=input.rights_told,
    )
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        on = day_of(corrected(arrival.claimed_at, arrival.offset_ms))
        distance_m = await arriving.distance_m(deed.session, inspection, position, on)
        decided = rules.check_in(
            await visits.attended(deed.session, inspection),
            arrival,
            distance_m=distance_m,
            by=deed.actor,
            now=deed.now,
            today=deed.today,
        )
        row = arriving.arrival(
            check_in_id, inspection.id, arrival, decided, distance_m=distance_m, at=deed.now
        )
        deed.session.add(row)
        await deed.session.flush()
        deed.audit("inspection.checked_in", on=inspection.id, flags=list(row.flags))
        if inspection.noticed_at is None:
            await _tell(deed, inspection, at=min(decided.corrected_at, deed.now))
        return deed.done(CheckedIn(inspection_id=inspection.id, check_in_id=check_in_id))


async def _tell(deed: Deed, inspection: Inspection, *, at: dt.datetime) -> None:
    assert deed.actor.account_id is not None
    await noticing.give(
        deed.session,
        inspection,
        noticing.ON_ARRIVAL,
        NoticeMode.ON_ARRIVAL,
        by=deed.actor.account_id,
        at=at,
        today=deed.today,
    )
    deed.audit("inspection.noticed", on=inspection.id, mode=NoticeMode.ON_ARRIVAL)
    deed.sends("inspection.noticed", about=inspection.id, inspection_id=str(inspection.id))
