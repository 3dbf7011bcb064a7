"""Changes of state, one row each."""

from uuid import UUID

from persistence.engine import traces
from persistence.engine.identifiers import new_key
from persistence.engine.records import StateTransition
from persistence.engine.traces import Traced


def record(
    traced: Traced,
    entity: str,
    subject_id: UUID,
    *,
    from_state: str | None,
    to_state: str,
    event: str,
    by: UUID | None,
    ground: str | None = None,
) -> None:
    traces.leave(
        traced,
        StateTransition,
        id=new_key(),
        entity=entity,
        subject_id=subject_id,
        from_state=from_state,
        to_state=to_state,
        event=event,
        actor_id=by,
        ground=ground,
    )
