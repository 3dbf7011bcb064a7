"""When a visit is done: its result was public once, or it was voided."""

from typing import Any

import sqlalchemy as sa

from domain.inspections.terms import InspectionState


def is_done(row: Any) -> sa.ColumnElement[bool]:
    """Of a row of inspections, or of the class: a result that is reopened stays done, and one that
    was withdrawn."""
    return sa.or_(
        row.published_at.is_not(None),
        sa.cast(row.state, sa.Text) == sa.literal_column(f"'{InspectionState.VOIDED.value}'"),
    )
