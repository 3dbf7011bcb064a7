"""Tasks, what belongs to drawn ones, and the policies of their draws."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.inspections.terms import TaskCategory, TaskState, TaskTrigger
from domain.institutions import RiskClass
from persistence.inspections.table import InspectionTask
from persistence.regions import reference
from persistence.tasks.table import DrawPolicy, TaskDepartment, TaskItem, TaskQuota
from tests.factories import NOW, TODAY, row
from tests.people import Place, hua, lin


def task(place: Place, code: str, **facts: Any) -> InspectionTask:
    """A case, issued."""
    return row(
        InspectionTask,
        facts,
        code=code,
        name="个案检查",
        authority_id=place.id,
        authority_region_code=place.region_code,
        sector=place.sectors[0],
        category=TaskCategory.CASE,
        trigger=TaskTrigger.LEAD,
        reason="线索移送",
        window_from=TODAY,
        window_to=TODAY + dt.timedelta(days=9),
        state=TaskState.ISSUED,
        created_by=lin.id,
        version=1,
    )


def item(task_id: UUID, **facts: Any) -> TaskItem:
    return row(TaskItem, facts, task_id=task_id, item_id=reference.item_key("XW01"), position=1)


def department(task_id: UUID, authority_id: UUID, **facts: Any) -> TaskDepartment:
    return row(
        TaskDepartment,
        facts,
        task_id=task_id,
        authority_id=authority_id,
        position=1,
        officers_per_object=2,
        max_load=20,
    )


def quota(task_id: UUID, **facts: Any) -> TaskQuota:
    return row(
        TaskQuota,
        facts,
        task_id=task_id,
        risk_class=RiskClass.B,
        ratio_bp=1000,
        min_count=0,
        max_per_year=1,
    )


def draw_policy(authority_id: UUID, **facts: Any) -> DrawPolicy:
    return row(
        DrawPolicy,
        facts,
        authority_id=authority_id,
        version_no=1,
        risk_class=RiskClass.B,
        ratio_bp=1000,
        min_count=0,
        max_per_year=1,
        adopted_by=hua.id,
        adopted_at=NOW,
    )
