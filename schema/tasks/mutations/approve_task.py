"""The head approves a task that somebody else created: every inspection is approved (X44)."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.tasks import tasking
from persistence import tasks
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.tasks.moving import move, refuse_case


@strawberry.input(description="A task for the head to approve.")
class ApproveTaskInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_id: strawberry.ID = strawberry.field(description="Opaque id of the task.")


@strawberry.type(description="The task is approved and can be drawn.")
class TaskApproved:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = shown(
        "task_id", "The task after the change, as the caller sees it."
    )


async def approve_task(info: Asked, input: ApproveTaskInput) -> TaskApproved:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with writing(info, input) as deed:
        task = await tasks.claim(deed.session, deed.actor, task_id)
        refuse_case(task)
        tasking.approve(task.authority_id, task.created_by, by=deed.actor)
        move(deed, task, "approve")
        task.approved_by, task.approved_at = deed.actor.account_id, deed.now
        deed.audit("task.approved", on=task.id)
        return deed.done(TaskApproved(task_id=task.id))
