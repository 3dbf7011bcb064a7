"""Tasks, the visits within them, and who was sent."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, Rows, at
from domain.authorities import Sector
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.inspections.terms import NoticeMode
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionTask


def task(rows: Rows, *, window_from: dt.date, **values: Any) -> Row:
    """Made five days before its window."""
    made = at(window_from - dt.timedelta(days=5), 10)
    return rows.add_at(
        InspectionTask,
        made,
        sector=Sector.EDUCATION,
        window_from=window_from,
        created_at=made,
        version=1,
        **values,
    )


def inspection(rows: Rows, trainer: DemoInstitution, assigned: dt.datetime, **values: Any) -> Row:
    """Nothing was filed yet."""
    return rows.add_at(
        Inspection,
        assigned,
        institution_id=trainer.institution["id"],
        site_id=trainer.sites[0]["id"],
        region_code=trainer.institution["region_code"],
        sector=trainer.institution["sector"],
        notice_mode=NoticeMode.ON_ARRIVAL,
        noticed_at=None,
        checklist_code=OFF_CAMPUS_GENERAL.code,
        checklist_version=OFF_CAMPUS_GENERAL.version,
        current_record_id=None,
        filed_at=None,
        inspected_on=None,
        publish_due_on=None,
        publish_due_is_provisional=False,
        published_at=None,
        created_at=assigned,
        **values,
    )


def assignments(rows: Rows, visit: Row, officers: Iterable[UUID | None]) -> None:
    """The first leads."""
    for position, officer_id in enumerate(officers):
        rows.add_at(
            InspectionAssignment,
            visit["created_at"],
            inspection_id=visit["id"],
            officer_id=officer_id,
            is_leader=position == 0,
            assigned_at=visit["created_at"],
        )
