"""Complaints as each side may see them; nothing here leads to who complained."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.complaints.policies import can_see_complaint, statement_of_complaint
from persistence.complaints.table import Complaint
from persistence.engine.records import StateTransition
from persistence.evidence import shape as evidence
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import (
    before_moment,
    equals,
    from_moment,
    is_flag,
    one_of_values,
    refers_to,
    within,
)
from persistence.reading.shape import (
    Column,
    DerivedValue,
    KeysetOrder,
    Many,
    One,
    Page,
    Shape,
    Visibility,
    by_parent,
    column,
    moment,
)


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
        },
        permission=Permission.COMPLAINT_READ,
    )


COMPLAINT = Shape(
    "Complaint",
    Complaint.__table__,
    {
        "id": Column(lambda row: ids.expression("Complaint", row.c.id)),
        "complaintNo": column("complaint_no"),
        "kind": column("kind"),
        "channel": column("channel"),
        "category": column("category"),
        "identification": column("identification"),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "respondentName": column("respondent_name"),
        "respondentAddress": column("respondent_address"),
        "region": One("Region", on=lambda parent, row: row.c.code == parent.c.region_code),
        "sector": column("sector"),
        "intakeAuthority": One(
            "Authority", on=lambda parent, row: row.c.id == parent.c.intake_authority_id
        ),
        "assignedAuthority": One(
            "Authority", on=lambda parent, row: row.c.id == parent.c.assigned_authority_id
        ),
        "statement": DerivedValue(
            (
                lambda row: sa.func.encode(row.c.statement_sealed, sa.literal_column("'hex'")),
                lambda row: sa.cast(row.c.id, sa.Text),
            ),
            derive="statement",
            permission=Permission.COMPLAINT_READ_STATEMENT,
            visible_if=statement_of_complaint,
        ),
        "redactedStatement": column("redacted_statement"),
        "claimFen": column("claim_fen"),
        "occurredOn": column("occurred_on"),
        "isUrgent": column("is_urgent"),
        "state": column("state"),
        "nonAcceptanceGround": column("non_acceptance_ground"),
        "receivedAt": moment("received_at"),
        "acceptDueOn": column("accept_due_on"),
        "acceptDueIsProvisional": column("accept_due_is_provisional"),
        "deadlineRule": column("deadline_rule"),
        "steps": Many(
            "ComplaintStep",
            on=lambda parent, row: row.c.subject_id == parent.c.id,
            where=lambda row, _: row.c.entity == sa.literal_column("'Complaint'"),
            order=lambda row: [row.c.at, row.c.id],
        ),
        "evidence": evidence.OF_OWNER,
        "version": column("version"),
    },
    can_see_complaint,
)

STEP = Shape(
    "ComplaintStep",
    StateTransition.__table__,
    {
        "at": moment("at"),
        "fromState": column("from_state"),
        "toState": column("to_state"),
    },
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
