"""A task manager reveals the nonce, with which anyone can compute the draw again."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.tasks import drawing as rules
from persistence import drawing, tasks
from persistence.drawing import revealing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.tasks.moving import refuse_case


@strawberry.input(description="The draw that is to be revealed.")
class RevealDrawInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_id: strawberry.ID = strawberry.field(description="The id of the task that was drawn.")


@strawberry.type(description="The draw is revealed, and anyone can verify it.")
class DrawRevealed:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = shown("task_id", "The task whose draw is revealed.")


async def reveal_draw(info: Asked, input: RevealDrawInput) -> DrawRevealed:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with writing(info, input) as deed:
        task = await tasks.claim(deed.session, deed.actor, task_id)
        refuse_case(task)
        draw = await drawing.claim(deed.session, task.id)
        rules.reveal(
            task.authority_id,
            revealed_at=draw.revealed_at,
            task_state=task.state,
            window_to=task.window_to,
            states=await revealing.states(deed.session, task),
            by=deed.actor,
            today=deed.today,
        )
        await revealing.reveal(deed.session, draw, deed.keys, by_role="TASK_MANAGER", at=deed.now)
        deed.audit("draw.revealed", on=task.id)
        return deed.done(DrawRevealed(task_id=task.id))
