"""The head voids a task, with a reason: its draw stays visible, its open visits end."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.transitions import DRAWN_TASK, RESULT
from domain.permissions import Permission
from domain.plans.rules import refuse_unless_own
from domain.refusals import NotFound
from domain.tasks.draw_steps import WAITING, TaskLapsed, VisitsReliedOn, refuse_lapsed
from domain.transitions import IllegalTransition, transition
from persistence.draws import earlier, reveal
from persistence.draws import writes as draws
from persistence.inspections.table import InspectionTask
from persistence.tasks import writes as tasks
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.tasks.transitions import move, refuse_case


@strawberry.input(description="A task to void, with its draw and open visits.")
class VoidTaskInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("Opaque id of the task.")
    reason: str = field("Why the task is voided, up to 1,000 characters; it is published.")


@strawberry.type(description="The task is void; its open visits have ended.")
class TaskVoided:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched(
        "task_id", "The task after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.TASK_APPROVE,
    description="Void a task, with a reason; its draw stays visible.",
    refuses=(TaskLapsed, VisitsReliedOn, IllegalTransition),
)
async def void_task(info: Info, input: VoidTaskInput) -> TaskVoided:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        await tasks.hold_visits(transaction.session, task_id)
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        refuse_unless_own(task.authority_id, Permission.TASK_APPROVE, by=transaction.actor)
        await _refuse(transaction, task)
        await void(transaction, task, reason, by_role="HEAD")
        return transaction.succeed(TaskVoided(task_id=task.id))


async def _refuse(transaction: Transaction, task: InspectionTask) -> None:
    """What a clock has ended, or another draw rests on, is not voided for a reason of one's own."""
    transition(DRAWN_TASK, task.state, "void")
    if task.state in WAITING:
        draw = await draws.claim(transaction.session, task.id)
        refuse_lapsed(draw.issue_due_on, transaction.today)
    await earlier.refuse_relied_on(
        transaction.session, task, now=transaction.now, today=transaction.today
    )


async def void(
    transaction: Transaction, task: InspectionTask, reason: str, *, by_role: str
) -> None:
    """Void a locked task with its draw and its open visits."""
    move(transaction, task, "void", ground=reason)
    task.void_reason = reason
    for visit in await tasks.void_visits(transaction.session, task):
        to_state = transition(RESULT, visit.state, "void")
        transaction.record_transition(
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
        draw = await draws.claim(transaction.session, task.id)
    except NotFound:
        draw = None
    if draw is not None:
        await reveal.void(
            transaction.session,
            draw,
            transaction.keys,
            reason=reason,
            by_role=by_role,
            at=transaction.now,
        )
    transaction.audit("task.voided", on=task.id)
