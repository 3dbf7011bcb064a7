"""Who sees which correction orders and proposed measures."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.roles import Insight
from persistence.inspections.policies import is_sent
from persistence.inspections.table import Inspection
from persistence.reading.cases import is_of_place, run_by_grants
from persistence.reading.logic import NOBODY, all_of, any_of, is_never, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def can_see_order(row: Row, viewer: Viewer) -> Predicate:
    """Who has a part in it; who supervises where the institution is, to which it was given."""
    return any_of(has_part_in_order(row, viewer), is_of_place(row, viewer))


def has_part_in_order(row: Row, viewer: Viewer) -> Predicate:
    """The institution its own; the officers of the visit and of the re-inspection; the authority
    and those above it in the sector; oversight."""
    if not viewer.may(Permission.INSPECTION_READ):
        return NOBODY
    return any_of(
        viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ),
        is_sent(row, viewer, "inspection_id"),
        is_sent(row, viewer, "recheck_inspection_id"),
        run_by_grants(row, viewer),
    )


def sees_all_steps(row: Row, viewer: Viewer) -> Predicate:
    """Everyone who sees the order but the institution and who supervises the place: to them a
    re-inspection that it has no notice of is not disclosed."""
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    if is_never(own) and not viewer.looks_on:
        return sa.true()
    return any_of(
        is_sent(row, viewer, "inspection_id"),
        is_sent(row, viewer, "recheck_inspection_id"),
        run_by_grants(row, viewer),
    )


def is_undisclosed(row: Row) -> Predicate:
    """The order waits for a re-inspection that the institution has no notice of."""
    inspection = alias_of(Inspection.__table__)
    is_planned = sa.cast(row.c.state, sa.Text) == sa.literal_column("'RECHECK_PLANNED'")
    noticed = there_is(
        row,
        inspection.c.id == row.c.recheck_inspection_id,
        inspection.c.noticed_at.is_not(None),
    )
    return sa.and_(is_planned, sa.not_(noticed))


def originals_of_order(row: Row, viewer: Viewer) -> Predicate:
    """Files as they were captured: whose they are, the officers who look again, the authority's
    auditors, oversight."""
    if not viewer.may(Permission.INSPECTION_READ):
        return NOBODY
    return any_of(
        viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ),
        is_sent(row, viewer, "inspection_id"),
        is_sent(row, viewer, "recheck_inspection_id"),
        run_by_grants(row, viewer, Insight.ORIGINALS),
    )


def can_see_proposal(row: Row, viewer: Viewer) -> Predicate:
    """The authority and those above it in the sector, oversight; what was adopted the institution, and
    who supervises where it is."""
    own = viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ)
    adopted = sa.cast(row.c.state, sa.Text) == sa.literal_column("'ADOPTED'")
    return any_of(
        all_of(own, adopted), run_by_grants(row, viewer), all_of(is_of_place(row, viewer), adopted)
    )
