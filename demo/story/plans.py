"""The inspection tasks of the story, and the states that their visits have come to."""

import datetime as dt
from dataclasses import dataclass

from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row
from domain.actors import Actor
from domain.inspections.terms import InspectionState, TaskCategory, TaskState, TaskTrigger

S = InspectionState
LAST_VISIT = dt.date(2026, 11, 13)
"""The story ends in the middle of November 2026; what lies beyond is planned only."""
SEEN_IN = "JC-3205-2025-03"
"""The task that visited the institution of the README's story."""


@dataclass(frozen=True, slots=True)
class DemoTask:
    """One task of the story, its window, and the states that its visits have come to."""

    code: str
    name: str
    category: TaskCategory
    trigger: TaskTrigger
    window_from: dt.date
    window_to: dt.date
    outcomes: tuple[InspectionState, ...]
    state: TaskState = TaskState.COMPLETED
    reason: str | None = None


_ROUTINE, _CAMPAIGN, _CASE = TaskCategory.ROUTINE, TaskCategory.CAMPAIGN, TaskCategory.CASE
PLANS = (
    DemoTask("JC-3205-2025-01", "2025年春季校外培训机构日常检查", _ROUTINE, TaskTrigger.PLAN,
         dt.date(2025, 3, 10), dt.date(2025, 4, 25), (*[S.PUBLISHED] * 6, *[S.CORRECTED] * 2)),
    DemoTask("JC-3205-2025-02", "2025年暑期学科类培训专项检查", _CAMPAIGN, TaskTrigger.PLAN,
         dt.date(2025, 7, 7), dt.date(2025, 8, 29), (*[S.PUBLISHED] * 7, S.WITHDRAWN)),
    DemoTask("JC-3205-2025-03", "2025年秋季校外培训机构日常检查", _ROUTINE, TaskTrigger.PLAN,
         dt.date(2025, 10, 13), dt.date(2025, 12, 5), (S.PUBLISHED,) * 9),
    DemoTask("JC-3205-2026-01", "2026年春季校外培训机构日常检查", _ROUTINE, TaskTrigger.PLAN,
         dt.date(2026, 3, 9), dt.date(2026, 4, 24), (*[S.PUBLISHED] * 8, S.VOIDED)),
    DemoTask("JC-3205-2026-02", "2026年预收费监管专项检查", _CAMPAIGN, TaskTrigger.AD_HOC,
         dt.date(2026, 6, 8), dt.date(2026, 7, 24), (S.PUBLISHED,) * 6),
    DemoTask("JC-3205-2026-03", "2026年秋季校外培训机构日常检查", _ROUTINE, TaskTrigger.PLAN,
         dt.date(2026, 10, 19), dt.date(2026, 12, 11),
         (S.TO_ENTER, S.TO_CONFIRM, S.TO_AUDIT, *[S.PUBLISHED] * 3, S.AUDIT_REJECTED,
          *[S.TO_AUDIT] * 4, *[S.TO_CONFIRM] * 3, S.AUDIT_REJECTED, *[S.TO_ENTER] * 4),
         TaskState.IN_PROGRESS),
    DemoTask("GA-3205-2026-01", "线索核查", _CASE, TaskTrigger.LEAD,
         dt.date(2026, 9, 14), dt.date(2026, 9, 30), (S.PUBLISHED,),
         reason="市场监管部门移送的预收费线索，需现场核实。"),
    DemoTask("GA-3205-2026-02", "投诉举报核查", _CASE, TaskTrigger.COMPLAINT,
         dt.date(2026, 11, 16), dt.date(2026, 12, 31), (S.TO_ENTER,),
         TaskState.ISSUED, "家长举报超时授课，需现场核实。"),
)  # fmt: skip


@dataclass(slots=True)
class DemoVisit:
    task: Row
    row: Row
    trainer: DemoInstitution
    officers: tuple[Actor, ...]
    """The first leads and files."""
