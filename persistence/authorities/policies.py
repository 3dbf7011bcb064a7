"""Who sees which changes of authorities that wait for a second person, or waited."""

from domain.permissions import Permission
from persistence.authorities.table import Authority
from persistence.reading.logic import any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def change_within_reach(row: Row, viewer: Viewer) -> Predicate:
    """Administrators of the authority, and of those above it."""
    authority = alias_of(Authority.__table__)
    grants = viewer.scoped_grants(Permission.ACCOUNT_READ)
    return any_of(
        *(
            there_is(
                row, authority.c.id == row.c.authority_id, scoped_grant.over_authority(authority)
            )
            for scoped_grant in grants
        )
    )
