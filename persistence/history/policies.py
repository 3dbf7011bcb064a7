"""Who sees what was changed of which entries."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.authorities.table import Authority, Officer
from persistence.engine.columns import Table
from persistence.institutions.policies import of_own_or_in_scope
from persistence.institutions.table import Institution
from persistence.reading.logic import NOBODY, all_of, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer
from persistence.teachers.table import Teacher


def seen_with_its_institution(row: Row, viewer: Viewer) -> Predicate:
    """Officials who answer for the institution, oversight, and its own administrators; teachers' entries
    only for whom former teachers are open too. Of authorities and officers, which are no institution's,
    those who administer them. Never the public."""
    of_institution = all_of(
        of_own_or_in_scope(row, viewer, Permission.HISTORY_READ),
        any_of(
            sa.not_(_is_of(row, Teacher)),
            of_own_or_in_scope(row, viewer, Permission.TEACHER_READ_PRIVATE),
        ),
    )
    return any_of(of_institution, _administered(row, viewer))


def _is_of(row: Row, table: type[Table]) -> Predicate:
    return row.c.kind == sa.literal_column(f"'{table.__name__}'")


def _administered(row: Row, viewer: Viewer) -> Predicate:
    authority, officer = alias_of(Authority.__table__), alias_of(Officer.__table__)
    grants = list(viewer.scoped_grants(Permission.ACCOUNT_READ))
    if not grants:
        return NOBODY
    reached = any_of(*(grant.over_authority(authority) for grant in grants))
    of_officer = there_is(officer, authority.c.id == officer.c.authority_id, reached)
    return any_of(
        all_of(_is_of(row, Authority), there_is(row, authority.c.id == row.c.object_id, reached)),
        all_of(_is_of(row, Officer), there_is(row, officer.c.id == row.c.object_id, of_officer)),
    )


def named_to_officials(row: Row, viewer: Viewer) -> Predicate:
    """Which person it was, offices see; an institution sees which authority."""
    of_institution = viewer.named(Institution.__table__, row, "institution_id", _in_scope)
    return any_of(of_institution, _administered(row, viewer))


def _in_scope(institution: Row, viewer: Viewer) -> Predicate:
    return viewer.in_scope(institution.c.region_code, institution.c.sector, Permission.HISTORY_READ)
