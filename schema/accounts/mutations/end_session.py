"""A person, or an administrator above, ends one session of an account."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.sessions import SignInNeeded
from persistence.accounts import sessions
from persistence.accounts import writes as accounts
from schema.accounts.types import Account
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The session that is to end.")
class EndSessionInput:
    operation_id: UUID = field(OPERATION_ID)
    session_id: strawberry.ID = field("The session, as `Account.sessions` names it, `sess_…`.")


@strawberry.type(description="The device is signed out, at once and for good.")
class DeviceSignedOut:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account whose session has ended.")


@mutation(
    description="End a session: one of the caller's own, or with `account:disable` one of an account all "
    "of whose roles lie within the caller's own jurisdiction. A session that has ended already stays "
    "so.",
    refuses=(SignInNeeded, OutsideJurisdiction),
)
async def end_session(info: Info, input: EndSessionInput) -> DeviceSignedOut:
    if info.context.actor.is_anonymous:
        raise SignInNeeded
    async with begin_transaction(info, input) as transaction:
        key = key_of("Session", input.session_id, "sessionId")
        ended = await sessions.claim(transaction.session, transaction.actor, key)
        held = await accounts.live_grants(transaction.session, ended.account_id)
        rules.may_end_sessions(
            transaction.actor,
            account_id=ended.account_id,
            held=await accounts.proposals(transaction.session, held),
        )
        await sessions.end(transaction.session, ended.id, at=transaction.now)
        transaction.audit("session.ended", on=ended.id, account=str(ended.account_id))
        signed_out = transaction.succeed(DeviceSignedOut(account_id=ended.account_id))
    info.context.sessions.forget(ended.account_id)
    return signed_out
