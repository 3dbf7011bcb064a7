"""A task manager locks the result: only replacements change it from then on."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.tasks import draw_steps as rules
from domain.transitions import IllegalTransition
from persistence.draws import reveal, trail
from persistence.draws import writes as draws
from persistence.tasks import writes as tasks
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.tasks.transitions import move, refuse_case


@strawberry.input(description="The draw whose result is to be locked.")
class LockDrawInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("The id of the task that was drawn.")


@strawberry.type(description="The result of the draw is locked.")
class DrawLocked:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched("task_id", "The task whose draw is locked.")


@mutation(
    permission=Permission.TASK_MANAGE,
    description="Lock the result of a draw. From then on only replacements change it.",
    refuses=(rules.TaskLapsed, IllegalTransition),
)
async def lock_draw(info: Info, input: LockDrawInput) -> DrawLocked:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=transaction.actor)
        move(transaction, task, "lock")
        draw = await draws.claim(transaction.session, task.id)
        rules.refuse_lapsed(draw.issue_due_on, transaction.today)
        draw.locked_at = transaction.now
        await trail.add(
            transaction.session, draw, "LOCKED", by_role="TASK_MANAGER", at=transaction.now
        )
        if task.publish_drawn_list:
            await reveal.reveal(
                transaction.session,
                draw,
                transaction.keys,
                by_role="TASK_MANAGER",
                at=transaction.now,
            )
        else:
            await trail.prove(transaction.session, draw, transaction.keys)
        transaction.audit("draw.locked", on=task.id)
        return transaction.succeed(DrawLocked(task_id=task.id))
