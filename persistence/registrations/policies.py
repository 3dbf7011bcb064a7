"""Who sees what other registers say otherwise, and who verified what there."""

from domain.permissions import Permission
from persistence.institutions.table import Institution
from persistence.reading.logic import NOBODY, all_of, any_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def of_office(row: Row, viewer: Viewer) -> Predicate:
    """The row's institution is one that the viewer's office keeps, or oversees."""
    if not viewer.may(Permission.HISTORY_READ):
        return NOBODY
    return viewer.named(Institution.__table__, row, "institution_id", _in_scope)


def _in_scope(institution: Row, viewer: Viewer) -> Predicate:
    return viewer.in_scope(institution.c.region_code, institution.c.sector, Permission.HISTORY_READ)


def can_see_difference(row: Row, viewer: Viewer) -> Predicate:
    """Who keeps the entry, and oversight; the institution what it was asked. Never the public."""
    was_asked = all_of(
        row.c.asked_at.is_not(None),
        viewer.is_own_institution(row.c.institution_id, Permission.HISTORY_READ),
    )
    return any_of(was_asked, of_office(row, viewer))


def can_see_platform_report(row: Row, viewer: Viewer) -> Predicate:
    """Who reported it, and the registrars of the same office."""
    permission = Permission.INSTITUTION_REGISTER
    if not viewer.may(permission):
        return NOBODY
    return any_of(
        viewer.is_account(row.c.reported_by),
        *(
            row.c.authority_id == scoped_grant.authority_id
            for scoped_grant in viewer.scoped_grants(permission)
        ),
    )
