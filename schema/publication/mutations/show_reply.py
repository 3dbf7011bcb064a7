"""An auditor releases a reply: it is shown, unchanged, beside the public record."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import replying as rules
from persistence import inspections, publication
from persistence.tables.publication import Reply
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.publication import types


@strawberry.input(description="A reply to release to the public.")
class ShowReplyInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    reply_id: strawberry.ID = strawberry.field(description="Opaque id of the reply.")


@strawberry.type(description="The reply is shown beside the record.")
class ReplyShown:
    reply_id: Annotated[UUID, StoredAs("reply_id")]
    reply: types.Reply | None = shown(
        "reply_id", "The reply after the change, as the caller sees it."
    )


async def show_reply(info: Asked, input: ShowReplyInput) -> ReplyShown:
    reply_id = key_of("Reply", input.reply_id, "replyId")
    async with writing(info, input) as deed:
        inspection, reply = await publication.claim(deed.session, deed.actor, Reply, reply_id)
        state = rules.show(
            reply.state,
            by=deed.actor,
            authority_id=inspection.authority_id,
            officers=await inspections.ever_sent(deed.session, inspection),
        )
        deed.moved("Reply", reply.id, from_state=reply.state, to_state=state, event="show")
        reply.record_decision(state, at=deed.now, by=deed.actor.account_id)
        deed.audit("reply.shown", on=reply.id)
        return deed.done(ReplyShown(reply_id=reply.id))
