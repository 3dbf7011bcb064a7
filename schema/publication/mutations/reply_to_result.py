"""An institution replies to its public record, once for each version."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import replying as rules
from domain.publication.terms import ReplyState
from persistence import publication
from persistence.tables.publication import Reply
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, OWN_ID, Faults, key_of, own_key
from schema.publication import types


@strawberry.input(description="A reply of an institution to its public record.")
class ReplyToResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    public_record_id: strawberry.ID = strawberry.field(
        description="Opaque id of the current version of the institution's public record."
    )
    text: str = strawberry.field(
        description="The reply, up to 1,000 characters; shown to everyone, unchanged, once an"
        " auditor has released it."
    )


@strawberry.type(description="The reply waits for an auditor; its text stays as it is.")
class ReplyWritten:
    reply_id: Annotated[UUID, StoredAs("reply_id")]
    reply: types.Reply | None = shown(
        "reply_id", "The reply after the change, as the caller sees it."
    )


async def reply_to_result(info: Asked, input: ReplyToResultInput) -> ReplyWritten:
    faults = Faults()
    text = faults.text("text", input.text, longest=rules.LONGEST)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    reply_id = own_key("Reply", input.id)
    async with writing(info, input) as deed:
        inspection, record = await publication.claim_record(
            deed.session, deed.actor, public_record_id
        )
        rules.write(await publication.facts(deed.session, inspection, record), by=deed.actor)
        deed.session.add(
            Reply(
                id=reply_id,
                inspection_id=inspection.id,
                public_record_id=record.id,
                institution_id=inspection.institution_id,
                authority_id=inspection.authority_id,
                text=text,
                state=ReplyState.WRITTEN,
                written_by=deed.actor.account_id,
                written_at=deed.now,
            )
        )
        deed.moved("Reply", reply_id, from_state=None, to_state=ReplyState.WRITTEN, event="write")
        deed.audit("reply.written", on=reply_id, version=record.version_no)
        deed.sends("reply.written", about=inspection.id, reply_id=str(reply_id))
        return deed.done(ReplyWritten(reply_id=reply_id))
