"""Which rows lie with an authority: those of its own cases, or of the authorities below it."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.roles import Insight, Scope
from persistence.reading.logic import NOBODY, all_of, any_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer


def over_case(
    scoped_grant: ScopedGrant,
    authority_id: sa.ColumnElement[object],
    within: Predicate,
    row: Row,
) -> Predicate:
    """The case is run by the seat's own authority, or by one below it in the sector: by one `within`
    its region."""
    if scoped_grant.scope is Scope.OWN_AUTHORITY:
        return authority_id == scoped_grant.authority_id
    if scoped_grant.scope is Scope.SUBTREE:
        return all_of(within, sa.cast(row.c.sector, sa.Text) == sa.any_(scoped_grant.sectors))
    return within if scoped_grant.scope is Scope.SUBTREE_ALL_SECTORS else NOBODY


def is_of_place(row: Row, viewer: Viewer) -> Predicate:
    """The row is about an institution of the seat's subtree and sectors, whichever authority outside the
    subtree it lies with. Of those who only look: no row is claimed by it."""
    if not viewer.looks_on:
        return NOBODY
    grants = viewer.scoped_grants(Permission.INSPECTION_READ)
    return any_of(*(scoped_grant.over_place(row) for scoped_grant in grants))


def run_by_grants(row: Row, viewer: Viewer, insight: Insight | None = None) -> Predicate:
    """The row's authority is the seat's own, or lies below it; of roles with this insight, if one is named."""
    return any_of(
        *(
            over_case(
                scoped_grant,
                row.c.authority_id,
                scoped_grant.over(row.c.authority_region_code),
                row,
            )
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
            if insight is None or insight in scoped_grant.insights
        )
    )
