"""An officer leaves a visit."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections import file_result
from domain.permissions import Permission
from domain.visits import check_ins as rules
from persistence.visits import check_ins
from persistence.visits import writes as visits
from persistence.visits.table import CheckIn as Row
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_draft, mutation
from schema.visits.inputs import ArrivalPositionInput, read_position
from schema.visits.types import CheckIn


@strawberry.input(description="An officer's departure from a visit.")
class CheckOutInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    claimed_at: dt.datetime = field("When the officer left, by the phone's clock.")
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
    check_in: CheckIn | None = refetched("check_in_id", "The arrival together with the departure.")
    inspection: types.Inspection | None = refetched(
        "check_in_id",
        "The inspection after the change, as the caller sees it.",
        through=visits.visit_of(Row),
    )


@mutation(
    permission=Permission.VISIT_ATTEND,
    description="Check out when leaving a visit.",
    refuses=(
        file_result.NotCheckedIn,
        rules.AlreadyCheckedOut,
        rules.CheckInTooLate,
        file_result.VisitInFuture,
    ),
)
async def check_out(info: Info, input: CheckOutInput) -> CheckedOut:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    position = read_position(input.position)
    leaving = rules.ReportedArrival(
        input.claimed_at,
        input.device_clock_offset_ms,
        position,
        input.position.provider if input.position else None,
        input.position.is_mock if input.position else False,
    )
    async with begin_draft(info, input) as transaction:
        visit = await check_ins.read(
            transaction.draft, transaction.actor, inspection_id, leaving, today=transaction.today
        )
        decided = rules.check_out(
            visit.facts.to_attend(), leaving, by=transaction.actor, now=transaction.now
        )
        check_in_id = visit.facts.check_ins[decided.officer_id]
        transaction.draft.add(
            check_ins.departure(
                check_in_id, leaving, decided, distance_m=visit.distance_m, at=transaction.now
            )
        )
        transaction.audit("inspection.checked_out", on=inspection_id)
        return transaction.succeed(CheckedOut(check_in_id=check_in_id))
