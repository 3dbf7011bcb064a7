"""Who sees who asked whom to step aside, and whom a notice names."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.roles import Scope
from persistence.inspections.policies import within_visit
from persistence.inspections.table import Inspection
from persistence.reading.cases import over_case
from persistence.reading.logic import NOBODY, all_of, any_of, is_never, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer
from persistence.visits.table import Notice


def can_see_recusal_request(row: Row, viewer: Viewer) -> Predicate:
    """The officer, the heads of the visit's authority, oversight; the institution what it asked itself.
    The institution does not see what an officer says about themselves."""
    inspection = alias_of(Inspection.__table__)
    heads = [
        over_case(
            scoped_grant,
            inspection.c.authority_id,
            scoped_grant.over(inspection.c.authority_region_code),
            inspection,
        )
        for scoped_grant in viewer.scoped_grants(Permission.RECUSAL_READ)
        if scoped_grant.scope is not Scope.OWN_CASES
    ]
    from_institution = sa.cast(row.c.side, sa.Text) == sa.literal_column("'INSTITUTION'")
    own = viewer.is_own_institution(inspection.c.institution_id, Permission.RECUSAL_REQUEST)
    visible_if = any_of(*heads, NOBODY if is_never(own) else all_of(from_institution, own))
    by_visit = (
        NOBODY
        if is_never(visible_if)
        else there_is(row, inspection.c.id == row.c.inspection_id, visible_if)
    )
    return any_of(viewer.is_officer(row.c.officer_id), by_visit)


def within_notice(row: Row, viewer: Viewer) -> Predicate:
    """An officer whom the notice names: for who has a part in the visit."""
    if not viewer.looks_on:
        return sa.true()
    return viewer.named(Notice.__table__, row, "notice_id", within_visit)
