"""Complaints as each side may see them; nothing here leads to who complained."""

import sqlalchemy as sa

from domain.complaints.terms import AWAITING_ACCEPTANCE
from domain.permissions import Permission
from persistence.complaints.policies import can_see_complaint, statement_of_complaint
from persistence.complaints.table import Complaint
from persistence.engine.records import StateTransition
from persistence.evidence import shape as evidence
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    before_day,
    before_moment,
    equals,
    from_moment,
    holds,
    is_flag,
    one_of_values,
    refers_to,
    within,
)
from persistence.reading.shape import (
    Column,
    DerivedValue,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    Visibility,
    by_parent,
    referenced_by,
    references,
)
from persistence.reading.viewer import CLOCKS_DAY

_WAITING: list[Expression] = [
    sa.literal_column(f"'{state.value}'") for state in AWAITING_ACCEPTANCE
]


def is_overdue(row: Row) -> Predicate:
    """Acceptance is not decided, and the last day for it is over in Shanghai."""
    waits = sa.cast(row.c.state, sa.Text).in_(_WAITING)
    return sa.and_(waits, row.c.accept_due_on < CLOCKS_DAY)


def COMPLAINTS(where: Visibility | None = None) -> Page:  # a constant but for its gate
    return Page(
        "Complaint",
        where=where,
        orders={
            "RECEIVED_AT": KeysetOrder((lambda row: row.c.received_at,)),
            "ACCEPT_DUE_ON": KeysetOrder((lambda row: row.c.accept_due_on,)),
        },
        default_order=("RECEIVED_AT", "DESC"),
        filters={
            "states": one_of_values("state"),
            "kind": equals("kind"),
            "categories": one_of_values("category"),
            "institutionId": refers_to("Institution", "institution_id"),
            "regionCode": within("region_code"),
            "isUrgent": is_flag("is_urgent"),
            "receivedFrom": from_moment("received_at"),
            "receivedBefore": before_moment("received_at"),
            "acceptDueBefore": before_day("accept_due_on"),
            "isOverdue": holds(is_overdue),
        },
        permission=Permission.COMPLAINT_READ,
    )


COMPLAINT = Shape(
    "Complaint",
    Complaint.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "region": One("Region", on=references("region_code", "code")),
        "intakeAuthority": One("Authority", on=references("intake_authority_id")),
        "assignedAuthority": One("Authority", on=references("assigned_authority_id")),
        "statement": DerivedValue(
            (
                lambda row: sa.func.encode(row.c.statement_sealed, sa.literal_column("'hex'")),
                lambda row: sa.cast(row.c.id, sa.Text),
            ),
            derive="statement",
            permission=Permission.COMPLAINT_READ_STATEMENT,
            visible_if=statement_of_complaint,
        ),
        "isOverdue": Column(is_overdue),
        "steps": Many(
            "ComplaintStep",
            on=referenced_by("subject_id"),
            where=lambda row, _: row.c.entity == sa.literal_column("'Complaint'"),
            order=lambda row: [row.c.at, row.c.id],
        ),
        "evidence": evidence.OF_OWNER,
    },
    can_see_complaint,
)

STEP = Shape(
    "ComplaintStep",
    StateTransition.__table__,
    {},
    by_parent,
)

SHAPES = (COMPLAINT, STEP)

ROOTS = {
    "complaint": One(
        "Complaint", arguments={"id": by_id("Complaint")}, permission=Permission.COMPLAINT_READ
    ),
    "complaints": COMPLAINTS(),
    "myComplaints": COMPLAINTS(
        where=lambda row, viewer: viewer.is_complainant(row.c.complainant_ref)
    ),
}

BY_RECEIPT = One("Complaint", where=lambda row, viewer: viewer.shows_receipt(row.c.receipt_digest))
"""Asked through a resolver that first spends from the caller's budget of attempts."""
