"""What officials do with drawn tasks, apart from the draw itself."""

import strawberry

from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.plans.rules import ItemNotInForce, ItemNotOnList
from domain.tasks import creation, policy
from domain.transitions import IllegalTransition
from schema.mutations import mutation
from schema.tasks.mutations.approve_task import TaskApproved, approve_task
from schema.tasks.mutations.create_task import TaskCreated, create_task
from schema.tasks.mutations.void_task import TaskVoided, void_task


@strawberry.type
class TaskMutations:
    create_task: TaskCreated = mutation(
        create_task,
        permission=Permission.TASK_MANAGE,
        description="Create a task whose objects and officers are drawn at random.",
        refuses=(
            ItemNotOnList,
            ItemNotInForce,
            creation.ItemsOfDifferentChecklists,
            creation.PlanNotInForce,
            creation.OutsidePlanLine,
            creation.NothingToRedraw,
            policy.QuotaAbovePolicy,
            NotAnAdministrativeOrgan,
        ),
    )
    approve_task: TaskApproved = mutation(
        approve_task,
        permission=Permission.TASK_APPROVE,
        description="Approve a task that somebody else created.",
        refuses=(creation.OwnTask, IllegalTransition),
    )
    void_task: TaskVoided = mutation(
        void_task,
        permission=Permission.TASK_APPROVE,
        description="Void a task, with a reason; its draw stays visible.",
        refuses=(IllegalTransition,),
    )
