"""Changes of state, one row each."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from persistence.engine import traces
from persistence.engine.identifiers import new_key
from persistence.engine.records import StateTransition


def record(
    session: AsyncSession,
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
        session,
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
