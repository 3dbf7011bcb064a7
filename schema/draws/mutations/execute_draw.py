"""A task manager draws: objects are ranked and officers assigned from the outcome of the source."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.draw.entropy import Parties, Revelation, ShareMissing
from domain.inspections.transitions import DRAWN_TASK
from domain.refusals import InvalidInput
from domain.tasks import drawing as rules
from domain.transitions import transition
from persistence import drawing, tasks
from persistence.drawing import executing, shares
from persistence.tables.draws import Draw
from persistence.tables.inspections import InspectionTask
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.draws import inputs
from schema.draws.inputs import RevelationInput
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.tasks.moving import move, refuse_case
from schema.tasks.mutations.void_task import void


@strawberry.input(description="The draw that is to be carried out.")
class ExecuteDrawInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_id: strawberry.ID = strawberry.field(
        description="The id of the task whose pool is frozen."
    )
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
    task: types.InspectionTask | None = shown(
        "task_id", "The task for which the draw was carried out."
    )


async def execute_draw(info: Asked, input: ExecuteDrawInput) -> DrawExecuted:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with writing(info, input) as deed:
        task = await tasks.claim(deed.session, deed.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=deed.actor)
        transition(DRAWN_TASK, task.state, "draw_objects")
        draw = await drawing.claim(deed.session, task.id)
        rules.execute(
            task.authority_id,
            draw_at=draw.draw_at,
            window_to=task.window_to,
            by=deed.actor,
            now=deed.now,
            today=deed.today,
        )
        try:
            await _draw(deed, task, draw, input)
        except ShareMissing as missing:
            # The draw is due and a party did not reveal its share: void, with the reason published.
            await void(deed, task, missing.message("zh"), by_role="SYSTEM")
        return deed.done(DrawExecuted(task_id=task.id))


async def _draw(deed: Deed, task: InspectionTask, draw: Draw, input: ExecuteDrawInput) -> None:
    assert deed.actor.account_id is not None
    revealed = await _revealed(deed, draw, input)
    await executing.execute(
        deed.session,
        draw,
        revealed,
        deed.keys,
        by=deed.actor.account_id,
        by_role="TASK_MANAGER",
        at=deed.now,
    )
    move(deed, task, "draw_objects")
    move(deed, task, "draw_officers")
    deed.audit("draw.executed", on=task.id, drawn=draw.drawn_count, unstaffed=draw.unstaffed_count)
    deed.sends("draw.executed", about=task.id, task_code=task.code)


async def _revealed(deed: Deed, draw: Draw, input: ExecuteDrawInput) -> Revelation:
    source = drawing.frozen(draw).source
    if isinstance(source, Parties):
        return await shares.revealed(deed.session, draw, source)
    if input.revelation is None:
        raise InvalidInput.of(
            "revelation", "请录入随机源的结果", "must hold the outcome of the source of randomness"
        )
    return inputs.revelation(input.revelation)
