"""A task manager reveals the nonce, with which anyone can compute the draw again."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.tasks import draw_steps as rules
from persistence.draws import reveal
from persistence.draws import writes as draws
from persistence.tasks import writes as tasks
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.tasks.transitions import refuse_case


@strawberry.input(description="The draw that is to be revealed.")
class RevealDrawInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("The id of the task that was drawn.")


@strawberry.type(description="The draw is revealed, and anyone can verify it.")
class DrawRevealed:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched("task_id", "The task whose draw is revealed.")


@mutation(
    permission=Permission.TASK_MANAGE,
    description="Reveal the nonce of a draw, once the visits are done or their window is over.",
    refuses=(rules.DrawAlreadyRevealed, rules.DrawnListConfidential),
)
async def reveal_draw(info: Info, input: RevealDrawInput) -> DrawRevealed:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        draw = await draws.claim(transaction.session, task.id)
        rules.reveal(
            task.authority_id,
            revealed_at=draw.revealed_at,
            task_state=task.state,
            window_to=task.window_to,
            states=await reveal.states(transaction.session, task),
            by=transaction.actor,
            today=transaction.today,
        )
        await reveal.reveal(
            transaction.session, draw, transaction.keys, by_role="TASK_MANAGER", at=transaction.now
        )
        transaction.audit("draw.revealed", on=task.id)
        return transaction.succeed(DrawRevealed(task_id=task.id))
