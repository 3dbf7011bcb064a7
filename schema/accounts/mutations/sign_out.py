"""A person ends the session of the device in use."""

import datetime as dt

import strawberry

from domain.sessions import SignInNeeded
from persistence.accounts import sessions
from persistence.engine import audit
from schema.fields import Info, field
from schema.mutations import session_mutation


@strawberry.type(description="The session has ended. Its tokens are no longer valid.")
class SignedOut:
    signed_out_at: dt.datetime = field("The moment at which the session ended.")


@session_mutation(
    description="End the session of the access token sent with this request.",
    refuses=(SignInNeeded,),
)
async def sign_out(info: Info) -> SignedOut:
    context = info.context
    account_id, session_id, now = context.actor.account_id, context.session_id, context.now()
    if account_id is None or session_id is None:
        raise SignInNeeded
    async with context.database.writing() as session:
        await sessions.end(session, session_id, at=now)
        audit.record(
            session, "session.ended", by=account_id, on=session_id, request_id=context.request_id
        )
    context.sessions.forget(account_id)
    return SignedOut(signed_out_at=now)
