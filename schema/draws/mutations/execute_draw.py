"""A task manager draws: objects are ranked and officers assigned from the outcome of the source."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.draws import draw as engine
from domain.draws import entropy
from domain.draws.entropy import Parties, Revelation, ShareMissing
from domain.inspections.transitions import DRAWN_TASK
from domain.permissions import Permission
from domain.refusals import InvalidInput
from domain.tasks import draw_steps as rules
from domain.transitions import IllegalTransition, transition
from persistence.draws import execution, shares
from persistence.draws import writes as draws
from persistence.draws.table import Draw
from persistence.inspections.table import InspectionTask
from persistence.tasks import writes as tasks
from schema.draws import inputs
from schema.draws.inputs import RevelationInput
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.tasks.mutations.void_task import void
from schema.tasks.transitions import move, refuse_case


@strawberry.input(description="The draw that is to be carried out.")
class ExecuteDrawInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("The id of the task whose pool is frozen.")
    revelation: RevelationInput | None = strawberry.field(
        default=None,
        description="The outcome of the source of randomness; left out where parties have revealed "
        "their shares.",
    )


@strawberry.type(
    description="The draw is carried out. It is void if a party did not reveal its share in time."
)
class DrawExecuted:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched(
        "task_id", "The task for which the draw was carried out."
    )


@mutation(
    permission=Permission.TASK_MANAGE,
    description="Draw objects and officers with the outcome of the source of randomness.",
    refuses=(
        rules.DrawNotYetDue,
        rules.SharesStillDue,
        rules.DrawTooLate,
        rules.TaskLapsed,
        entropy.EntropyDoesNotFit,
        engine.NonceDoesNotFit,
        IllegalTransition,
    ),
)
async def execute_draw(info: Info, input: ExecuteDrawInput) -> DrawExecuted:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=transaction.actor)
        transition(DRAWN_TASK, task.state, "draw_objects")
        draw = await draws.claim(transaction.session, task.id)
        rules.execute(
            task.authority_id,
            draw_at=draw.draw_at,
            window_to=task.window_to,
            issue_due_on=draw.issue_due_on,
            by=transaction.actor,
            now=transaction.now,
            today=transaction.today,
        )
        try:
            await _draw(transaction, task, draw, input)
        except ShareMissing as missing:
            source = draws.frozen(draw).source
            assert isinstance(source, Parties)
            rules.refuse_early_void(source, missing, now=transaction.now)
            # Its time is over and a party did not reveal its share: void, with the reason published.
            await void(transaction, task, missing.message("zh"), by_role="SYSTEM")
        return transaction.succeed(DrawExecuted(task_id=task.id))


async def _draw(
    transaction: Transaction, task: InspectionTask, draw: Draw, input: ExecuteDrawInput
) -> None:
    assert transaction.actor.account_id is not None
    revealed = await _revealed(transaction, draw, input)
    await execution.execute(
        transaction.session,
        draw,
        revealed,
        transaction.keys,
        by=transaction.actor.account_id,
        by_role="TASK_MANAGER",
        at=transaction.now,
    )
    move(transaction, task, "draw_objects")
    move(transaction, task, "draw_officers")
    transaction.audit(
        "draw.executed", on=task.id, drawn=draw.drawn_count, unstaffed=draw.unstaffed_count
    )
    transaction.enqueue("draw.executed", about=task.id, task_code=task.code)


async def _revealed(transaction: Transaction, draw: Draw, input: ExecuteDrawInput) -> Revelation:
    source = draws.frozen(draw).source
    if isinstance(source, Parties):
        return await shares.revealed(transaction.session, draw, source)
    if input.revelation is None:
        raise InvalidInput.of(
            "revelation", "请录入随机源的结果", "must hold the outcome of the source of randomness"
        )
    return inputs.revelation(input.revelation)
