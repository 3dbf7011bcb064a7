"""Changes of state in the story, each taken by the state machine's own events."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from demo.rows.rows import Row
from demo.story.rows import DemoData
from domain.terms import Term
from domain.transitions import Transition, transition
from persistence.engine.records import StateTransition

State = TypeVar("State", bound=Term)


def begin(
    story: DemoData, entity: str, row: Row, event: str, *, on: dt.datetime, by: UUID | None
) -> None:
    """The first state, which the row has already."""
    _note(story, entity, row, None, event, on, by)


def move(
    story: DemoData,
    table: Sequence[Transition[State]],
    entity: str,
    row: Row,
    event: str,
    *,
    on: dt.datetime,
    by: UUID | None,
) -> None:
    """Take the row to the state that the event leads to; an event that cannot happen is a fault."""
    before = row["state"]
    row["state"] = transition(table, before, event)
    row["version"] += 1
    _note(story, entity, row, before, event, on, by)


def _note(
    story: DemoData,
    entity: str,
    row: Row,
    before: Term | None,
    event: str,
    on: dt.datetime,
    by: UUID | None,
) -> None:
    story.add_at(
        StateTransition,
        on,
        at=on,
        entity=entity,
        subject_id=row["id"],
        from_state=before and before.value,
        to_state=row["state"].value,
        event=event,
        actor_id=by,
    )
