"""Who asks: bearer tokens made and judged, and what was revoked gone within a second."""

import asyncio
import base64
import datetime as dt
import io
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import jwt
import orjson
import pytest
import sqlalchemy as sa
import structlog

from api import logs
from api.endpoint import Unauthenticated
from api.identity import REMEMBERED_WITHIN, SessionIdentity
from api.logs import RequestLog
from api.logs.configuration import Bridge
from api.tokens import ALGORITHM, AUDIENCE, ISSUER, AccessTokens, TokenUnusable
from domain.actors import ANONYMOUS, Actor
from domain.roles import Role
from persistence.accounts import sessions
from persistence.accounts.sessions import Lifetimes
from persistence.accounts.table import Account, RoleGrant, Session
from persistence.authorities.table import Authority, Officer
from persistence.engine import outbox
from persistence.engine.changes import CURRENT_WITHIN, ChangeFeed
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import OutboxMessage
from persistence.tables import metadata
from tests.client import Clock
from tests.factories import NOW
from tests.people import PASSWORD, SUZHOU, jun, lin, shan
from tests.schema.accounts.device import Device, made_long_ago, new_identity

TICK = dt.timedelta(milliseconds=1)
WITHIN = dt.timedelta(minutes=15)


@pytest.fixture
async def identity(world: None, database: Database, keys: Keys, clock: Clock) -> SessionIdentity:
    await made_long_ago(database)
    return new_identity(database, keys, clock)


@pytest.fixture
async def session_id(identity: SessionIdentity, database: Database, keys: Keys) -> UUID:
    """One of lin's."""
    async with database.writing() as session:
        lives = Lifetimes(NOW, dt.timedelta(days=30), dt.timedelta(days=90))
        begun, _ = await sessions.begin(session, lin.id, "telephone", keys=keys, lives=lives)
    return begun


@pytest.fixture
def token(identity: SessionIdentity, session_id: UUID) -> str:
    return identity.access_token(lin.id, session_id)[0]


def _scope(*headers: str) -> dict[str, Any]:
    return {"type": "http", "headers": [(b"authorization", each.encode()) for each in headers]}


async def _who(identity: SessionIdentity, *headers: str) -> Actor | None:
    """The actor; None where the request is refused."""
    try:
        return await identity.identify(_scope(*headers))
    except Unauthenticated:
        return None


async def _do(database: Database, statement: Any) -> None:
    async with database.writing() as session:
        await session.execute(statement)


# Tokens


def test_a_token_says_who_and_until_when(keys: Keys, clock: Clock) -> None:
    tokens = AccessTokens(keys, clock, valid_within=WITHIN)
    account_id, session_id = new_key(), new_key()

    token, expires_at = tokens.make(account_id, session_id)

    claims = tokens.read(token)
    assert (claims.account_id, claims.session_id) == (account_id, session_id)
    assert (claims.issued_at, claims.expires_at) == (clock.now, clock.now + WITHIN)
    assert expires_at == claims.expires_at
    assert jwt.get_unverified_header(token)["alg"] == ALGORITHM
    unread = jwt.decode(token, options={"verify_signature": False})
    assert (unread["iss"], unread["aud"]) == (ISSUER, AUDIENCE)


def test_a_token_is_good_to_the_last_moment_before_its_end(keys: Keys, clock: Clock) -> None:
    tokens = AccessTokens(keys, clock, valid_within=WITHIN)
    token, expires_at = tokens.make(new_key(), new_key())

    clock.now = expires_at - TICK
    tokens.read(token)

    clock.now = expires_at
    with pytest.raises(TokenUnusable):
        tokens.read(token)


def _claims(**more: Any) -> dict[str, Any]:
    now = NOW.timestamp()
    return {
        "sub": str(new_key()),
        "sid": str(new_key()),
        "iat": now,
        "exp": now + 60,
        "iss": ISSUER,
        "aud": AUDIENCE,
        **more,
    }


def _unsigned(claims: dict[str, Any], algorithm: str) -> str:
    parts = [{"alg": algorithm, "typ": "JWT"}, claims]
    return ".".join(
        [base64.urlsafe_b64encode(orjson.dumps(part)).decode().rstrip("=") for part in parts] + [""]
    )


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "another"},
        {"aud": "another"},
        {"aud": [AUDIENCE, "another"]},
        {"aud": 0},
        {"sub": "lin"},
        {"sub": 7},
        {"sid": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1e300},
        {"iat": None},
        {"iat": [1]},
    ],
    ids=str,
)
def test_a_token_of_ours_that_is_not_whole_is_refused(
    keys: Keys, clock: Clock, change: dict[str, Any]
) -> None:
    claims = {name: value for name, value in _claims(**change).items() if value is not None}
    token = jwt.encode(claims, keys.derive("access token"), algorithm=ALGORITHM)

    with pytest.raises(TokenUnusable):
        AccessTokens(keys, clock, valid_within=WITHIN).read(token)


