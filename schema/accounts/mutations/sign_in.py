"""A person signs in with a password and receives the tokens of a new session."""

import datetime as dt
import secrets
from uuid import UUID

import strawberry

from domain import identifiers
from domain.refusals import TooManyAttempts
from domain.sessions import SignInRefused
from persistence.accounts import lockouts, sessions
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account as AccountRow
from persistence.engine import audit
from schema.accounts.named_account import LOGIN, PHONE, named, refuse_unless_one
from schema.accounts.own_account import own_account
from schema.accounts.types import Account
from schema.attempts import attempt
from schema.fields import Info, field, optional
from schema.inputs import InputFaults
from schema.mutations import session_mutation

DEVICE_ID = (
    "The device's own name for itself, up to 100 characters; best drawn at random and kept. The "
    "refresh tokens are bound to it."
)

_NOBODY = UUID(int=0)


@strawberry.input(
    description="The credentials of the person signing in. Give either `login` or `phone`."
)
class SignInInput:
    login: str | None = optional(LOGIN)
    phone: str | None = optional(PHONE)
    password: str = field("The password of the account.")
    device_id: str = field(DEVICE_ID)
    device_token: str | None = optional(
        "The `deviceToken` of an earlier sign-in to the account from this device, if it was kept."
    )


@strawberry.type(description="A session has started on this device.")
class SignedIn:
    account_id: strawberry.Private[UUID]
    access_token: str = field("Bearer token to send in the Authorization header.")
    access_token_expires_at: dt.datetime = field("The moment at which the access token expires.")
    refresh_token: str = field(
        "Token for obtaining the next pair of tokens: valid once, from this device only."
    )
    device_token: str = field(
        "Proves at a later sign-in that this device was signed in before, so that wrong passwords "
        "entered elsewhere do not lock it out. It opens nothing by itself."
    )
    account: Account | None = own_account("The account that is signed in.")


@session_mutation(
    description="Start a session with a password. Unknown accounts, wrong passwords and "
    "disabled accounts get the same answer. Ten wrong passwords within 15 minutes lock an account "
    "out for devices that were never signed in to it; each of the others has ten of its own.",
    refuses=(SignInRefused, TooManyAttempts),
)
async def sign_in(info: Info, input: SignInInput) -> SignedIn:
    faults = InputFaults()
    refuse_unless_one(faults, input)
    device_id = faults.text("deviceId", input.device_id, longest=100)
    faults.refuse()
    context = info.context
    async with context.database.writing() as session:
        account = await named(session, input, context.keys)
        # The same steps where there is no account, so that they take as long.
        account_id = account.id if account else _NOBODY
        token = sessions.device_token(account_id, device_id, keys=context.keys)
        has_token = secrets.compare_digest((input.device_token or "").encode(), token.encode())
        is_known = await sessions.has_begun(session, account_id, device_id)
    limits = context.rate_limits
    # A number is one account's guesses, however its digits are grouped.
    limit, subject = limits.sign_in, input.login or identifiers.mobile(input.phone or "")
    if has_token:
        limit, subject = limits.known_device, token
    elif is_known:
        # A device's name may be guessed: counted apart from the account's, and still by address.
        subject = lockouts.of_device(account_id, device_id)
    subject = lockouts.subject(context.keys, subject)
    with attempt(limit, context.client, subject, counts=lambda raised: raised is not None):
        return await _begin(info, input, device_id, account)


async def _begin(
    info: Info, input: SignInInput, device_id: str, account: AccountRow | None
) -> SignedIn:
    context = info.context
    # Outside any transaction: no connection waits for argon2.
    kept = account.password_hash if account and account.disabled_at is None else None
    if not await context.sessions.passwords.matches(kept, input.password) or account is None:
        raise SignInRefused
    lives = context.lifetimes()
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
    access_token, expires_at = context.sessions.access_token(account.id, session_id)
    return SignedIn(
        account_id=account.id,
        access_token=access_token,
        access_token_expires_at=expires_at,
        refresh_token=refresh_token,
        device_token=sessions.device_token(account.id, device_id, keys=context.keys),
    )
