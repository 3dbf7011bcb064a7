"""What the ways out have in common: what goes out, and how one says that it did not arrive."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from jobs.loop import PlainFault
from persistence.engine import outbox
from persistence.engine.delivery import Message
from persistence.engine.keys import Keys

TIMEOUT = 10.0
"""Seconds in which a receiver or a program has to have taken a message."""

Content = dict[str, Any]
Channel = Callable[[Content], Awaitable[None]]
"""Delivers one message, or raises; what it raises beside Undelivered is kept by its class alone."""


class Undelivered(PlainFault):
    """It did not arrive, or nobody said that it did. `error` is kept and printed: nothing of the
    message, of the address or of what was answered stands in it."""

    def __init__(
        self, error: str, *, after: dt.timedelta | None = None, is_final: bool = False
    ) -> None:
        """`after` is how long the receiver asks to be left alone; `is_final`, that it wants no more."""
        super().__init__(error)
        self.error, self.after, self.is_final = error, after, is_final


def content_of(message: Message, keys: Keys) -> Content:
    """What goes out: `id`, `topic`, `objectId`, `createdAt` and `payload`; of one to a telephone also
    `expiresAt` and `message`, in which its `phone` and its `code`, `link` or `text` are."""
    content: Content = {
        "id": str(message.event_id),
        "topic": message.topic,
        "objectId": None if message.object_id is None else str(message.object_id),
        "createdAt": message.created_at,
        "payload": message.payload,
    }
    if message.payload_sealed is not None:
        if message.object_id is None:
            raise ValueError("what is sealed is bound to an object")
        content["expiresAt"] = message.expires_at
        content["message"] = outbox.unseal(keys, message.object_id, message.payload_sealed)
    return content


def as_json(content: Content) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_UTC_Z)
