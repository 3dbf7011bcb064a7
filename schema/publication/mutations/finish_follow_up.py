"""An officer of the visit or a task manager records that a measure is finished."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.moments import day_of
from domain.permissions import Permission
from domain.publication import follow_ups as rules
from domain.refusals import InvalidInput
from persistence.authorities.table import Authority
from persistence.inspections import writes as inspections
from persistence.publication import writes as publication
from persistence.publication.table import FollowUp
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="A follow-up measure that is finished.")
class FinishFollowUpInput:
    operation_id: UUID = field(OPERATION_ID)
    follow_up_id: strawberry.ID = field("Opaque id of the measure.")
    finished_on: dt.date = field("Day on which the measure was finished, in Asia/Shanghai time.")
    note: str = field("How it was finished, up to 1,000 characters; never published.")
    notified_authority_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The authority that was notified; required for NOTIFY_OTHER_DEPARTMENT and"
        " not allowed otherwise.",
    )
    case_reference: str | None = strawberry.field(
        default=None,
        description="Reference of the case, up to 100 characters; required for"
        " TRANSFER_CASE_LEAD and not allowed otherwise.",
    )


@strawberry.type(description="The measure is recorded as finished.")
class FollowUpFinished:
    follow_up_id: Annotated[UUID, StoredAs("follow_up_id")]
    follow_up: types.FollowUp | None = refetched(
        "follow_up_id", "The follow up after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.MEASURE_FINISH,
    description="Record that a follow-up measure is finished.",
    refuses=(rules.FollowUpNotOpen,),
)
async def finish_follow_up(info: Info, input: FinishFollowUpInput) -> FollowUpFinished:
    faults = InputFaults()
    note = faults.text("note", input.note, longest=1000)
    reference = faults.optional_text("caseReference", input.case_reference, longest=100)
    faults.refuse()
    follow_up_id = key_of("FollowUp", input.follow_up_id, "followUpId")
    authority_id = (
        None
        if input.notified_authority_id is None
        else key_of("Authority", input.notified_authority_id, "notifiedAuthorityId")
    )
    async with begin_transaction(info, input) as transaction:
        inspection, row = await publication.claim(
            transaction.session, transaction.actor, FollowUp, follow_up_id
        )
        if authority_id is not None and not await transaction.session.get(Authority, authority_id):
            raise InvalidInput.of(
                "notifiedAuthorityId", "该主管机关不存在", "must be the id of an authority"
            )
        open_measure = rules.StandingFollowUp(
            row.measure,
            row.state,
            inspection.authority_id,
            frozenset(await inspections.team(transaction.session, inspection)),
            day_of(row.opened_at),
        )
        finish = rules.Finish(input.finished_on, note, authority_id, reference)
        state = rules.finish(open_measure, finish, by=transaction.actor, today=transaction.today)
        transaction.record_transition(
            "FollowUp", row.id, from_state=row.state, to_state=state, event="finish"
        )
        row.record_finish(state, finish, by=transaction.actor.account_id)
        transaction.audit("follow_up.finished", on=row.id, measure=row.measure)
        return transaction.succeed(FollowUpFinished(follow_up_id=row.id))
