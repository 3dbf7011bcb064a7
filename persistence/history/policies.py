"""Who sees what was changed of which entries."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.institutions.policies import of_own_or_in_scope
from persistence.institutions.table import Institution
from persistence.reading.logic import all_of, any_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer
from persistence.teachers.table import Teacher


def seen_with_its_institution(row: Row, viewer: Viewer) -> Predicate:
    """Officials who answer for the institution, oversight, and its own administrators; teachers' entries
    only for whom former teachers are open too. Never the public."""
    is_of_teacher = row.c.kind == sa.literal_column(f"'{Teacher.__name__}'")
    return all_of(
        of_own_or_in_scope(row, viewer, Permission.HISTORY_READ),
        any_of(
            sa.not_(is_of_teacher),
            of_own_or_in_scope(row, viewer, Permission.TEACHER_READ_PRIVATE),
        ),
    )


def named_to_officials(row: Row, viewer: Viewer) -> Predicate:
    """Which person it was, offices see; an institution sees which authority."""
    return viewer.named(Institution.__table__, row, "institution_id", _in_scope)


def _in_scope(institution: Row, viewer: Viewer) -> Predicate:
    return viewer.in_scope(institution.c.region_code, institution.c.sector, Permission.HISTORY_READ)
