"""A task manager locks the result: only replacements change it from then on."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.tasks import drawing as rules
from persistence import drawing, tasks
from persistence.drawing import revealing, trail
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.tasks.moving import move, refuse_case


@strawberry.input(description="The draw whose result is to be locked.")
class LockDrawInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_id: strawberry.ID = strawberry.field(description="The id of the task that was drawn.")


@strawberry.type(description="The result of the draw is locked.")
class DrawLocked:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = shown("task_id", "The task whose draw is locked.")


async def lock_draw(info: Asked, input: LockDrawInput) -> DrawLocked:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with writing(info, input) as deed:
        task = await tasks.claim(deed.session, deed.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=deed.actor)
        move(deed, task, "lock")
        draw = await drawing.claim(deed.session, task.id)
        draw.locked_at = deed.now
        await trail.add(deed.session, draw, "LOCKED", by_role="TASK_MANAGER", at=deed.now)
        if task.publish_drawn_list:
            await revealing.reveal(
                deed.session, draw, deed.keys, by_role="TASK_MANAGER", at=deed.now
            )
        else:
            await trail.prove(deed.session, draw, deed.keys)
        deed.audit("draw.locked", on=task.id)
        return deed.done(DrawLocked(task_id=task.id))
