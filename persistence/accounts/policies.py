"""Who sees which accounts and officers."""

from domain.permissions import Permission
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, Officer
from persistence.institutions.table import Institution
from persistence.reading.logic import any_of, is_never, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer


def own_or_administered_account(row: Row, viewer: Viewer) -> Predicate:
    """The account itself; administrators see the accounts with a role within their subtree."""
    return any_of(
        viewer.is_account(row.c.id),
        *(
            _administers(scoped_grant, row)
            for scoped_grant in viewer.scoped_grants(Permission.ACCOUNT_READ)
        ),
    )


def _administers(scoped_grant: ScopedGrant, row: Row) -> Predicate:
    grant, authority = alias_of(RoleGrant.__table__), alias_of(Authority.__table__)
    institution = alias_of(Institution.__table__)
    return there_is(
        row,
        grant.c.account_id == row.c.id,
        any_of(
            there_is(
                grant,
                authority.c.id == grant.c.authority_id,
                scoped_grant.over_authority(authority),
            ),
            there_is(
                grant,
                institution.c.id == grant.c.institution_id,
                scoped_grant.over(institution.c.region_code),
            ),
        ),
    )


def officer_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """The officer, and the officers of authorities in the viewer's subtree."""
    authority = alias_of(Authority.__table__)
    return any_of(
        viewer.is_officer(row.c.id),
        *(
            there_is(
                row, authority.c.id == row.c.authority_id, scoped_grant.over_authority(authority)
            )
            for scoped_grant in viewer.scoped_grants(Permission.OFFICER_READ)
        ),
    )


def seen_by_account(row: Row, viewer: Viewer) -> Predicate:
    """A row with `account_id`: visible with its account."""
    account = alias_of(Account.__table__)
    return there_is(
        row, account.c.id == row.c.account_id, own_or_administered_account(account, viewer)
    )


def session_of_seen_account(row: Row, viewer: Viewer) -> Predicate:
    """Visible with its account; to a visitor never."""
    return viewer.named(Account.__table__, row, "account_id", own_or_administered_account)


def seen_by_officer(row: Row, viewer: Viewer) -> Predicate:
    """A row with `officer_id`: visible with its officer."""
    officer = alias_of(Officer.__table__)
    found = officer_in_scope(officer, viewer)
    return found if is_never(found) else there_is(row, officer.c.id == row.c.officer_id, found)
