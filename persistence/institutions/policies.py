"""Who sees what of an institution, and who may change its entry."""

from typing import Any

import sqlalchemy as sa

from domain.authorities import AuthorityKind
from domain.institutions import Delivery, EntitlementKind, InstitutionKind
from domain.permissions import Permission
from domain.roles import Scope
from domain.terms import Term
from persistence.institutions.table import Entitlement, Institution
from persistence.reading.logic import NOBODY, all_of, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer


def contact_of_institution(row: Row, viewer: Viewer) -> Predicate:
    """Own institution, authorities in scope, oversight, the programmes that entitle it, and the
    reviewers with a part in its filing."""
    return _institution_visible_if(row, viewer, Permission.INSTITUTION_READ_CONTACT)


def risk_of_institution(row: Row, viewer: Viewer) -> Predicate:
    """Authorities in scope and oversight; never the institution (X25, X29)."""
    permission = Permission.INSTITUTION_READ_RISK
    return viewer.in_scope(row.c.region_code, row.c.sector, permission)


def _institution_visible_if(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    return any_of(
        may_register_at(row, viewer, permission),
        *(
            _entitles(scoped_grant, row)
            for scoped_grant in viewer.scoped_grants(permission)
            if _is_social(scoped_grant)
        ),
    )


def _is_social(scoped_grant: ScopedGrant) -> bool:
    return scoped_grant.kind is AuthorityKind.SOCIAL_ORG


def _entitles(scoped_grant: ScopedGrant, row: Row) -> Predicate:
    """A social organisation's scope is its programmes."""
    entitlement = alias_of(Entitlement.__table__)
    return there_is(
        row,
        entitlement.c.institution_id == row.c.id,
        entitlement.c.authority_id == scoped_grant.authority_id,
    )


def may_register_at(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    """An institution's entry that the actor may change: one's own, or one in scope."""
    return any_of(
        viewer.is_own_institution(row.c.id, permission),
        viewer.in_scope(row.c.region_code, row.c.sector, permission),
        *(
            all_of(scoped_grant.over(row.c.region_code), _trains_online(row))
            for scoped_grant in viewer.scoped_grants(permission)
            if scoped_grant.scope is Scope.SUBTREE_OWN_PART
        ),
    )


def _trains_online(row: Row) -> Predicate:
    """A platform, or who was ever filed, or is licensed instead (S4 link 8), to train online."""
    entitlement = alias_of(Entitlement.__table__)
    return any_of(
        sa.literal_column(f"'{InstitutionKind.ONLINE_PLATFORM.value}'") == sa.any_(row.c.kinds),
        there_is(
            row,
            entitlement.c.institution_id == row.c.id,
            any_of(
                _is(entitlement.c.kind, EntitlementKind.FILING),
                _is(entitlement.c.delivery, Delivery.ONLINE),
            ),
        ),
    )


def _is(column: sa.ColumnElement[Any], term: Term) -> Predicate:
    return sa.cast(column, sa.Text) == sa.literal_column(f"'{term.value}'")


def of_own_or_in_scope(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    """The row's institution is one's own or in scope."""
    if not viewer.may(permission):
        return NOBODY

    def holds(institution: Row, viewer: Viewer) -> Predicate:
        return may_register_at(institution, viewer, permission)

    return viewer.named(Institution.__table__, row, "institution_id", holds)