def test_a_token_from_before_they_named_an_audience_is_good_to_its_end(
    keys: Keys, clock: Clock
) -> None:
    tokens, claims = AccessTokens(keys, clock, valid_within=WITHIN), _claims()
    del claims["aud"]
    token = jwt.encode(claims, keys.derive("access token"), algorithm=ALGORITHM)

    assert tokens.read(token).account_id == UUID(claims["sub"])

    clock.now += dt.timedelta(minutes=1)
    with pytest.raises(TokenUnusable):
        tokens.read(token)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS256"])
def test_an_unsigned_token_is_refused(keys: Keys, clock: Clock, algorithm: str) -> None:
    with pytest.raises(TokenUnusable):
        AccessTokens(keys, clock, valid_within=WITHIN).read(_unsigned(_claims(), algorithm))


def test_a_token_of_another_key_or_algorithm_is_refused(keys: Keys, clock: Clock) -> None:
    tokens = AccessTokens(keys, clock, valid_within=WITHIN)
    foreign = jwt.encode(_claims(), Keys(b"x" * 32).derive("access token"), algorithm=ALGORITHM)
    stronger = jwt.encode(_claims(), keys.derive("access token") * 2, algorithm="HS512")

    for token in (foreign, stronger, "x" * 100_000, "a.b.c", ""):
        with pytest.raises(TokenUnusable):
            tokens.read(token)


# Headers


async def test_without_a_header_one_is_a_visitor(identity: SessionIdentity) -> None:
    assert await identity.identify(_scope()) is ANONYMOUS


async def test_a_token_makes_an_actor_and_leaves_the_session(
    identity: SessionIdentity, session_id: UUID, token: str
) -> None:
    scope = _scope(f"Bearer {token}")

    actor = await identity.identify(scope)

    assert actor.account_id == lin.id
    assert actor.holds(Role.TASK_MANAGER)
    assert scope["state"]["session_id"] == session_id
    assert await _who(identity, f"bearer  {token} ") == actor


async def test_a_header_that_shows_nobody_is_refused(identity: SessionIdentity, token: str) -> None:
    for header in ("", "Bearer", "Bearer ", f"Basic {token}", token, "Bearer 口令", "Bearer \x00"):
        assert await _who(identity, header) is None
    assert await _who(identity, f"Bearer {token}", f"Bearer {token}") is None


