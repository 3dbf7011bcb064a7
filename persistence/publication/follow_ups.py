"""The measures of a visit's results: one row each, opened and dropped by approvals."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import Measure
from domain.publication import follow_ups as rules
from persistence.engine import transitions
from persistence.engine.identifiers import new_key
from persistence.publication.table import FollowUp


async def require(
    session: AsyncSession,
    inspection_id: UUID,
    measures: Iterable[str],
    *,
    by: UUID | None,
    at: dt.datetime,
) -> None:
    """Bring the measures of a locked visit to what its approved result asks for."""
    statement = sa.select(FollowUp).where(FollowUp.inspection_id == inspection_id)
    held = {row.measure: row for row in await session.scalars(statement)}
    states = {measure: row.state for measure, row in held.items()}
    for change in rules.required((Measure[each] for each in measures), states):
        row = held.get(change.measure)
        if row is None:
            row = FollowUp(
                id=new_key(),
                inspection_id=inspection_id,
                measure=change.measure,
                state=change.state,
                opened_at=at,
            )
            session.add(row)
            continue
        assert change.event is not None
        transitions.record(
            session,
            "FollowUp",
            row.id,
            from_state=row.state,
            to_state=change.state,
            event=change.event,
            by=by,
        )
        row.state = change.state
