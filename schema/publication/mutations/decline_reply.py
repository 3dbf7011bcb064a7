"""An auditor declines to show a reply, for personal data or insults in it and for nothing else."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import replies as rules
from domain.publication import results
from domain.publication.terms import DeclineGround
from persistence.inspections import writes as inspections
from persistence.publication import writes as publication
from persistence.publication.table import Reply
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="A reply that is not to be shown.")
class DeclineReplyInput:
    operation_id: UUID = field(OPERATION_ID)
    reply_id: strawberry.ID = field("Opaque id of the reply.")
    ground: DeclineGround = field("What the reply contains that must not be public.")


@strawberry.type(description="The reply is not shown; the institution reads the ground.")
class ReplyDeclined:
    reply_id: Annotated[UUID, StoredAs("reply_id")]
    reply: types.Reply | None = refetched(
        "reply_id", "The reply after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_PUBLISH,
    description="Decline to show a reply because of personal data or insults in it.",
    refuses=(rules.ReplyAlreadyDecided, results.DeciderTookPart),
)
async def decline_reply(info: Info, input: DeclineReplyInput) -> ReplyDeclined:
    reply_id = key_of("Reply", input.reply_id, "replyId")
    async with begin_transaction(info, input) as transaction:
        inspection, reply = await publication.claim(
            transaction.session, transaction.actor, Reply, reply_id
        )
        state = rules.decline(
            reply.state,
            by=transaction.actor,
            authority_id=inspection.authority_id,
            officers=await inspections.ever_sent(transaction.session, inspection),
        )
        transaction.record_transition(
            "Reply",
            reply.id,
            from_state=reply.state,
            to_state=state,
            event="decline",
            ground=input.ground,
        )
        reply.record_decision(
            state, at=transaction.now, by=transaction.actor.account_id, ground=input.ground
        )
        transaction.audit("reply.declined", on=reply.id, ground=input.ground)
        transaction.enqueue("reply.declined", about=inspection.id, reply_id=str(reply.id))
        return transaction.succeed(ReplyDeclined(reply_id=reply.id))
