"""A task manager issues a locked task, which assigns the officers to their visits."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import InspectionState
from domain.permissions import Permission
from domain.tasks import draw_steps as rules
from domain.transitions import IllegalTransition
from persistence.draws import issue, trail
from persistence.draws import writes as draws
from persistence.tasks import writes as tasks
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.tasks.transitions import move, refuse_case


@strawberry.input(description="The locked task that is to be issued.")
class IssueTaskInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("The id of the task to issue.")


@strawberry.type(
    description="The task is issued and its officers have been assigned to the visits."
)
class TaskIssued:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched("task_id", "The task that was issued.")


@mutation(
    permission=Permission.TASK_MANAGE,
    description="Issue a locked task, which assigns the officers to their visits.",
    refuses=(rules.TaskLapsed, IllegalTransition),
)
async def issue_task(info: Info, input: IssueTaskInput) -> TaskIssued:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=transaction.actor)
        move(transaction, task, "issue")
        draw = await draws.claim(transaction.session, task.id)
        rules.refuse_lapsed(draw.issue_due_on, transaction.today)
        for visit in await issue.issue(transaction.session, draw, task, at=transaction.now):
            transaction.record_transition(
                "Inspection",
                visit.inspection_id,
                from_state=None,
                to_state=InspectionState.TO_ENTER,
                event="issue",
            )
            for officer_id in visit.officer_ids:
                transaction.enqueue(
                    "inspection.assigned",
                    about=visit.inspection_id,
                    inspection_id=str(visit.inspection_id),
                    officer_id=str(officer_id),
                )
        await trail.add(
            transaction.session, draw, "ISSUED", by_role="TASK_MANAGER", at=transaction.now
        )
        await trail.prove(transaction.session, draw, transaction.keys)
        transaction.audit("task.issued", on=task.id)
        return transaction.succeed(TaskIssued(task_id=task.id))
