"""An officer of the visit or a task manager records that a measure is finished."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.moments import day_of
from domain.publication import following as rules
from domain.refusals import InvalidInput
from persistence import inspections, publication
from persistence.tables.authorities import Authority
from persistence.tables.publication import FollowUp
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.publication import types


@strawberry.input(description="A follow-up measure that is finished.")
class FinishFollowUpInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    follow_up_id: strawberry.ID = strawberry.field(description="Opaque id of the measure.")
    finished_on: dt.date = strawberry.field(
        description="Day on which the measure was finished, in Asia/Shanghai time."
    )
    note: str = strawberry.field(
        description="How it was finished, up to 1,000 characters; never published."
    )
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
    follow_up: types.FollowUp | None = shown(
        "follow_up_id", "The follow up after the change, as the caller sees it."
    )


async def finish_follow_up(info: Asked, input: FinishFollowUpInput) -> FollowUpFinished:
    faults = Faults()
    note = faults.text("note", input.note, longest=1000)
    reference = faults.optional_text("caseReference", input.case_reference, longest=100)
    faults.refuse()
    follow_up_id = key_of("FollowUp", input.follow_up_id, "followUpId")
    authority_id = (
        None
        if input.notified_authority_id is None
        else key_of("Authority", input.notified_authority_id, "notifiedAuthorityId")
    )
    async with writing(info, input) as deed:
        inspection, row = await publication.claim(deed.session, deed.actor, FollowUp, follow_up_id)
        if authority_id is not None and not await deed.session.get(Authority, authority_id):
            raise InvalidInput.of(
                "notifiedAuthorityId", "该主管机关不存在", "must be the id of an authority"
            )
        open_measure = rules.OpenMeasure(
            row.measure,
            row.state,
            inspection.authority_id,
            frozenset(await inspections.team(deed.session, inspection)),
            day_of(row.opened_at),
        )
        finish = rules.Finish(input.finished_on, note, authority_id, reference)
        state = rules.finish(open_measure, finish, by=deed.actor, today=deed.today)
        deed.moved("FollowUp", row.id, from_state=row.state, to_state=state, event="finish")
        row.record_finish(state, finish, by=deed.actor.account_id)
        deed.audit("follow_up.finished", on=row.id, measure=row.measure)
        return deed.done(FollowUpFinished(follow_up_id=row.id))
