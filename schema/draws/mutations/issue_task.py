"""A task manager issues a locked task, which assigns the officers to their visits."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import InspectionState
from domain.tasks import drawing as rules
from persistence import drawing, tasks
from persistence.drawing import issuing, trail
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.tasks.moving import move, refuse_case


@strawberry.input(description="The locked task that is to be issued.")
class IssueTaskInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_id: strawberry.ID = strawberry.field(description="The id of the task to issue.")


@strawberry.type(
    description="The task is issued and its officers have been assigned to the visits."
)
class TaskIssued:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = shown("task_id", "The task that was issued.")


async def issue_task(info: Asked, input: IssueTaskInput) -> TaskIssued:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with writing(info, input) as deed:
        task = await tasks.claim(deed.session, deed.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=deed.actor)
        move(deed, task, "issue")
        draw = await drawing.claim(deed.session, task.id)
        for visit in await issuing.issue(deed.session, draw, task, at=deed.now):
            deed.moved(
                "Inspection",
                visit.inspection_id,
                from_state=None,
                to_state=InspectionState.TO_ENTER,
                event="issue",
            )
            for officer_id in visit.officer_ids:
                deed.sends(
                    "inspection.assigned",
                    about=visit.inspection_id,
                    inspection_id=str(visit.inspection_id),
                    officer_id=str(officer_id),
                )
        await trail.add(deed.session, draw, "ISSUED", by_role="TASK_MANAGER", at=deed.now)
        await trail.prove(deed.session, draw, deed.keys)
        deed.audit("task.issued", on=task.id)
        return deed.done(TaskIssued(task_id=task.id))
