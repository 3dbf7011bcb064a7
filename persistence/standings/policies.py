"""Who sees what was decided on institutions, entitlements and persons."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.standings.terms import Ending
from persistence.institutions.policies import of_own_or_in_scope
from persistence.reading.logic import NOBODY, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer
from persistence.standings.table import Standing, StandingEnd

_OF_PERSONS = (Permission.TEACHER_READ_PRIVATE, Permission.STANDING_DECIDE)


def of_institutions_or_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """What stands on institutions is for everybody; what stands on a person for the offices that decide
    on such, or may see teachers' private data, where it was decided."""
    return any_of(
        row.c.person_id.is_(None),
        *(
            viewer.in_scope(row.c.region_code, row.c.sector, permission)
            for permission in _OF_PERSONS
        ),
    )


def ground_unless_taken_back(row: Row, viewer: Viewer) -> Predicate:
    """The ground of a decision that was quashed, or of an entry that was wrong, stays with the
    institution and with those who keep the file."""
    ended = alias_of(StandingEnd.__table__, is_current=True)
    taken_back = there_is(
        row,
        ended.c.standing_id == row.c.id,
        sa.cast(ended.c.ending, sa.Text).in_(
            [sa.literal_column(f"'{each.value}'") for each in (Ending.QUASHED, Ending.CORRECTED)]
        ),
    )
    return any_of(
        sa.not_(taken_back),
        # Who sees such an entry at all keeps the file.
        row.c.person_id.is_not(None),
        of_own_or_in_scope(row, viewer, Permission.HISTORY_READ),
    )


def kept_on_file(row: Row, viewer: Viewer) -> Predicate:
    """Why something was ended stays with the institution and with those who keep the file."""
    if not any(map(viewer.may, (Permission.HISTORY_READ, *_OF_PERSONS))):
        return NOBODY
    standing = alias_of(Standing.__table__)
    return there_is(
        row,
        standing.c.id == row.c.standing_id,
        any_of(
            # Who sees such an entry at all keeps the file.
            standing.c.person_id.is_not(None),
            of_own_or_in_scope(standing, viewer, Permission.HISTORY_READ),
        ),
    )


def reads_rulings(row: Row, viewer: Viewer) -> Predicate:
    """For others a decision does not even ask whether there is one."""
    return sa.true() if viewer.may(Permission.RULING_READ) else NOBODY


def can_see_ruling(row: Row, viewer: Viewer) -> Predicate:
    """The institution, from the notice on; officials in scope; the authority itself, such as a social
    organisation, whose scope is its programmes. The public sees what came of it, once that holds."""
    permission = Permission.RULING_READ
    return any_of(
        viewer.is_own_institution(row.c.institution_id, permission),
        viewer.in_scope(row.c.region_code, row.c.sector, permission),
        *(
            row.c.authority_id == scoped_grant.authority_id
            for scoped_grant in viewer.scoped_grants(permission)
        ),
    )
