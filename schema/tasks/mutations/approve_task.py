"""The head approves a task that somebody else created: every inspection is approved (X44)."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.tasks import creation
from domain.transitions import IllegalTransition
from persistence.tasks import writes as tasks
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.tasks.transitions import move, refuse_case


@strawberry.input(description="A task for the head to approve.")
class ApproveTaskInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("Opaque id of the task.")


@strawberry.type(description="The task is approved and can be drawn.")
class TaskApproved:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched(
        "task_id", "The task after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.TASK_APPROVE,
    description="Approve a task that somebody else created.",
    refuses=(creation.OwnTask, IllegalTransition),
)
async def approve_task(info: Info, input: ApproveTaskInput) -> TaskApproved:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        creation.approve(task.authority_id, task.created_by, by=transaction.actor)
        move(transaction, task, "approve")
        task.approved_by, task.approved_at = transaction.actor.account_id, transaction.now
        transaction.audit("task.approved", on=task.id)
        return transaction.succeed(TaskApproved(task_id=task.id))
