"""What happens before a visit and on site: notices, appointments, arrivals and signatures."""

from typing import Any
from uuid import UUID

from domain.inspections.terms import Method, NoticeMode
from domain.visits.terms import (
    AppointmentState,
    RecusalRequestSide,
    RecusalRequestState,
    SignatureParty,
    UnsignedBecause,
)
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
from tests.factories import NOW, TODAY, row
from tests.people import lin, mei, yin


def notice(inspection_id: UUID, **facts: Any) -> Notice:
    return row(
        Notice,
        facts,
        inspection_id=inspection_id,
        mode=NoticeMode.ADVANCE,
        issued_at=NOW,
        issued_by=lin.id,
        institution_name="苏州枫叶教育培训中心",
        credit_code="91320508MA1MAPLE0X",
        task_code="AJ-320500-20261101-000001",
        window_from=TODAY,
        window_to=TODAY,
        legal_basis=["X15"],
        methods=[Method.ON_SITE],
        materials=[],
        contact="12345",
        appointment_possible=True,
        visits_this_year=0,
        text_edition=1,
        paragraphs_zh=["您有权陈述和申辩。"],
        paragraphs_en=["You may state your case."],
        seal_authority="苏州市教育局",
        sealed_on=TODAY,
    )


def notice_item(notice_id: UUID, **facts: Any) -> NoticeItem:
    return row(
        NoticeItem,
        facts,
        notice_id=notice_id,
        position=1,
        code="OC01_LICENCE",
        title="办学许可有效",
    )


def notice_officer(notice_id: UUID, officer_id: UUID, **facts: Any) -> NoticeOfficer:
    return row(
        NoticeOfficer,
        facts,
        notice_id=notice_id,
        position=1,
        officer_id=officer_id,
        unit="苏州市教育局",
        name="某检查员",
        certificate_no="1",
    )


def appointment(inspection_id: UUID, **facts: Any) -> Appointment:
    return row(
        Appointment,
        facts,
        inspection_id=inspection_id,
        visit_at=NOW,
        state=AppointmentState.PROPOSED,
        proposed_by=yin.id,
        proposed_at=NOW,
    )


def recusal_request(inspection_id: UUID, officer_id: UUID, **facts: Any) -> RecusalRequest:
    return row(
        RecusalRequest,
        facts,
        inspection_id=inspection_id,
        officer_id=officer_id,
        side=RecusalRequestSide.INSTITUTION,
        statement="有利害关系",
        state=RecusalRequestState.REQUESTED,
        requested_by=yin.id,
        requested_at=NOW,
    )


def check_in(inspection_id: UUID, officer_id: UUID, **facts: Any) -> CheckIn:
    """Without a position."""
    return row(
        CheckIn,
        facts,
        inspection_id=inspection_id,
        officer_id=officer_id,
        claimed_at=NOW,
        corrected_at=NOW,
        received_at=NOW,
        certificates_shown=True,
        rights_told=True,
        is_mock=False,
        flags=[],
    )


def check_out(check_in_id: UUID, **facts: Any) -> CheckOut:
    return row(
        CheckOut,
        facts,
        check_in_id=check_in_id,
        claimed_at=NOW,
        corrected_at=NOW,
        received_at=NOW,
        is_mock=False,
    )


def signature(record_id: UUID, **facts: Any) -> RecordSignature:
    return row(
        RecordSignature,
        facts,
        record_id=record_id,
        record_hash="0" * 64,
        party=SignatureParty.INSPECTED,
        name="张某",
        capacity="校长",
        signed_at=NOW,
        recorded_at=NOW,
        recorded_by=mei.officer_id,
    )


def signature_refusal(record_id: UUID, **facts: Any) -> SignatureRefusal:
    return row(
        SignatureRefusal,
        facts,
        record_id=record_id,
        record_hash="0" * 64,
        because=UnsignedBecause.REFUSED,
        reason="负责人外出",
        witness_name="李某",
        witness_capacity="前台",
        noted_at=NOW,
        recorded_at=NOW,
        recorded_by=mei.officer_id,
    )
