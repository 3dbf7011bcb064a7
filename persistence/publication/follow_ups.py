"""The measures of a visit's results: one row each, opened and dropped by approvals."""

import datetime as dt
from uuid import UUID

from domain.publication import follow_ups as rules
from persistence.engine import transitions
from persistence.engine.drafts import Draft
from persistence.engine.identifiers import new_key
from persistence.publication.facts import ResultFacts
from persistence.publication.table import FollowUp


def require(draft: Draft, result: ResultFacts, *, by: UUID | None, at: dt.datetime) -> None:
    """Bring the measures of a visit to what its approved result asks for."""
    held = result.follow_ups
    states = {measure: row.state for measure, row in held.items()}
    for change in rules.required(result.record.measures, states):
        row = held.get(change.measure)
        if row is None:
            draft.add(
                FollowUp(
                    id=new_key(),
                    inspection_id=result.inspection.id,
                    measure=change.measure,
                    state=change.state,
                    opened_at=at,
                )
            )
            continue
        assert change.event is not None
        transitions.record(
            draft,
            "FollowUp",
            row.id,
            from_state=row.state,
            to_state=change.state,
            event=change.event,
            by=by,
        )
        row.state = change.state
