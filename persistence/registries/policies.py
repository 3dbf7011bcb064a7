"""Who sees the registries of objects and inspectors."""

from domain.permissions import Permission
from domain.roles import Scope
from persistence.authorities.table import Authority, Officer
from persistence.institutions.policies import risk_of_institution
from persistence.institutions.table import Institution
from persistence.reading.logic import NOBODY, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def object_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """An object of the registry, with its risk class: authorities in scope and oversight (X25)."""
    return risk_of_institution(row, viewer)


def stop_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """A row with `institution_id`: visible with the object of the registry."""
    return viewer.named(Institution.__table__, row, "institution_id", object_in_scope)


def can_see_recusal(row: Row, viewer: Viewer) -> Predicate:
    """The officer, the head of the officer's authority, oversight of the region."""
    if not viewer.may(Permission.RECUSAL_READ):
        return NOBODY
    officer, authority = alias_of(Officer.__table__), alias_of(Authority.__table__)
    heads = [
        officer.c.authority_id == scoped_grant.authority_id
        if scoped_grant.scope is Scope.OWN_AUTHORITY
        else there_is(
            officer,
            authority.c.id == officer.c.authority_id,
            scoped_grant.over_authority(authority),
        )
        for scoped_grant in viewer.scoped_grants(Permission.RECUSAL_READ)
        if scoped_grant.scope is not Scope.OWN_CASES
    ]
    by_office = there_is(row, officer.c.id == row.c.officer_id, any_of(*heads)) if heads else NOBODY
    return any_of(viewer.is_officer(row.c.officer_id), by_office)
