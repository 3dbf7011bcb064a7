"""What stands beside public records: outlets, replies, objections, corrections, repair, measures."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.inspections.policies import officials_of_result
from persistence.publication.policies import is_published_reply, of_public_result
from persistence.publication.table import (
    FollowUp,
    Objection,
    Publication,
    RepairRequest,
    Reply,
    ResultCorrection,
)
from persistence.reading import ids
from persistence.reading.conditions import one_of_values, refers_to, to_day
from persistence.reading.shape import (
    Column,
    Field,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    column,
    moment,
)


def of_inspection(parent: Row, row: Row) -> Predicate:
    return row.c.inspection_id == parent.c.id


def of_public_record(parent: Row, row: Row) -> Predicate:
    return row.c.public_record_id == parent.c.id


OF_INSPECTION: Mapping[str, Field] = {
    "objections": Many(
        "Objection", on=of_inspection, order=lambda row: [row.c.raised_at, row.c.id]
    ),
    "corrections": Many(
        "ResultCorrection", on=of_inspection, order=lambda row: [row.c.reopened_at, row.c.id]
    ),
    "followUps": Many("FollowUp", on=of_inspection, order=lambda row: [row.c.opened_at, row.c.id]),
    "repairRequests": Many(
        "RepairRequest", on=of_inspection, order=lambda row: [row.c.requested_at, row.c.id]
    ),
    "replies": Many("Reply", on=of_inspection, order=lambda row: [row.c.written_at, row.c.id]),
}
OF_PUBLIC_RECORD: Mapping[str, Field] = {
    "publications": Many("Publication", on=of_public_record, order=lambda row: [_place(row)]),
    "reply": One("PublicReply", on=of_public_record),
}


def _place(row: Row) -> sa.ColumnElement[Any]:
    """This platform first."""
    return sa.cast(row.c.outlet, sa.Text) != sa.literal_column("'PLATFORM'")


def _visit() -> One:
    return One("Inspection", on=lambda parent, row: row.c.id == parent.c.inspection_id)


def _record() -> One:
    return One("PublicRecord", on=lambda parent, row: row.c.id == parent.c.public_record_id)


def _institution() -> One:
    return One("Institution", on=lambda parent, row: row.c.id == parent.c.institution_id)


def _list(type_name: str, more: Mapping[str, Any] | None = None) -> Page:
    return Page(
        type_name,
        orders={"RECEIVED_AT": KeysetOrder(())},
        default_order=("RECEIVED_AT", "DESC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "authorityId": refers_to("Authority", "authority_id"),
            "states": one_of_values("state"),
            **(more or {}),
        },
        permission=Permission.INSPECTION_READ,
    )


PUBLICATION = Shape(
    "Publication",
    Publication.__table__,
    {
        "outlet": column("outlet"),
        "state": column("state"),
        "publishedAt": moment("published_at"),
        "reference": column("reference"),
    },
    by_parent,
)

PUBLIC_REPLY = Shape(
    "PublicReply",
    Reply.__table__,
    {"text": column("text"), "writtenAt": moment("written_at"), "shownAt": moment("decided_at")},
    is_published_reply,
)

OBJECTION = Shape(
    "Objection",
    Objection.__table__,
    {
        "id": Column(lambda row: ids.expression("Objection", row.c.id)),
        "inspection": _visit(),
        "publicRecord": _record(),
        "institution": _institution(),
        "statement": column("statement"),
        "state": column("state"),
        "raisedAt": moment("raised_at"),
        "dueOn": column("due_on"),
        "dueIsProvisional": column("due_is_provisional"),
        "decidedAt": moment("decided_at"),
        "reason": column("reason"),
    },
    of_public_result,
)

CORRECTION = Shape(
    "ResultCorrection",
    ResultCorrection.__table__,
    {
        "reason": column("reason"),
        "foundOn": column("found_on"),
        "dueOn": column("due_on"),
        "dueIsProvisional": column("due_is_provisional"),
        "reopenedAt": moment("reopened_at"),
        "correctedAt": moment("corrected_at"),
        "isLate": column("is_late"),
        "publicRecord": _record(),
    },
    by_parent,
)

FOLLOW_UP = Shape(
    "FollowUp",
    FollowUp.__table__,
    {
        "id": Column(lambda row: ids.expression("FollowUp", row.c.id)),
        "inspection": _visit(),
        "measure": column("measure"),
        "state": column("state"),
        "openedAt": moment("opened_at"),
        "finishedOn": column("finished_on"),
        "note": column("note"),
        "notifiedAuthority": One(
            "Authority", on=lambda parent, row: row.c.id == parent.c.notified_authority_id
        ),
        "caseReference": column("case_reference"),
    },
    officials_of_result,
)

REPAIR_REQUEST = Shape(
    "RepairRequest",
    RepairRequest.__table__,
    {
        "id": Column(lambda row: ids.expression("RepairRequest", row.c.id)),
        "inspection": _visit(),
        "publicRecord": _record(),
        "institution": _institution(),
        "statement": column("statement"),
        "state": column("state"),
        "requestedAt": moment("requested_at"),
        "decidedAt": moment("decided_at"),
        "reason": column("reason"),
    },
    of_public_result,
)

REPLY = Shape(
    "Reply",
    Reply.__table__,
    {
        "id": Column(lambda row: ids.expression("Reply", row.c.id)),
        "inspection": _visit(),
        "publicRecord": _record(),
        "institution": _institution(),
        "text": column("text"),
        "state": column("state"),
        "writtenAt": moment("written_at"),
        "decidedAt": moment("decided_at"),
        "declineGround": column("decline_ground"),
    },
    of_public_result,
)

SHAPES = (
    PUBLICATION,
    PUBLIC_REPLY,
    OBJECTION,
    CORRECTION,
    FOLLOW_UP,
    REPAIR_REQUEST,
    REPLY,
)

ROOTS: Mapping[str, Field] = {
    "objections": _list("Objection", {"dueBefore": to_day("due_on")}),
    "repairRequests": _list("RepairRequest"),
    "replies": _list("Reply"),
}
