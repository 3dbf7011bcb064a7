"""Who sees which visits and tasks, and what as an official alone."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.roles import Insight, Scope
from persistence.inspections.table import (
    Inspection,
    InspectionAssignment,
    InspectionRecord,
    ResultAudit,
)
from persistence.reading.cases import is_of_place, over_case, run_by_grants
from persistence.reading.logic import NOBODY, all_of, any_of, is_never, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer
from persistence.tasks.table import TaskDepartment


def can_see_inspection(row: Row, viewer: Viewer) -> Predicate:
    """Who has a part in it; and, once it is known, who supervises where the institution is."""
    return any_of(has_part_in_visit(row, viewer), is_visit_of_place(row, viewer))


def has_part_in_visit(row: Row, viewer: Viewer) -> Predicate:
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


def is_visit_of_place(row: Row, viewer: Viewer) -> Predicate:
    """A visit that another authority makes in the seat's subtree and sectors, once it is known
    (decision 0092)."""
    return all_of(is_of_place(row, viewer), is_known(row))


def is_known(row: Row) -> Predicate:
    """The institution has notice of the visit, on arrival at the latest; or its result was published
    without. Spelt as the index of such visits is."""
    return sa.func.coalesce(row.c.noticed_at, row.c.published_at).is_not(None)


def is_unknown(row: Row) -> Predicate:
    """A row with `inspection_id` that names a visit of which the institution has no notice."""
    inspection = alias_of(Inspection.__table__)
    return there_is(row, inspection.c.id == row.c.inspection_id, sa.not_(is_known(inspection)))


def part_of_visit(row: Row, viewer: Viewer) -> Predicate:
    """A row with `inspection_id`: visible with its visit."""
    return viewer.named(Inspection.__table__, row, "inspection_id", can_see_inspection)


def within_visit(row: Row, viewer: Viewer) -> Predicate:
    """Part of what was seen already, in a row with `inspection_id`: for who has a part in the visit, not
    for who only supervises the place."""
    if not viewer.looks_on:
        return sa.true()
    return viewer.named(Inspection.__table__, row, "inspection_id", has_part_in_visit)


def within_record(row: Row, viewer: Viewer) -> Predicate:
    """The same, in a row with `record_id`."""
    if not viewer.looks_on:
        return sa.true()
    return viewer.named(InspectionRecord.__table__, row, "record_id", within_visit)


def can_see_record(row: Row, viewer: Viewer) -> Predicate:
    """A version of the record: who has a part in the visit; who supervises the place those that an
    auditor approved, of a visit that is known."""
    if not viewer.looks_on:
        return part_of_visit(row, viewer)
    audit = alias_of(ResultAudit.__table__)
    is_approved = sa.cast(audit.c.decision, sa.Text) == sa.literal_column("'APPROVED'")
    return any_of(
        within_visit(row, viewer),
        all_of(
            viewer.named(Inspection.__table__, row, "inspection_id", is_visit_of_place),
            there_is(row, audit.c.record_id == row.c.id, is_approved),
        ),
    )


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


def is_category_disclosed(row: Row, viewer: Viewer) -> Predicate:
    """Whether a visit is a case, which says why it is made: to who sees its task and, once the result has
    said it in public, to the institution and who supervises the place."""
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    if is_never(own) and not viewer.looks_on:
        return sa.true()
    return any_of(row.c.published_at.is_not(None), officials_of_inspection(row, viewer))


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
    """Everyone who has a part in the visit, except the institution."""
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
