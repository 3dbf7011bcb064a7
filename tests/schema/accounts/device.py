"""A client as a telephone is one: it sends tokens, and the real identity says who that is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher

from api.identity import SessionIdentity
from domain.actors import Actor
from persistence.accounts.passwords import Passwords
from persistence.accounts.table import Account
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from schema.context import Context
from schema.operations import PreparedOperation
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import PASSWORD, Person

DEVICE = "telephone-1"
TOKENS = "accessToken accessTokenExpiresAt refreshToken"


class CountingHasher(PasswordHasher):
    """Argon2 at its cheapest, counted."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = self.hashed = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.hashed += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        self.verified += 1
        return super().verify(hash, password)


@dataclass
class Device(Client):
    token: str | None = None

    async def ask(
        self, document: str, input: dict[str, Any] | None = None, *, by: Person | None = None
    ) -> dict[str, Any]:
        """The one field of a document with `$input`."""
        data = await self(document, None if input is None else {"input": input}, by=by)
        (payload,) = data.values()
        return dict(payload)

    async def sign_in(
        self, login: str, password: str = PASSWORD, device: str = DEVICE, **more: Any
    ) -> dict[str, Any]:
        """The payload; the token is sent from now on, if there is one."""
        document = (
            "mutation SignIn($input: SignInInput!) { signIn(input: $input) { __typename "
            f"... on Refusal {{ code }} ... on SignedIn {{ {TOKENS} account {{ login }} }} }} }}"
        )
        named = {"phone": login} if login.isdigit() else {"login": login}
        payload = await self.ask(
            document, {**named, "password": password, "deviceId": device, **more}
        )
        self.token = payload.get("accessToken", self.token)
        return payload

    async def refresh(self, refresh_token: str, device: str = DEVICE) -> dict[str, Any]:
        document = (
            "mutation Refresh($input: RefreshSessionInput!) { refreshSession(input: $input) { "
            f"__typename ... on Refusal {{ code }} ... on SessionRefreshed {{ {TOKENS} }} }} }}"
        )
        before, self.token = self.token, None
        payload = await self.ask(document, {"refreshToken": refresh_token, "deviceId": device})
        self.token = payload.get("accessToken", before)
        return payload

    async def me(self, shows: str = "login") -> Any:
        """`me`, or the code of the refusal."""
        answer = await self.answer(f"{{ me {{ {shows} }} }}")
        if "errors" in answer:
            return answer["errors"][0]["extensions"]["code"]
        return answer["data"]["me"]

    async def _identify(self, scope: Any) -> Actor:
        if scope["state"]["person"] is not None:
            return await super()._identify(scope)
        if self.token is not None:
            scope["headers"].append((b"authorization", f"Bearer {self.token}".encode()))
        return await identity_of(self).identify(scope)

    def _context(self, scope: Any, actor: Actor, operation: PreparedOperation) -> Context:
        context = super()._context(scope, actor, operation)
        context.session_id = scope["state"].get("session_id")
        return context


def identity_of(device: Device) -> SessionIdentity:
    identity = device.sessions
    assert isinstance(identity, SessionIdentity)
    return identity


def new_identity(
    database: Database, keys: Keys, clock: Clock, hasher: PasswordHasher | None = None
) -> SessionIdentity:
    return SessionIdentity(
        database,
        keys,
        clock,
        access_within=dt.timedelta(minutes=15),
        refresh_within=dt.timedelta(days=30),
        session_within=dt.timedelta(days=90),
        passwords=Passwords(hasher or CountingHasher()),
    )


async def made_long_ago(database: Database) -> None:
    """The people of the world, as if they were entered before the clock of the tests begins."""
    async with database.writing() as session:
        before = NOW - dt.timedelta(days=1)
        await session.execute(sa.update(Account).values(sessions_valid_from=before))
