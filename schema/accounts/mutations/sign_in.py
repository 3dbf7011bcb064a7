"""Someone shows a password and gets the tokens of a new session."""

import datetime as dt
from uuid import UUID

import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry import UNSET

from domain.sessions import SignInRefused
from persistence import accounts, audit, sessions
from persistence.keys import Keys
from persistence.sessions import Lifetimes
from persistence.tables.accounts import Account as AccountRow
from schema.accounts.mutations.own_account import own_account
from schema.accounts.types import Account
from schema.answering import Asked, said
from schema.inputs import Faults, given

DEVICE_ID = (
    "What the device calls itself, up to 100 characters; its refresh tokens are bound to it."
)


@strawberry.input(description="Who signs in: by login, or by telephone number.")
class SignInInput:
    login: str | None = strawberry.field(default=UNSET, description="Sign-in name.")
    phone: str | None = strawberry.field(default=UNSET, description="Telephone number.")
    password: str = strawberry.field(description="The password.")
    device_id: str = strawberry.field(description=DEVICE_ID)


@strawberry.type(description="A session has begun.")
class SignedIn:
    account_id: strawberry.Private[UUID]
    access_token: str = said("Bearer token for the Authorization header.")
    access_token_expires_at: dt.datetime = said("From when the access token is good no longer.")
    refresh_token: str = said("Good once, from this device, for the next pair of tokens.")
    account: Account | None = own_account("The account signed in.")


async def sign_in(info: Asked, input: SignInInput) -> SignedIn:
    faults = Faults()
    if given(input.login) == given(input.phone):
        faults.add("login", "登录名与手机号须填其一", "give either login or phone")
    device_id = faults.text("deviceId", input.device_id, longest=100)
    faults.refuse()
    context, name = info.context, (input.login or input.phone or "").strip()
    context.doors.sign_in.knock(context.client, name)
    async with context.database.writing() as session:
        account = await _named(session, input, context.keys)
    # Outside any transaction: no connection waits for argon2.
    kept = account.password_hash if account and account.disabled_at is None else None
    if not await context.sessions.passwords.matches(kept, input.password) or account is None:
        raise SignInRefused
    lives = Lifetimes(context.now(), context.sessions.refresh_within)
    async with context.database.writing() as session:
        present = await accounts.lock(session, account.id)
        if present.password_hash != kept or present.disabled_at is not None:
            raise SignInRefused
        session_id, refresh_token = await sessions.begin(
            session, account.id, device_id, keys=context.keys, lives=lives
        )
        audit.record(
            session, "session.started", by=account.id, on=session_id, request_id=context.request_id
        )
    context.doors.sign_in.opened(context.client, name)
    access_token, expires_at = context.sessions.access_token(account.id, session_id)
    return SignedIn(
        account_id=account.id,
        access_token=access_token,
        access_token_expires_at=expires_at,
        refresh_token=refresh_token,
    )


async def _named(session: AsyncSession, input: SignInInput, keys: Keys) -> AccountRow | None:
    if input.login:
        return await accounts.by_login(session, input.login.strip().lower())
    return await accounts.by_phone(session, (input.phone or "").strip(), keys)
