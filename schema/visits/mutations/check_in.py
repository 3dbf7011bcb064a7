"""An officer arrives at a visit; an institution without notice is notified now."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections import file_result
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import NoticeMode
from domain.permissions import Permission
from domain.refusals import IdTaken
from domain.visits import check_ins as rules
from persistence.visits import check_ins, notices
from persistence.visits.check_ins import VisitToAttend
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, OWN_ID, key_of, own_key
from schema.inspections import types
from schema.mutations import DraftedTransaction, StoredAs, begin_draft, mutation
from schema.visits.inputs import ArrivalPositionInput, read_position
from schema.visits.types import CheckIn


@strawberry.input(description="An officer's arrival at a visit.")
class CheckInInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    claimed_at: dt.datetime = field("When the officer arrived, by the phone's clock.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )
    position: ArrivalPositionInput | None = strawberry.field(
        default=None, description="Position of the phone on arrival, if it gave one."
    )
    certificates_shown: bool = field("Whether the officers showed their enforcement certificates.")
    rights_told: bool = field("Whether the officers informed the institution of its rights.")


@strawberry.type(description="The officer has checked in.")
class CheckedIn:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    check_in_id: Annotated[UUID, StoredAs("check_in_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )
    check_in: CheckIn | None = refetched("check_in_id", "The arrival that was recorded.")


@mutation(
    permission=Permission.VISIT_ATTEND,
    description="Check in at a visit. A distant or doubtful position is noted, never refused.",
    refuses=(
        rules.AlreadyCheckedIn,
        rules.CheckInTooLate,
        file_result.InspectionNotYetHeld,
        file_result.VisitInFuture,
        file_result.WindowOver,
        CertificateNotValid,
        IdTaken,
    ),
)
async def check_in(info: Info, input: CheckInInput) -> CheckedIn:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    check_in_id = own_key("CheckIn", input.id)
    position = read_position(input.position)
    arrival = rules.ReportedArrival(
        input.claimed_at,
        input.device_clock_offset_ms,
        position,
        input.position.provider if input.position else None,
        input.position.is_mock if input.position else False,
        certificates_shown=input.certificates_shown,
        rights_told=input.rights_told,
    )
    async with begin_draft(info, input) as transaction:
        visit = await check_ins.read(
            transaction.draft, transaction.actor, inspection_id, arrival, today=transaction.today
        )
        decided = rules.check_in(
            visit.facts.to_attend(),
            arrival,
            distance_m=visit.distance_m,
            by=transaction.actor,
            now=transaction.now,
            today=transaction.today,
        )
        row = check_ins.arrival(
            check_in_id,
            inspection_id,
            arrival,
            decided,
            distance_m=visit.distance_m,
            at=transaction.now,
        )
        transaction.draft.add(row)
        transaction.audit("inspection.checked_in", on=inspection_id, flags=list(row.flags))
        if visit.notice is not None:
            _notify(transaction, visit, at=min(decided.corrected_at, transaction.now))
        return transaction.succeed(CheckedIn(inspection_id=inspection_id, check_in_id=check_in_id))


def _notify(transaction: DraftedTransaction, visit: VisitToAttend, *, at: dt.datetime) -> None:
    inspection = visit.facts.inspection
    assert transaction.actor.account_id is not None
    assert visit.notice is not None
    notices.give(
        transaction.draft,
        inspection,
        notices.ON_ARRIVAL,
        visit.notice,
        NoticeMode.ON_ARRIVAL,
        by=transaction.actor.account_id,
        at=at,
        today=transaction.today,
    )
    transaction.audit("inspection.noticed", on=inspection.id, mode=NoticeMode.ON_ARRIVAL)
    transaction.enqueue("inspection.noticed", about=inspection.id, inspection_id=str(inspection.id))
