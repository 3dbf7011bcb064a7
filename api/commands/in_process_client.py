"""Executes documents against the schema in process, as one actor, for administrative commands."""

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import orjson

from api.documents import Documents
from api.identity import SessionIdentity
from api.limits import Budget, RateLimiter
from domain.actors import Actor
from persistence.derived_fields import derived_fields
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading.reader import Reader
from persistence.register import REGISTER
from schema.assembly import build, core
from schema.context import Context, RateLimits

_NO_TOKENS = dt.timedelta(0)


class CommandRefused(Exception):
    """The schema refused; code and message are the schema's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")


class InProcessClient:
    """Executes documents as one actor, without a session or a token."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        actor: Actor,
        clock: Callable[[], dt.datetime],
        *,
        can_reach_phones: bool = False,
    ) -> None:
        self._can_reach_phones = can_reach_phones
        self._database, self._keys, self._actor, self._clock = database, keys, actor, clock
        self._schema = build()
        self._documents = Documents(core(self._schema), REGISTER, introspection=False)
        self._reader = Reader(database.reading, derived_fields(keys, clock), clock)
        self._sessions = SessionIdentity(
            database,
            keys,
            clock,
            access_within=_NO_TOKENS,
            refresh_within=_NO_TOKENS,
            session_within=_NO_TOKENS,
        )
        # The console needs no rate limits: with access to it nothing has to be guessed.
        free = Budget(1_000_000, 1)
        self._rate_limits = RateLimits.each(
            lambda: RateLimiter(lambda: 0.0, by_address=free, by_subnet=free)
        )

    def acting(self, actor: Actor) -> "InProcessClient":
        """The same schema, as another actor."""
        other = copy.copy(self)
        other._actor = actor
        return other

    async def ask(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The data of the answer. Raises Refused for an error."""
        operation = self._documents.operation(document, None, is_anonymous=False)
        context = Context(
            actor=self._actor,
            database=self._database,
            reader=self._reader,
            keys=self._keys,
            sessions=self._sessions,
            rate_limits=self._rate_limits,
            clock=self._clock,
            operation=operation,
            language="en",
            request_id=f"console-{new_key()}",
            client=None,
            can_reach_phones=self._can_reach_phones,
        )
        result = await self._schema.execute(
            "", variable_values=variables, context_value=context, operation_name=operation.name
        )
        if result.errors:
            raise _refused(result.errors[0])
        return _plain(result.data)


def _refused(error: Any) -> Exception:
    """A refusal becomes Refused; the cause of any other error is raised as it is."""
    code = (error.extensions or {}).get("code")
    cause = error.original_error
    if code is None and cause is not None:
        return cause  # type: ignore[no-any-return]  # graphql-core wraps exceptions
    return CommandRefused(str(code or "INVALID_VALUE"), error.message)


def _plain(data: Any) -> dict[str, Any]:
    """Decode the JSON texts that the read compiler puts into the answer."""
    plain: dict[str, Any] = orjson.loads(orjson.dumps(data))
    return plain
