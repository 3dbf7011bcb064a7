"""An auditor releases a reply: it is shown, unchanged, beside the public record."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import replies as rules
from domain.publication import results
from persistence.inspections import writes as inspections
from persistence.publication import writes as publication
from persistence.publication.table import Reply
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="A reply to release to the public.")
class ShowReplyInput:
    operation_id: UUID = field(OPERATION_ID)
    reply_id: strawberry.ID = field("Opaque id of the reply.")


@strawberry.type(description="The reply is shown beside the record.")
class ReplyShown:
    reply_id: Annotated[UUID, StoredAs("reply_id")]
    reply: types.Reply | None = refetched(
        "reply_id", "The reply after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_PUBLISH,
    description="Release a reply: it is shown beside the public record.",
    refuses=(rules.ReplyAlreadyDecided, results.DeciderTookPart),
)
async def show_reply(info: Info, input: ShowReplyInput) -> ReplyShown:
    reply_id = key_of("Reply", input.reply_id, "replyId")
    async with begin_transaction(info, input) as transaction:
        inspection, reply = await publication.claim(
            transaction.session, transaction.actor, Reply, reply_id
        )
        state = rules.show(
            reply.state,
            by=transaction.actor,
            authority_id=inspection.authority_id,
            officers=await inspections.ever_sent(transaction.session, inspection),
        )
        transaction.record_transition(
            "Reply", reply.id, from_state=reply.state, to_state=state, event="show"
        )
        reply.record_decision(state, at=transaction.now, by=transaction.actor.account_id)
        transaction.audit("reply.shown", on=reply.id)
        return transaction.succeed(ReplyShown(reply_id=reply.id))
