"""Who sees which courses."""

import sqlalchemy as sa

from domain.courses import CourseState
from domain.permissions import Permission
from persistence.institutions.policies import of_own_or_in_scope
from persistence.reading.logic import any_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def published_course(row: Row, viewer: Viewer) -> Predicate:
    """Published ones for all; the others for the institution, authorities in scope, oversight."""
    return any_of(
        sa.cast(row.c.state, sa.Text) == sa.literal_column(f"'{CourseState.PUBLISHED.value}'"),
        of_own_or_in_scope(row, viewer, Permission.INSTITUTION_READ_CONTACT),
    )
