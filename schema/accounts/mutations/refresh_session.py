"""A device sends its refresh token and receives the next pair of tokens."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.sessions import SessionEnded, Turn
from persistence.accounts import sessions
from persistence.engine import audit
from schema.accounts.mutations.sign_in import DEVICE_ID
from schema.accounts.own_account import own_account
from schema.accounts.types import Account
from schema.fields import Info, field
from schema.inputs import InputFaults
from schema.mutations import session_mutation


@strawberry.input(description="The session that is to be continued.")
class RefreshSessionInput:
    refresh_token: str = field("The refresh token that the device received last.")
    device_id: str = field(DEVICE_ID)


@strawberry.type(description="The session continues. The refresh token that was sent is used up.")
class SessionRefreshed:
    account_id: strawberry.Private[UUID]
    access_token: str = field("Bearer token to send in the Authorization header.")
    access_token_expires_at: dt.datetime = field("The moment at which the access token expires.")
    refresh_token: str = field(
        "Token for obtaining the next pair of tokens: valid once, from this device only."
    )
    account: Account | None = own_account("The account that is signed in.")


@session_mutation(
    description="Continue a session. A refresh token that the same device sends again within "
    "60 seconds gets the same successor, or the one that followed it; sent later or from "
    "another device, it ends the session. A session ends after the days that the operator set, "
    "however often it was continued.",
    refuses=(SessionEnded,),
)
async def refresh_session(info: Info, input: RefreshSessionInput) -> SessionRefreshed:
    faults = InputFaults()
    device_id = faults.text("deviceId", input.device_id, longest=100)
    faults.refuse()
    context = info.context
    lives = context.lifetimes()
    async with context.database.writing() as session:
        refreshed = await sessions.refresh(
            session, input.refresh_token, device_id, keys=context.keys, lives=lives
        )
        if refreshed and refreshed.turn is Turn.REVOKE:
            audit.record(
                session,
                "session.revoked",
                by=None,
                on=refreshed.session_id,
                request_id=context.request_id,
                account=str(refreshed.account_id),
            )
    # Refused after the commit: raised within, the revocation would be rolled back.
    if refreshed is None or refreshed.token is None:
        if refreshed is not None:
            context.sessions.forget(refreshed.account_id)
        raise SessionEnded
    access_token, expires_at = context.sessions.access_token(
        refreshed.account_id, refreshed.session_id
    )
    return SessionRefreshed(
        account_id=refreshed.account_id,
        access_token=access_token,
        access_token_expires_at=expires_at,
        refresh_token=refreshed.token,
    )
