"""An auditor declines to show a reply, for personal data or insults in it and for nothing else."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import replying as rules
from domain.publication.terms import DeclineGround
from persistence import inspections, publication
from persistence.tables.publication import Reply
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.publication import types


@strawberry.input(description="A reply that is not to be shown.")
class DeclineReplyInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    reply_id: strawberry.ID = strawberry.field(description="Opaque id of the reply.")
    ground: DeclineGround = strawberry.field(
        description="What the reply contains that must not be public."
    )


@strawberry.type(description="The reply is not shown; the institution reads the ground.")
class ReplyDeclined:
    reply_id: Annotated[UUID, StoredAs("reply_id")]
    reply: types.Reply | None = shown(
        "reply_id", "The reply after the change, as the caller sees it."
    )


async def decline_reply(info: Asked, input: DeclineReplyInput) -> ReplyDeclined:
    reply_id = key_of("Reply", input.reply_id, "replyId")
    async with writing(info, input) as deed:
        inspection, reply = await publication.claim(deed.session, deed.actor, Reply, reply_id)
        state = rules.decline(
            reply.state,
            by=deed.actor,
            authority_id=inspection.authority_id,
            officers=await inspections.ever_sent(deed.session, inspection),
        )
        deed.moved(
            "Reply",
            reply.id,
            from_state=reply.state,
            to_state=state,
            event="decline",
            ground=input.ground,
        )
        reply.record_decision(state, at=deed.now, by=deed.actor.account_id, ground=input.ground)
        deed.audit("reply.declined", on=reply.id, ground=input.ground)
        deed.sends("reply.declined", about=inspection.id, reply_id=str(reply.id))
        return deed.done(ReplyDeclined(reply_id=reply.id))
