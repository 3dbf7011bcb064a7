"""Drawn tasks for writing: the task with its items, departments and quotas; policies in force."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections.terms import TaskState
from domain.institutions import RiskClass
from domain.refusals import NotFound, OperationInProgress
from domain.tasks import policy as rules
from domain.tasks.creation import VoidedTask
from domain.tasks.draw_steps import has_lapsed
from domain.tasks.policy import Policy
from persistence.draws.table import Draw
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.inspections.completion import is_done
from persistence.inspections.policies import can_see_task
from persistence.inspections.table import Inspection, InspectionTask
from persistence.items.table import InspectionItem
from persistence.tasks.table import (
    DrawPolicy,
    TaskDepartment,
    TaskItem,
    TaskQuota,
)

# Two adopted the next version of one policy at once.
violations.means("uq_draw_policies_authority_id_version_no_risk_class", OperationInProgress)
violations.UNREACHABLE.update(
    {
        "ck_draw_policies_*": "the rule of adopting refuses such a line",
        "ck_task_quotas_*": "the rule of making a task refuses such a quota",
        "uq_task_departments_task_id_position": "positions are counted",
    }
)


async def claim(session: AsyncSession, actor: Actor, task_id: UUID) -> InspectionTask:
    """Lock one task for the rest of the transaction."""
    return await claim_visible(session, actor, InspectionTask, can_see_task, task_id)


async def items(session: AsyncSession, task: InspectionTask) -> tuple[InspectionItem, ...]:
    statement = (
        sa.select(InspectionItem)
        .join(TaskItem, TaskItem.item_id == InspectionItem.id)
        .where(TaskItem.task_id == task.id)
        .order_by(TaskItem.position)
    )
    return tuple(await session.scalars(statement))


async def departments(session: AsyncSession, task: InspectionTask) -> tuple[TaskDepartment, ...]:
    """The departments of the task, the one that leads first."""
    statement = (
        sa.select(TaskDepartment)
        .where(TaskDepartment.task_id == task.id)
        .order_by(TaskDepartment.position)
    )
    return tuple(await session.scalars(statement))


async def quotas(session: AsyncSession, task: InspectionTask) -> Policy:
    statement = sa.select(TaskQuota).where(TaskQuota.task_id == task.id)
    return {row.risk_class: row.facts() for row in await session.scalars(statement)}


async def policy(session: AsyncSession, authority_id: UUID, *, on: dt.date) -> Policy:
    """The newest policy the authority adopted, else the default."""
    adopted, _ = await newest_policy(session, authority_id)
    return adopted or rules.default(on)


async def newest_policy(session: AsyncSession, authority_id: UUID) -> tuple[Policy, int]:
    """The newest policy and its version; nothing and 0 where none was adopted."""
    newest = (
        sa.select(sa.func.max(DrawPolicy.version_no))
        .where(DrawPolicy.authority_id == authority_id)
        .scalar_subquery()
    )
    statement = sa.select(DrawPolicy).where(
        DrawPolicy.authority_id == authority_id, DrawPolicy.version_no == newest
    )
    rows = (await session.scalars(statement)).all()
    return {row.risk_class: row.facts() for row in rows}, rows[0].version_no if rows else 0


def policy_rows(
    authority_id: UUID, adopted: Policy, *, version_no: int, by: UUID, at: dt.datetime
) -> list[DrawPolicy]:
    return [
        DrawPolicy(
            id=new_key(),
            authority_id=authority_id,
            version_no=version_no,
            risk_class=risk_class,
            ratio_bp=adopted[risk_class].ratio_bp,
            min_count=adopted[risk_class].min_count,
            max_per_year=adopted[risk_class].max_per_year,
            adopted_by=by,
            adopted_at=at,
        )
        for risk_class in RiskClass
    ]


def quota_rows(task_id: UUID, decided: Policy) -> list[TaskQuota]:
    return [
        TaskQuota(
            task_id=task_id,
            risk_class=risk_class,
            ratio_bp=quota.ratio_bp,
            object_count=quota.object_count,
            min_count=quota.min_count,
            max_per_year=quota.max_per_year,
        )
        for risk_class, quota in decided.items()
    ]


async def voided_task(
    session: AsyncSession, actor: Actor, task_id: UUID, today: dt.date
) -> VoidedTask:
    """The task that a redraw follows, as the rule sees it."""
    task = await claim(session, actor, task_id)
    due_on = await session.scalar(sa.select(Draw.issue_due_on).where(Draw.task_id == task.id))
    return VoidedTask(
        task.authority_id,
        task.plan_line_id,
        was_drawn=due_on is not None,
        is_voided=task.state is TaskState.VOIDED
        or (due_on is not None and has_lapsed(task.state, due_on, today)),
    )


async def hold_visits(session: AsyncSession, task_id: UUID) -> None:
    """Lock the visits of a task before the task, as every mutation of a visit does: otherwise
    two that want both could wait for each other."""
    statement = (
        sa.select(Inspection.id)
        .where(Inspection.task_id == task_id)
        .order_by(Inspection.id)
        .with_for_update()
    )
    await session.execute(statement)


async def void_visits(session: AsyncSession, task: InspectionTask) -> Sequence[Inspection]:
    """The visits of the task that are not done, locked."""
    statement = (
        sa.select(Inspection)
        .where(Inspection.task_id == task.id, sa.not_(is_done(Inspection)))
        .order_by(Inspection.id)
        .with_for_update()
    )
    return (await session.scalars(statement)).all()


async def by_code(session: AsyncSession, code: str) -> InspectionTask:
    """The task of a code, locked for reading. Raises NotFound."""
    statement = (
        sa.select(InspectionTask).where(InspectionTask.code == code).with_for_update(read=True)
    )
    found = await session.scalar(statement)
    if found is None:
        raise NotFound
    return found
