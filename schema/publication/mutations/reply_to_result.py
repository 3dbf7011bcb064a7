"""An institution replies to its public record, once for each version."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import replies as rules
from domain.publication import results
from domain.publication.terms import ReplyState
from domain.refusals import IdTaken
from persistence.publication import writes as publication
from persistence.publication.table import Reply
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="A reply of an institution to its public record.")
class ReplyToResultInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    public_record_id: strawberry.ID = field(
        "Opaque id of the current version of the institution's public record."
    )
    text: str = field(
        "The reply, up to 1,000 characters; shown to everyone, unchanged, once an"
        " auditor has released it."
    )


@strawberry.type(description="The reply waits for an auditor; its text stays as it is.")
class ReplyWritten:
    reply_id: Annotated[UUID, StoredAs("reply_id")]
    reply: types.Reply | None = refetched(
        "reply_id", "The reply after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_ANSWER,
    description="Reply, as the institution, to its own public record.",
    refuses=(results.RecordSuperseded, rules.ReplyAlreadyWritten, IdTaken),
)
async def reply_to_result(info: Info, input: ReplyToResultInput) -> ReplyWritten:
    faults = InputFaults()
    text = faults.text("text", input.text, longest=rules.LONGEST)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    reply_id = own_key("Reply", input.id)
    async with begin_transaction(info, input) as transaction:
        inspection, record = await publication.claim_record(
            transaction.session, transaction.actor, public_record_id
        )
        rules.write(
            await publication.facts(transaction.session, inspection, record), by=transaction.actor
        )
        transaction.session.add(
            Reply(
                id=reply_id,
                inspection_id=inspection.id,
                public_record_id=record.id,
                institution_id=inspection.institution_id,
                authority_id=inspection.authority_id,
                text=text,
                state=ReplyState.WRITTEN,
                written_by=transaction.actor.account_id,
                written_at=transaction.now,
            )
        )
        transaction.record_transition(
            "Reply", reply_id, from_state=None, to_state=ReplyState.WRITTEN, event="write"
        )
        transaction.audit("reply.written", on=reply_id, version=record.version_no)
        transaction.enqueue("reply.written", about=inspection.id, reply_id=str(reply_id))
        return transaction.succeed(ReplyWritten(reply_id=reply_id))
