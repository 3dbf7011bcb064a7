"""Effects outside the database: recorded with the mutation, delivered by a worker."""

from typing import Any
from uuid import UUID

from persistence.engine import traces
from persistence.engine.records import OutboxMessage
from persistence.engine.traces import Traced


def add(
    traced: Traced,
    topic: str,
    *,
    about: UUID | None,
    sealed: bytes | None = None,
    **payload: Any,
) -> None:
    """Note an effect; what must not lie in clear goes in `sealed`."""
    traces.leave(
        traced, OutboxMessage, topic=topic, object_id=about, payload=payload, payload_sealed=sealed
    )
