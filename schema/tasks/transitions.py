"""One change of a drawn task's state, with its records."""

from domain.inspections.terms import TaskCategory
from domain.inspections.transitions import DRAWN_TASK
from domain.refusals import NotFound
from domain.transitions import transition
from persistence.inspections.table import InspectionTask
from schema.mutations import Transaction


def move(
    transaction: Transaction, task: InspectionTask, event: str, *, ground: str | None = None
) -> None:
    """Raises IllegalTransition, which names the steps that are possible instead."""
    to_state = transition(DRAWN_TASK, task.state, event)
    transaction.record_transition(
        "InspectionTask",
        task.id,
        from_state=task.state,
        to_state=to_state,
        event=event,
        ground=ground,
    )
    task.record_state(to_state)


def refuse_case(task: InspectionTask) -> None:
    """A case names its object and officers: there is nothing to draw. Raises NotFound."""
    if task.category is TaskCategory.CASE:
        raise NotFound
