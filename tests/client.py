"""A client of the API in this process: documents in, answers out, as one of the people or a visitor."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import orjson
import strawberry
from argon2 import PasswordHasher

from api.documents import Documents
from api.endpoint import Endpoint
from api.identity import SessionIdentity
from api.limits import Budget, RateLimiter
from api.public import Public
from api.requests import Address
from domain import actors
from domain.actors import Actor
from domain.draws import entropy
from persistence.accounts import writes as accounts
from persistence.accounts.passwords import Passwords
from persistence.derived_fields import derived_fields
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading.reader import Reader
from persistence.register import REGISTER
from schema.assembly import build, core
from schema.context import Context, EvidenceStore, RateLimits
from schema.operations import PreparedOperation
from tests import beacons
from tests.people import Person

SCHEMA: strawberry.Schema = build()
DOCUMENTS = Documents(core(SCHEMA), REGISTER, introspection=True)
"""For the whole run, as a server has them: the same document comes from hundreds of tests."""


class Clock:
    """The time that the server believes; tests move it, nothing patches it."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def wide_limiter() -> RateLimiter:
    budget = Budget(1_000, 60)
    return RateLimiter(lambda: 0.0, by_address=budget, by_subnet=budget)


@dataclass
class Client:
    database: Database
    keys: Keys
    clock: Clock
    sessions: SessionIdentity | None = None
    rate_limits: RateLimits = field(default_factory=lambda: RateLimits.each(wide_limiter))
    store: EvidenceStore | None = None
    documents: Documents = DOCUMENTS
    address: Address | None = None
    public: Public | None = None
    can_reach_phones: bool = True

    def __post_init__(self) -> None:
        self.sessions = self.sessions or SessionIdentity(
            self.database,
            self.keys,
            self.clock,
            access_within=dt.timedelta(minutes=15),
            refresh_within=dt.timedelta(days=30),
            session_within=dt.timedelta(days=90),
            passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        )
        self.reader = Reader(
            self.database.reading, derived_fields(self.keys, self.clock), self.clock
        )
        self.endpoint = Endpoint(
            SCHEMA,
            self.documents,
            self.reader,
            identify=self._identify,
            make_context=self._context,
            public=self.public,
        )

    async def __call__(
        self,
        document: str,
        variables: dict[str, Any] | None = None,
        *,
        by: Person | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """The data of the answer; errors fail the test."""
        answer = await self.answer(document, variables, by=by, language=language)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    async def do(
        self, mutation: str, input: dict[str, Any], shows: str = "__typename", *, by: Person | None
    ) -> dict[str, Any]:
        """One mutation; the answer is the payload, refusals with code, message and basis.

        `shows` is the selection on the success, e.g. `... on CourseWithdrawn { course { state } }`.
        An operation id is minted unless the input brings one.
        """
        name = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation M($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename "
            f"... on Refusal {{ code message basis }} {shows} }} }}"
        )
        given = {"operationId": str(new_key()), **input}
        data = await self(document, {"input": given}, by=by)
        payload: dict[str, Any] = data[mutation]
        return payload

    async def answer(
        self,
        document: str,
        variables: dict[str, Any] | None = None,
        *,
        by: Person | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """The whole body of the answer, errors included."""
        body = {"query": document, "variables": variables or {}}
        _, answer = await self.send(orjson.dumps(body), by=by, language=language)
        return answer

    async def send(
        self, body: bytes, *, by: Person | None = None, language: str = "en"
    ) -> tuple[int, dict[str, Any]]:
        """Any bytes as a request's body; status and parsed body of the response."""
        sent: list[Any] = []
        scope = {
            "type": "http",
            "method": "POST",
            "query_string": b"",
            "headers": [
                (b"content-type", b"application/json"),
                (b"accept", b"application/graphql-response+json"),
            ],
            "state": {
                "request_id": "test",
                "client_address": None,
                "language": language,
                "person": by,
            },
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.endpoint(scope, receive, send)
        return sent[0]["status"], orjson.loads(sent[1]["body"])

    async def actor(self, person: Person | None) -> Actor:
        if person is None:
            return actors.ANONYMOUS
        async with self.database.writing() as session:
            found = await accounts.actor(session, person.id, self.keys)
        assert found is not None, f"{person.login} cannot sign in"
        return found

    async def _identify(self, scope: Any) -> Actor:
        return await self.actor(scope["state"]["person"])

    def _context(self, scope: Any, actor: Actor, operation: PreparedOperation) -> Context:
        assert self.sessions is not None
        return Context(
            actor=actor,
            database=self.database,
            reader=self.reader,
            keys=self.keys,
            sessions=self.sessions,
            rate_limits=self.rate_limits,
            clock=self.clock,
            operation=operation,
            language=scope["state"]["language"],
            request_id="test",
            client=self.address,
            can_reach_phones=self.can_reach_phones,
            store=self.store,
            chains=entropy.chains(beacons.CHAIN),
        )
