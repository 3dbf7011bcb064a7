"""Who sees which public records, and what an institution said of them."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.publication.terms import RepairState, ReplyState
from persistence.inspections.policies import is_visit_of_place, officials_of_result
from persistence.inspections.table import Inspection, PublicRecord
from persistence.reading.conditions import TODAY, TODAY_INDEED
from persistence.reading.logic import NOBODY, all_of, any_of, there_is
from persistence.reading.past import still
from persistence.reading.rows import alias_of
from persistence.reading.shape import Expression, Predicate, Row
from persistence.reading.viewer import Viewer


def of_public_result(row: Row, viewer: Viewer) -> Predicate:
    """What an institution asked about its public record: the institution itself, and the officials
    who see the visit; whether the institution had notice of it makes no difference any more."""
    return any_of(
        viewer.is_own_institution(row.c.institution_id, Permission.INSPECTION_READ),
        officials_of_result(row, viewer),
    )


def can_see_public_record(row: Row, viewer: Viewer) -> Predicate:
    """What is public for all; what was withdrawn for the officials who see the visit, the place's too."""
    of_place = viewer.named(Inspection.__table__, row, "inspection_id", is_visit_of_place)
    return any_of(public_result(row, viewer), officials_of_result(row, viewer), of_place)


def is_published_reply(row: Row, viewer: Viewer) -> Predicate:
    """The institution's words beside its record, once they were looked through."""
    return sa.cast(row.c.state, sa.Text) == sa.literal_column(f"'{ReplyState.SHOWN.value}'")


def is_public_commitment(row: Row, viewer: Viewer) -> Predicate:
    """The commitment of an application that waits, beside the record that it is about."""
    waits = sa.cast(row.c.state, sa.Text) == sa.literal_column(f"'{RepairState.REQUESTED.value}'")
    return all_of(waits, row.c.commitment_version.is_not(None))


def public_result(row: Row, viewer: Viewer) -> Predicate:
    """Until withdrawn or expired. What was public earlier is not shown again once it is no more."""
    return still(row, viewer, PublicRecord.__table__, _is_public)


def _is_public(row: Row, today: Expression) -> Predicate:
    return all_of(row.c.withdrawn_at.is_(None), row.c.expires_on >= today)


def is_gone(row: Row, viewer: Viewer) -> Predicate:
    """A row as it is, that was public at the earlier moment that is looked at, and is so no more: that it
    stood is known to all."""
    if not viewer.looks_back:
        return NOBODY
    then = alias_of(PublicRecord.__table__)
    over = all_of(row.c.withdrawn_at.is_(None), row.c.expires_on < TODAY_INDEED)
    return all_of(
        any_of(row.c.withdrawn_at.is_not(None), over),
        there_is(row, then.c.id == row.c.id, _is_public(then, TODAY)),
    )


def was_listed(row: Row, viewer: Viewer) -> Predicate:
    """At that moment it was the version that counted."""
    then = alias_of(PublicRecord.__table__)
    return there_is(row, then.c.id == row.c.id, then.c.superseded_at.is_(None))
