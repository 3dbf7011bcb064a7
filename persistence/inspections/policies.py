"""Who sees which visits and tasks, and what as an official alone."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.roles import Insight, Scope
from persistence.inspections.table import Inspection, InspectionAssignment
from persistence.reading.cases import over_case, run_by_grants
from persistence.reading.logic import NOBODY, all_of, any_of, is_never
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer
from persistence.tasks.table import TaskDepartment


def can_see_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Assigned officers; the task's authority and those above it in the sector; oversight; the
    institution its own, after notice."""
    if not viewer.may(Permission.INSPECTION_READ):
        return NOBODY
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    return any_of(
        is_assigned(row, viewer),
        all_of(own, row.c.noticed_at.is_not(None)),
        run_by_grants(row, viewer),
    )


def part_of_visit(row: Row, viewer: Viewer) -> Predicate:
    """A row with `inspection_id`: visible with its visit."""
    return viewer.named(Inspection.__table__, row, "inspection_id", can_see_inspection)


def originals_of_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Files as they were captured: the officers of the visit, its authority's auditors, oversight."""
    return any_of(is_assigned(row, viewer), run_by_grants(row, viewer, Insight.ORIGINALS))


def is_assigned(row: Row, viewer: Viewer) -> Predicate:
    """The actor is an officer sent to this visit."""
    return is_sent(row, viewer, "id")


def can_see_task(row: Row, viewer: Viewer) -> Predicate:
    """Who sees one of its visits as an official sees the task; the institution never does."""
    if not viewer.may(Permission.INSPECTION_READ):
        return NOBODY
    inspection = alias_of(Inspection.__table__)
    sent = is_assigned(inspection, viewer)
    visited = NOBODY if is_never(sent) else viewer.names(inspection.c.task_id, row.c.id, sent)
    return any_of(
        visited,
        *(
            any_of(
                over_case(
                    scoped_grant,
                    row.c.authority_id,
                    scoped_grant.over(row.c.authority_region_code),
                    row,
                ),
                joins(scoped_grant, row.c.id, viewer),
            )
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
        ),
    )


def joins(
    scoped_grant: ScopedGrant, task_id: sa.ColumnElement[object], viewer: Viewer
) -> Predicate:
    """The seat's own authority is a department of the task."""
    if scoped_grant.scope is not Scope.OWN_AUTHORITY:
        return NOBODY
    department = alias_of(TaskDepartment.__table__)
    return viewer.names(
        department.c.task_id, task_id, department.c.authority_id == scoped_grant.authority_id
    )


def officials_of_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Everyone who sees the visit, except the institution."""
    if not viewer.may(Permission.INSPECTION_READ):
        return NOBODY
    return any_of(is_assigned(row, viewer), run_by_grants(row, viewer))


def officials_of_result(row: Row, viewer: Viewer) -> Predicate:
    """A row with `inspection_id`: visible to the officials who see the visit."""
    return viewer.named(Inspection.__table__, row, "inspection_id", officials_of_inspection)


def is_sent(row: Row, viewer: Viewer, column: str) -> Predicate:
    """The actor is an officer sent to the visit that this column names."""
    assignment = alias_of(InspectionAssignment.__table__)
    is_sent = viewer.is_officer(assignment.c.officer_id)
    if is_never(is_sent):
        return NOBODY
    return viewer.names(
        assignment.c.inspection_id, row.c[column], assignment.c.replaced_at.is_(None), is_sent
    )
