"""What surrounds a record: notice, arrivals, signatures, and what was asked before the visit."""

import sqlalchemy as sa

from persistence.evidence.sealed import hexed, record_text
from persistence.inspections.policies import officials_of_result, part_of_visit, within_record
from persistence.inspections.table import InspectionRecord
from persistence.reading import ids
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    DerivedValue,
    Expression,
    Many,
    One,
    Predicate,
    Row,
    SameRow,
    Shape,
    by_parent,
    column,
    columns,
    legal_bases,
    referenced_by,
    references,
)
from persistence.visits.policies import can_see_recusal_request, within_notice
from persistence.visits.table import (
    Appointment,
    CheckIn,
    CheckOut,
    Notice,
    NoticeItem,
    NoticeOfficer,
    RecordSignature,
    RecusalRequest,
    SignatureRefusal,
)

of_visit = referenced_by("inspection_id")


of_record = referenced_by("record_id")


def has_position(row: Row) -> Predicate:
    return row.c.latitude.is_not(None)


def _record(row: Row, name: str) -> Expression:
    """A value of the record that was signed."""
    record = alias_of(InspectionRecord.__table__)
    values: dict[str, Expression] = {
        "text": record_text(record),
        "seal": hexed(record.c.seal),
        "hash": record.c.hash,
        "canonical": record.c.canonical,
    }
    found = sa.select(values[name]).where(record.c.id == row.c.record_id)
    return found.correlate(row).scalar_subquery()


def _is_valid() -> DerivedValue:
    return DerivedValue(
        (
            lambda row: row.c.record_hash,
            lambda row: _record(row, "hash"),
            lambda row: _record(row, "canonical"),
            lambda row: _record(row, "text"),
            lambda row: _record(row, "seal"),
        ),
        derive="signature_fits",
    )


NOTICE = One("Notice", on=of_visit)
CHECK_INS = Many("CheckIn", on=of_visit, order=lambda row: [row.c.corrected_at, row.c.id])
APPOINTMENTS = Many("Appointment", on=of_visit, order=lambda row: [row.c.proposed_at, row.c.id])
RECUSAL_REQUESTS = Many(
    "RecusalRequest", on=of_visit, order=lambda row: [row.c.requested_at, row.c.id]
)
SIGNATURES = Many(
    "RecordSignature",
    on=of_record,
    order=lambda row: [row.c.recorded_at, row.c.id],
    weight=5,
)
SIGNATURE_REFUSAL = One("SignatureRefusal", on=of_record)

_POSITION = SameRow("ArrivalPosition", present=has_position)
_RECORDED_BY = One("Officer", on=references("recorded_by"))
_PICTURE = One("Evidence", on=references("evidence_id"))

SHAPES = (
    Shape(
        "ArrivalPosition",
        None,
        {
            **columns(
                "latitude",
                "longitude",
                "accuracy_m",
                "datum",
                "provider",
                "is_mock",
                "wgs84_latitude",
                "wgs84_longitude",
            ),
        },
        by_parent,
    ),
    Shape(
        "CheckIn",
        CheckIn.__table__,
        {
            "officer": One("Officer", on=references("officer_id")),
            "position": _POSITION,
            "checkOut": One("CheckOut", on=referenced_by("check_in_id")),
        },
        officials_of_result,
    ),
    Shape(
        "CheckOut",
        CheckOut.__table__,
        {
            "position": _POSITION,
        },
        by_parent,
    ),
    Shape(
        "RecordSignature",
        RecordSignature.__table__,
        {
            "recordedBy": _RECORDED_BY,
            "evidence": _PICTURE,
            "isValid": _is_valid(),
        },
        within_record,
    ),
    Shape(
        "SignatureRefusal",
        SignatureRefusal.__table__,
        {
            "recordedBy": _RECORDED_BY,
            "evidence": _PICTURE,
            "isValid": _is_valid(),
        },
        within_record,
    ),
    Shape(
        "Notice",
        Notice.__table__,
        {
            "unifiedSocialCreditCode": column("credit_code"),
            "legalBases": legal_bases("legal_basis"),
            "items": Many(
                "NoticeItem",
                on=referenced_by("notice_id"),
                order=lambda row: [row.c.position],
            ),
            "officers": Many(
                "NoticeOfficer",
                on=referenced_by("notice_id"),
                order=lambda row: [row.c.position],
            ),
        },
        part_of_visit,
    ),
    Shape(
        "NoticeItem",
        NoticeItem.__table__,
        {},
        by_parent,
    ),
    Shape(
        "NoticeOfficer",
        NoticeOfficer.__table__,
        {
            "officerId": Column(lambda row: ids.expression("Officer", row.c.officer_id)),
        },
        within_notice,
    ),
    Shape(
        "Appointment",
        Appointment.__table__,
        {},
        part_of_visit,
    ),
    Shape(
        "RecusalRequest",
        RecusalRequest.__table__,
        {
            "officer": One("Officer", on=references("officer_id")),
        },
        can_see_recusal_request,
    ),
)

ROOTS: dict[str, One] = {}
