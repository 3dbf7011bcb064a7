"""What stands beside public records: outlets, replies, objections, corrections, repair, measures."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from domain.permissions import Permission
from domain.publication.terms import TombstoneKind, WithdrawalGround
from domain.publication.withdrawals import BASIS_OF
from persistence.evidence.sealed import hexed
from persistence.inspections.policies import officials_of_result, within_visit
from persistence.inspections.table import PublicRecord
from persistence.publication import older_terms
from persistence.publication.policies import (
    is_gone,
    is_public_commitment,
    is_published_reply,
    of_public_result,
    was_listed,
)
from persistence.publication.table import (
    FollowUp,
    Objection,
    Publication,
    PublicTermDecision,
    RepairRequest,
    Reply,
    ResultCorrection,
)
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import one_of_values, refers_to, to_day, within
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.shape import (
    AsOf,
    Column,
    Condition,
    DerivedObjects,
    Expression,
    Field,
    Join,
    KeysetOrder,
    Many,
    One,
    Page,
    Row,
    Shape,
    by_parent,
    column,
    moment,
    referenced_by,
    references,
)

_UTF8: Expression = sa.literal_column("'UTF8'")
of_inspection = referenced_by("inspection_id")


of_public_record = referenced_by("public_record_id")


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
    "publicTermDecision": One("PublicTermDecision", on=of_inspection),
}
OF_PUBLIC_RECORD: Mapping[str, Field] = {
    "publications": Many(
        "Publication", on=of_public_record, order=lambda row: [_place(row), row.c.outlet]
    ),
    "reply": One("PublicReply", on=of_public_record),
    "creditCommitment": One("CreditCommitment", on=of_public_record),
}


def _place(row: Row) -> sa.ColumnElement[Any]:
    """This platform first."""
    return sa.cast(row.c.outlet, sa.Text) != sa.literal_column("'PLATFORM'")


def _visit() -> One:
    return One("Inspection", on=references("inspection_id"))


def _record() -> One:
    return One("PublicRecord", on=references("public_record_id"))


def _institution() -> One:
    return One("Institution", on=references("institution_id"))


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
    {},
    by_parent,
)

PUBLIC_REPLY = Shape(
    "PublicReply",
    Reply.__table__,
    {"shownAt": moment("decided_at")},
    is_published_reply,
)

CREDIT_COMMITMENT = Shape(
    "CreditCommitment",
    RepairRequest.__table__,
    {
        "textVersion": column("commitment_version"),
        "signedOn": column("commitment_signed_on"),
    },
    is_public_commitment,
)

TERM_DECISION = Shape(
    "PublicTermDecision",
    PublicTermDecision.__table__,
    {},
    officials_of_result,
)

LONGER_TERM = Shape(
    "LongerTerm",
    PublicRecord.__table__,
    {
        "publicRecord": One("PublicRecord", on=references("id")),
        "severity": Column(older_terms.severity_by_codes),
        "endsByClassOn": Column(older_terms.ends_by_class_on),
    },
    older_terms.to_decide,
)

OBJECTION = Shape(
    "Objection",
    Objection.__table__,
    {
        "inspection": _visit(),
        "publicRecord": _record(),
        "institution": _institution(),
    },
    of_public_result,
)

CORRECTION = Shape(
    "ResultCorrection",
    ResultCorrection.__table__,
    {
        "publicRecord": _record(),
    },
    within_visit,
)

FOLLOW_UP = Shape(
    "FollowUp",
    FollowUp.__table__,
    {
        "inspection": _visit(),
        "notifiedAuthority": One("Authority", on=references("notified_authority_id")),
    },
    officials_of_result,
)

REPAIR_REQUEST = Shape(
    "RepairRequest",
    RepairRequest.__table__,
    {
        "inspection": _visit(),
        "publicRecord": _record(),
        "institution": _institution(),
    },
    of_public_result,
)

REPLY = Shape(
    "Reply",
    Reply.__table__,
    {
        "inspection": _visit(),
        "publicRecord": _record(),
        "institution": _institution(),
    },
    of_public_result,
)

_GROUND: Expression = sa.literal_column(f"'{WithdrawalGround.EXPIRED.value}'", sa.Text())


def _ground(row: Row) -> Expression:
    """Who took it away after its time in public was over took nothing away that was shown."""
    by_day = row.c.withdrawn_at >= _over(row)
    return sa.case(
        (by_day, _GROUND),
        else_=sa.func.coalesce(sa.cast(row.c.withdrawal_ground, sa.Text), _GROUND),
    )


def _over(row: Row) -> Expression:
    """The midnight in Shanghai at which its time in public is over."""
    day = sa.cast(row.c.expires_on + sa.literal_column("1"), sa.DateTime())
    return sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), day)


def _shown_until(row: Row) -> Expression:
    """When it was taken away, or its time was over; what is over is withdrawn some time later by a job."""
    found = sa.select(sa.func.least(row.c.withdrawn_at, _over(row)).label("shown_until"))
    until = found.correlate(row).subquery()
    return sa.select(moment("shown_until").of(until)).scalar_subquery()


def _basis(row: Row) -> Expression:
    """The marks of the documents by which it went, where the ground itself names one."""
    known = [(_ground(row) == _quoted(each), _quoted(mark)) for each, mark in BASIS_OF.items()]
    return sa.case(*known, else_=_quoted(""))


def _quoted(word: str) -> Expression:
    return sa.literal_column(f"'{word}'", sa.Text())


TOMBSTONE = Shape(
    "Tombstone",
    PublicRecord.__table__,
    {
        "recordId": Column(lambda row: ids.expression("PublicRecord", row.c.id)),
        "kind": Column(lambda _: _quoted(TombstoneKind.INSPECTION_RESULT)),
        "shownFrom": moment("published_at"),
        "shownUntil": Column(_shown_until),
        "ground": Column(_ground),
        "legalBases": DerivedObjects((_basis,), "legal_bases", "LegalBasis", weight=2),
        "documentSha256": Column(
            lambda row: hexed(sa.func.sha256(sa.func.convert_to(row.c.document, _UTF8)))
        ),
    },
    is_gone,
    is_current=True,
)


def TOMBSTONES(on: Join) -> Many:  # a constant but for its join
    return Many(
        "Tombstone",
        on=on,
        where=was_listed,
        order=lambda row: [row.c.published_at.desc(), row.c.id],
        weight=4,
    )


SHAPES = (
    TOMBSTONE,
    PUBLICATION,
    PUBLIC_REPLY,
    CREDIT_COMMITMENT,
    TERM_DECISION,
    LONGER_TERM,
    OBJECTION,
    CORRECTION,
    FOLLOW_UP,
    REPAIR_REQUEST,
    REPLY,
)

_WITH_RECORD = Beside("public_record_id", PublicRecord, "{row}.withdrawn_at is null")
PUBLIC_TABLES = (
    PublicTable(Publication, beside=_WITH_RECORD),
    PublicTable(Reply, "{row}.state = 'SHOWN'", beside=_WITH_RECORD),
    PublicTable(
        RepairRequest,
        "{row}.state = 'REQUESTED' and {row}.commitment_version is not null",
        beside=_WITH_RECORD,
        only=("public_record_id", "state", "commitment_version", "commitment_signed_on"),
    ),
)


_GONE_BY: Mapping[str, Condition] = {
    "institutionId": refers_to("Institution", "institution_id"),
    "regionCode": within("region_code"),
}
ROOTS: Mapping[str, Field] = {
    "objections": _list("Objection", {"dueBefore": to_day("due_on")}),
    "repairRequests": _list("RepairRequest", {"dueBefore": to_day("due_on")}),
    "replies": _list("Reply"),
    "resultsWithLongerTerm": Page(
        "LongerTerm",
        orders={"PUBLISHED_AT": KeysetOrder((lambda row: row.c.published_at,))},
        default_order=("PUBLISHED_AT", "DESC"),
        filters={"authorityId": refers_to("Authority", "authority_id")},
        permission=Permission.RESULT_WITHDRAW,
    ),
    "tombstone": One(
        "Tombstone",
        arguments={"id": by_id("PublicRecord")},
        as_of=AsOf(),
    ),
    "tombstones": Page(
        "Tombstone",
        where=was_listed,
        orders={"SHOWN_FROM": KeysetOrder((lambda row: row.c.published_at,))},
        default_order=("SHOWN_FROM", "DESC"),
        filters=_GONE_BY,
        even_filters=frozenset(_GONE_BY),
        as_of=AsOf(frozenset(_GONE_BY)),
    ),
}
