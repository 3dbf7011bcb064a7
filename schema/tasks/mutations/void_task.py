"""The head voids a task, with a reason: its draw stays visible, its open visits end."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.transitions import RESULT
from domain.permissions import Permission
from domain.plans.planning import refuse_unless_own
from domain.refusals import NotFound
from domain.transitions import transition
from persistence import drawing, tasks
from persistence.drawing import revealing
from persistence.tables.inspections import InspectionTask
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types
from schema.tasks.moving import move, refuse_case


@strawberry.input(description="A task to void, with its draw and open visits.")
class VoidTaskInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_id: strawberry.ID = strawberry.field(description="Opaque id of the task.")
    reason: str = strawberry.field(
        description="Why the task is voided, up to 1,000 characters; it is published."
    )


@strawberry.type(description="The task is void; its open visits have ended.")
class TaskVoided:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = shown(
        "task_id", "The task after the change, as the caller sees it."
    )


async def void_task(info: Asked, input: VoidTaskInput) -> TaskVoided:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    async with writing(info, input) as deed:
        await tasks.hold_visits(deed.session, task_id)
        task = await tasks.claim(deed.session, deed.actor, task_id)
        refuse_case(task)
        refuse_unless_own(task.authority_id, Permission.TASK_APPROVE, by=deed.actor)
        await void(deed, task, reason, by_role="HEAD")
        return deed.done(TaskVoided(task_id=task.id))


async def void(deed: Deed, task: InspectionTask, reason: str, *, by_role: str) -> None:
    """Void a locked task with its draw and its open visits."""
    move(deed, task, "void", ground=reason)
    task.void_reason = reason
    for visit in await tasks.void_visits(deed.session, task):
        to_state = transition(RESULT, visit.state, "void")
        deed.moved(
            "Inspection",
            visit.id,
            from_state=visit.state,
            to_state=to_state,
            event="void",
            ground=reason,
        )
        visit.state = to_state
        visit.version += 1
    try:
        draw = await drawing.claim(deed.session, task.id)
    except NotFound:
        draw = None
    if draw is not None:
        await revealing.void(
            deed.session, draw, deed.keys, reason=reason, by_role=by_role, at=deed.now
        )
    deed.audit("task.voided", on=task.id)
