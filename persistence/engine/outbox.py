"""Effects outside the database: recorded with the mutation, delivered by a worker."""

import datetime as dt
from typing import Any
from uuid import UUID

import orjson

from persistence.engine import traces
from persistence.engine.keys import Keys
from persistence.engine.records import OutboxMessage
from persistence.engine.traces import Traced

_SEALED_FOR = "one-time code message"
"""The purpose of every seal in the outbox, spelt as that of the first message there was."""


def add(
    traced: Traced,
    topic: str,
    *,
    about: UUID | None,
    sealed: bytes | None = None,
    until: dt.datetime | None = None,
    **payload: Any,
) -> None:
    """Note an effect; what must not lie in clear goes in `sealed`, what is soon of no use has an end."""
    traces.leave(
        traced,
        OutboxMessage,
        topic=topic,
        object_id=about,
        payload=payload,
        payload_sealed=sealed,
        expires_at=until,
    )


def seal(keys: Keys, about: UUID, *, phone: str, **content: str) -> bytes:
    """What a telephone is to receive, for `sealed=` of a message about the same object: `code`, `link`
    or `text`. The channel opens it, and it is erased once it is delivered."""
    message = orjson.dumps({"phone": phone, **content})
    return keys.seal(_SEALED_FOR, message, bound_to=about.bytes)


def unseal(keys: Keys, about: UUID, sealed: bytes) -> dict[str, str]:
    """What was sealed: `phone`, and what it is to receive."""
    opened: dict[str, str] = orjson.loads(keys.open(_SEALED_FOR, sealed, bound_to=about.bytes))
    return opened
