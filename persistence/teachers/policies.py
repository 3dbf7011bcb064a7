"""Who sees which teachers, and their private data."""

from domain.permissions import Permission
from persistence.institutions.policies import of_own_or_in_scope
from persistence.reading.logic import any_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def employed_teacher(row: Row, viewer: Viewer) -> Predicate:
    """Teachers in employment for all; former ones for whom their private data is open."""
    return any_of(row.c.employed_to.is_(None), private_of_teacher(row, viewer))


def private_of_teacher(row: Row, viewer: Viewer) -> Predicate:
    return of_own_or_in_scope(row, viewer, Permission.TEACHER_READ_PRIVATE)
