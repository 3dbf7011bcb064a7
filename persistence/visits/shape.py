"""What surrounds a record: notice, arrivals, signatures, and what was asked before the visit."""

import sqlalchemy as sa

from persistence.evidence.sealed import hexed, record_text
from persistence.inspections.policies import officials_of_result, part_of_visit
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
    moment,
)
from persistence.visits.policies import can_see_recusal_request
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


def of_visit(parent: Row, row: Row) -> Predicate:
    return row.c.inspection_id == parent.c.id


def of_record(parent: Row, row: Row) -> Predicate:
    return row.c.record_id == parent.c.id


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
SIGNATURES = Many("RecordSignature", on=of_record, order=lambda row: [row.c.recorded_at, row.c.id])
SIGNATURE_REFUSAL = One("SignatureRefusal", on=of_record)

_POSITION = SameRow("ArrivalPosition", present=has_position)
_RECORDED_BY = One("Officer", on=lambda parent, row: row.c.id == parent.c.recorded_by)
_PICTURE = One("Evidence", on=lambda parent, row: row.c.id == parent.c.evidence_id)

SHAPES = (
    Shape(
        "ArrivalPosition",
        None,
        {
            "latitude": column("latitude"),
            "longitude": column("longitude"),
            "accuracyM": column("accuracy_m"),
            "datum": column("datum"),
            "provider": column("provider"),
            "isMock": column("is_mock"),
            "wgs84Latitude": column("wgs84_latitude"),
            "wgs84Longitude": column("wgs84_longitude"),
        },
        by_parent,
    ),
    Shape(
        "CheckIn",
        CheckIn.__table__,
        {
            "id": Column(lambda row: ids.expression("CheckIn", row.c.id)),
            "officer": One("Officer", on=lambda parent, row: row.c.id == parent.c.officer_id),
            "claimedAt": moment("claimed_at"),
            "deviceClockOffsetMs": column("device_clock_offset_ms"),
            "correctedAt": moment("corrected_at"),
            "receivedAt": moment("received_at"),
            "certificatesShown": column("certificates_shown"),
            "rightsTold": column("rights_told"),
            "distanceM": column("distance_m"),
            "flags": column("flags"),
            "position": _POSITION,
            "checkOut": One("CheckOut", on=lambda parent, row: row.c.check_in_id == parent.c.id),
        },
        officials_of_result,
    ),
    Shape(
        "CheckOut",
        CheckOut.__table__,
        {
            "claimedAt": moment("claimed_at"),
            "correctedAt": moment("corrected_at"),
            "receivedAt": moment("received_at"),
            "distanceM": column("distance_m"),
            "position": _POSITION,
        },
        by_parent,
    ),
    Shape(
        "RecordSignature",
        RecordSignature.__table__,
        {
            "party": column("party"),
            "name": column("name"),
            "capacity": column("capacity"),
            "recordHash": column("record_hash"),
            "signedAt": moment("signed_at"),
            "recordedAt": moment("recorded_at"),
            "recordedBy": _RECORDED_BY,
            "evidence": _PICTURE,
            "isValid": _is_valid(),
        },
        by_parent,
    ),
    Shape(
        "SignatureRefusal",
        SignatureRefusal.__table__,
        {
            "because": column("because"),
            "reason": column("reason"),
            "witnessName": column("witness_name"),
            "witnessCapacity": column("witness_capacity"),
            "recordHash": column("record_hash"),
            "notedAt": moment("noted_at"),
            "recordedAt": moment("recorded_at"),
            "recordedBy": _RECORDED_BY,
            "evidence": _PICTURE,
            "isValid": _is_valid(),
        },
        by_parent,
    ),
    Shape(
        "Notice",
        Notice.__table__,
        {
            "mode": column("mode"),
            "issuedAt": moment("issued_at"),
            "institutionName": column("institution_name"),
            "unifiedSocialCreditCode": column("credit_code"),
            "taskCode": column("task_code"),
            "windowFrom": column("window_from"),
            "windowTo": column("window_to"),
            "legalBasis": column("legal_basis"),
            "items": Many(
                "NoticeItem",
                on=lambda parent, row: row.c.notice_id == parent.c.id,
                order=lambda row: [row.c.position],
            ),
            "methods": column("methods"),
            "materials": column("materials"),
            "officers": Many(
                "NoticeOfficer",
                on=lambda parent, row: row.c.notice_id == parent.c.id,
                order=lambda row: [row.c.position],
            ),
            "contact": column("contact"),
            "appointmentPossible": column("appointment_possible"),
            "visitsThisYear": column("visits_this_year"),
            "textEdition": column("text_edition"),
            "paragraphsZh": column("paragraphs_zh"),
            "paragraphsEn": column("paragraphs_en"),
            "sealAuthority": column("seal_authority"),
            "sealedOn": column("sealed_on"),
            "acknowledgedAt": moment("acknowledged_at"),
        },
        by_parent,
    ),
    Shape(
        "NoticeItem",
        NoticeItem.__table__,
        {"code": column("code"), "title": column("title")},
        by_parent,
    ),
    Shape(
        "NoticeOfficer",
        NoticeOfficer.__table__,
        {
            "officerId": Column(lambda row: ids.expression("Officer", row.c.officer_id)),
            "unit": column("unit"),
            "name": column("name"),
            "certificateNo": column("certificate_no"),
        },
        by_parent,
    ),
    Shape(
        "Appointment",
        Appointment.__table__,
        {
            "id": Column(lambda row: ids.expression("Appointment", row.c.id)),
            "visitAt": moment("visit_at"),
            "note": column("note"),
            "state": column("state"),
            "proposedAt": moment("proposed_at"),
            "decidedAt": moment("decided_at"),
            "reason": column("reason"),
        },
        part_of_visit,
    ),
    Shape(
        "RecusalRequest",
        RecusalRequest.__table__,
        {
            "id": Column(lambda row: ids.expression("RecusalRequest", row.c.id)),
            "officer": One("Officer", on=lambda parent, row: row.c.id == parent.c.officer_id),
            "side": column("side"),
            "ground": column("ground"),
            "statement": column("statement"),
            "state": column("state"),
            "requestedAt": moment("requested_at"),
            "decidedAt": moment("decided_at"),
            "reason": column("reason"),
        },
        can_see_recusal_request,
    ),
)

ROOTS: dict[str, One] = {}
