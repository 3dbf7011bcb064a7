"""The audit: who did what to which thing, in the transaction of the mutation."""

from typing import Any
from uuid import UUID

from persistence.engine import traces
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.engine.traces import Traced


def record(
    traced: Traced,
    tag: str,
    *,
    by: UUID | None,
    on: UUID | None,
    request_id: str | None = None,
    **detail: Any,
) -> None:
    """Record an event, `resource.past_tense`; the detail has codes and ids, no personal data."""
    traces.leave(
        traced,
        AuditEvent,
        id=new_key(),
        tag=tag,
        actor_id=by,
        subject_id=on,
        request_id=request_id,
        detail=detail,
    )
