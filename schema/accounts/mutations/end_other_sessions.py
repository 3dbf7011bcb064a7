"""A person ends all their sessions but the one in use."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.sessions import SignInNeeded
from persistence.accounts import sessions
from persistence.accounts import writes as accounts
from schema.accounts.types import Account
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The operation that ends the caller's other sessions.")
class EndOtherSessionsInput:
    operation_id: UUID = field(OPERATION_ID)


@strawberry.type(description="Every other device is signed out.")
class OtherSessionsEnded:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account of the caller, as it is now.")


@mutation(
    description="End all of the caller's own sessions but the one of this request.",
    refuses=(SignInNeeded,),
)
async def end_other_sessions(info: Info, input: EndOtherSessionsInput) -> OtherSessionsEnded:
    context, account_id = info.context, info.context.actor.account_id
    if account_id is None:
        raise SignInNeeded
    async with begin_transaction(info, input) as transaction:
        await accounts.lock(transaction.session, account_id)
        await sessions.end_all(
            transaction.session, account_id, at=transaction.now, but=context.session_id
        )
        transaction.audit("session.others_ended", on=account_id)
        ended = transaction.succeed(OtherSessionsEnded(account_id=account_id))
    context.sessions.forget(account_id)
    return ended