async def test_the_request_is_answered_with_401(
    identity: SessionIdentity, database: Database, keys: Keys, clock: Clock
) -> None:
    device = Device(database, keys, clock, sessions=identity, token="nothing")

    status, answer = await device.send(b'{"query": "{ me { login } }"}')

    assert (status, answer["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


# What ends a session


@pytest.mark.parametrize(
    "end",
    [
        sa.update(Session).values(ended_at=NOW),
        sa.update(Account).where(Account.id == lin.id).values(disabled_at=NOW),
        sa.update(Account).where(Account.id == lin.id).values(sessions_valid_from=NOW + TICK),
    ],
    ids=["ended", "disabled", "overtaken"],
)
async def test_what_ended_elsewhere_is_gone_as_soon_as_it_is_heard(
    identity: SessionIdentity, database: Database, token: str, end: Any
) -> None:
    assert await _who(identity, f"Bearer {token}") is not None

    await _do(database, end)

    assert await _gone(identity, token) < CURRENT_WITHIN


@pytest.mark.usefixtures("deaf")
async def test_what_ended_elsewhere_is_gone_within_a_second_where_nothing_is_heard(
    identity: SessionIdentity, database: Database, clock: Clock, token: str
) -> None:
    assert await _who(identity, f"Bearer {token}") is not None
    await _do(database, sa.update(Session).values(ended_at=NOW))

    clock.now += REMEMBERED_WITHIN - TICK
    remembered = await _who(identity, f"Bearer {token}")
    clock.now += TICK

    assert remembered is not None
    assert await _who(identity, f"Bearer {token}") is None


async def _gone(identity: SessionIdentity, token: str) -> float:
    """Seconds for which the token was still accepted."""
    return await _differs(identity, token, lambda actor: actor is None)


async def _differs(
    identity: SessionIdentity, token: str, has_come: Callable[[Actor | None], bool]
) -> float:
    """Seconds until the last answer was asked for in which the token's actor was not so yet: how long the
    next one takes is the machine's affair."""
    began = last = time.monotonic()
    for _ in range(300):
        now = time.monotonic()
        if has_come(await _who(identity, f"Bearer {token}")):
            return last - began
        last = now
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


@pytest.fixture
def deaf(database: Database) -> Iterator[None]:
    """No notification comes, as behind a pooler that hands connections on."""
    hearing = database.changes
    database.changes = ChangeFeed(lambda: "postgresql://127.0.0.1:1/nowhere")
    yield
    database.changes = hearing


CHANGES = {
    "a role revoked": sa.update(RoleGrant)
    .where(RoleGrant.account_id == lin.id)
    .values(revoked_at=NOW),
    "a role deleted": sa.delete(RoleGrant).where(RoleGrant.account_id == lin.id),
    "an office that answers for less": sa.update(Authority).values(sectors=["SPORTS"]),
    "a role granted": sa.insert(RoleGrant).values(
        id=new_key(), account_id=lin.id, role=Role.HEAD, authority_id=SUZHOU.id, granted_at=NOW
    ),
    "an account that is an officer now": sa.update(Officer)
    .where(Officer.account_id == jun.id)
    .values(account_id=lin.id),
    "a password set by another": sa.update(Account).values(must_change_password=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_changed_elsewhere_is_in_force_as_soon_as_it_is_heard(
    identity: SessionIdentity, database: Database, token: str, change: Any
) -> None:
    before = await _who(identity, f"Bearer {token}")
    await _do(database, change)

    assert await _differs(identity, token, lambda actor: actor != before) < CURRENT_WITHIN


async def test_who_asks_is_read_once_however_many_ask(
    identity: SessionIdentity, token: str
) -> None:
    """Each read makes an actor of its own."""
    at_once = await asyncio.gather(*(_who(identity, f"Bearer {token}") for _ in range(50)))
    again = [await _who(identity, f"Bearer {token}") for _ in range(50)]

    assert at_once[0] is not None
    assert {id(each) for each in (*at_once, *again)} == {id(at_once[0])}


async def test_one_who_leaves_takes_the_answer_from_nobody(
    identity: SessionIdentity, token: str
) -> None:
    first, second = (asyncio.create_task(_who(identity, f"Bearer {token}")) for _ in range(2))
    await asyncio.sleep(0)

    first.cancel()

    assert await second is not None


async def test_a_connection_that_is_cut_forgets_everything_and_listens_again(
    identity: SessionIdentity, database: Database, token: str
) -> None:
    assert await _who(identity, f"Bearer {token}") is not None
    cut = (
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where application_name = 'spotcheck changes' and datname = current_database()"
    )
    async with database.writing() as session:
        assert await session.scalar(sa.text(cut)) == 1
        await session.execute(sa.update(Session).values(ended_at=NOW))

    assert await _gone(identity, token) < CURRENT_WITHIN


async def test_a_clock_set_back_makes_nothing_fresher(
    identity: SessionIdentity, database: Database, clock: Clock, token: str
) -> None:
    await _who(identity, f"Bearer {token}")
    await _do(database, sa.update(Session).values(ended_at=NOW))

    clock.now -= dt.timedelta(hours=1)

    assert await _who(identity, f"Bearer {token}") is None


@pytest.mark.usefixtures("deaf")
async def test_what_is_forgotten_is_read_again_at_once(
    identity: SessionIdentity, database: Database, token: str
) -> None:
    await _who(identity, f"Bearer {token}")
    await _do(database, sa.update(Session).values(ended_at=NOW))

    identity.forget(shan.id)
    of_another = await _who(identity, f"Bearer {token}")
    identity.forget(lin.id)

    assert of_another is not None
    assert await _who(identity, f"Bearer {token}") is None


async def test_a_remembered_token_still_expires(
    identity: SessionIdentity, clock: Clock, token: str
) -> None:
    clock.now += WITHIN - TICK
    assert await _who(identity, f"Bearer {token}") is not None

    clock.now += TICK

    assert await _who(identity, f"Bearer {token}") is None


async def test_a_token_of_the_same_millisecond_is_not_overtaken(
    identity: SessionIdentity, database: Database, clock: Clock, session_id: UUID
) -> None:
    clock.now = NOW + dt.timedelta(microseconds=123_456)
    token, _ = identity.access_token(lin.id, session_id)
    for valid_from in (clock.now, clock.now + dt.timedelta(microseconds=300)):
        await _do(database, sa.update(Account).values(sessions_valid_from=valid_from))
        identity.forget(lin.id)
        assert await _who(identity, f"Bearer {token}") is not None


async def test_a_session_is_good_for_its_own_account_only(
    identity: SessionIdentity, session_id: UUID
) -> None:
    token, _ = identity.access_token(shan.id, session_id)

    assert await _who(identity, f"Bearer {token}") is None


async def test_a_password_set_by_another_leaves_no_role(
    identity: SessionIdentity, database: Database, token: str
) -> None:
    await _do(database, sa.update(Account).values(must_change_password=True))

    actor = await _who(identity, f"Bearer {token}")

    assert actor is not None
    assert (actor.account_id, actor.grants, actor.officer_id) == (lin.id, (), None)
    assert actor.permissions == ANONYMOUS.permissions


# What is never written down


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    level = root.level
    stream = io.StringIO()
    logs.configure("debug", "json", stream=stream)
    yield stream
    root.handlers[:] = [each for each in root.handlers if not isinstance(each, Bridge)]
    root.setLevel(level)
    structlog.reset_defaults()


async def test_no_secret_and_no_telephone_stands_anywhere_in_clear(
    identity: SessionIdentity, database: Database, keys: Keys, clock: Clock, log: io.StringIO
) -> None:
    phone, password = "13912345678", "a parent's own password"
    device = Device(database, keys, clock, sessions=identity)
    device.endpoint = RequestLog(device.endpoint)  # type: ignore[assignment]  # both answer requests
    requested, registered, changed = (
        _document(name) for name in ("requestOneTimeCode", "registerParent", "changePassword")
    )
    answers: list[Any] = [await device.ask(requested, {"phone": phone})]
    async with database.writing() as session:
        (message,) = (await session.scalars(sa.select(OutboxMessage))).all()
    assert message.payload_sealed is not None
    assert message.object_id is not None
    code = outbox.unseal(keys, message.object_id, message.payload_sealed)["code"]
    parent = {
        "operationId": str(new_key()),
        "phone": phone,
        "oneTimeCode": code,
        "displayName": "某家长",
        "password": password,
    }
    wrong = {**parent, "oneTimeCode": "abcdef", "operationId": str(new_key())}
    answers += [await device.ask(registered, wrong), await device.ask(registered, parent)]

    first = await device.sign_in(phone, password)
    second = await device.refresh(first["refreshToken"])
    answers.append(await device.sign_in(phone, PASSWORD))
    change = {
        "operationId": str(new_key()),
        "currentPassword": PASSWORD,
        "newPassword": password + "!",
    }
    answers.append(await device.ask(changed, change))
    malformed = await device.answer(requested, {"input": {"phone": phone, "code": code}})
    answers.append(malformed["errors"][0]["extensions"])

    secrets = [
        phone,
        password,
        PASSWORD,
        *(pair[name] for pair in (first, second) for name in ("accessToken", "refreshToken")),
    ]
    kept = await _everything(database)
    logs.flush()
    assert log.getvalue().count('"request"') == 8
    for secret in secrets:
        assert secret not in kept
        assert secret not in log.getvalue()
        assert secret not in str(answers)
    # Six digits may stand by chance within another number, but not as a text of their own.
    for text in (log.getvalue(), str(answers), kept):
        assert f'"{code}"' not in text
        assert f"'{code}'" not in text


def _document(mutation: str) -> str:
    input = mutation[0].upper() + mutation[1:] + "Input!"
    return (
        f"mutation($input: {input}) {{ {mutation}(input: $input) "
        "{ __typename ... on Refusal { code message } } }"
    )


async def _everything(database: Database) -> str:
    """Every row of the register, as JSON."""
    tables = [
        table for table in metadata.sorted_tables if table.name not in ("regions", "workdays")
    ]
    async with database.writing() as session:
        found = [
            await session.scalar(
                sa.text(f"select json_agg(t)::text from {table.fullname} as t")  # our own names
            )
            for table in tables
        ]
    return "\n".join(text for text in found if text)
