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
from persistence.engine.identifiers import new_key
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
from tests.factories import NOW, TODAY
from tests.people import lin, mei, yin


def notice(inspection_id: UUID, **facts: Any) -> Notice:
    return Notice(
        **{
            "id": new_key(),
            "inspection_id": inspection_id,
            "mode": NoticeMode.ADVANCE,
            "issued_at": NOW,
            "issued_by": lin.id,
            "institution_name": "苏州枫叶教育培训中心",
            "credit_code": "91320508MA1MAPLE0X",
            "task_code": "AJ-320500-20261101-000001",
            "window_from": TODAY,
            "window_to": TODAY,
            "legal_basis": ["X15"],
            "methods": [Method.ON_SITE],
            "materials": [],
            "contact": "12345",
            "appointment_possible": True,
            "visits_this_year": 0,
            "text_edition": 1,
            "paragraphs_zh": ["您有权陈述和申辩。"],
            "paragraphs_en": ["You may state your case."],
            "seal_authority": "苏州市教育局",
            "sealed_on": TODAY,
            **facts,
        }
    )


def notice_item(notice_id: UUID, **facts: Any) -> NoticeItem:
    return NoticeItem(
        **{
            "id": new_key(),
            "notice_id": notice_id,
            "position": 1,
            "code": "OC01_LICENCE",
            "title": "办学许可有效",
            **facts,
        }
    )


def notice_officer(notice_id: UUID, officer_id: UUID, **facts: Any) -> NoticeOfficer:
    return NoticeOfficer(
        **{
            "id": new_key(),
            "notice_id": notice_id,
            "position": 1,
            "officer_id": officer_id,
            "unit": "苏州市教育局",
            "name": "某检查员",
            "certificate_no": "1",
            **facts,
        }
    )


def appointment(inspection_id: UUID, **facts: Any) -> Appointment:
    return Appointment(
        **{
            "id": new_key(),
            "inspection_id": inspection_id,
            "visit_at": NOW,
            "state": AppointmentState.PROPOSED,
            "proposed_by": yin.id,
            "proposed_at": NOW,
            **facts,
        }
    )


def recusal_request(inspection_id: UUID, officer_id: UUID, **facts: Any) -> RecusalRequest:
    return RecusalRequest(
        **{
            "id": new_key(),
            "inspection_id": inspection_id,
            "officer_id": officer_id,
            "side": RecusalRequestSide.INSTITUTION,
            "statement": "有利害关系",
            "state": RecusalRequestState.REQUESTED,
            "requested_by": yin.id,
            "requested_at": NOW,
            **facts,
        }
    )


def check_in(inspection_id: UUID, officer_id: UUID, **facts: Any) -> CheckIn:
    """Without a position."""
    return CheckIn(
        **{
            "id": new_key(),
            "inspection_id": inspection_id,
            "officer_id": officer_id,
            "claimed_at": NOW,
            "corrected_at": NOW,
            "received_at": NOW,
            "certificates_shown": True,
            "rights_told": True,
            "is_mock": False,
            "flags": [],
            **facts,
        }
    )


def check_out(check_in_id: UUID, **facts: Any) -> CheckOut:
    return CheckOut(
        **{
            "check_in_id": check_in_id,
            "claimed_at": NOW,
            "corrected_at": NOW,
            "received_at": NOW,
            "is_mock": False,
            **facts,
        }
    )


def signature(record_id: UUID, **facts: Any) -> RecordSignature:
    return RecordSignature(
        **{
            "id": new_key(),
            "record_id": record_id,
            "record_hash": "0" * 64,
            "party": SignatureParty.INSPECTED,
            "name": "张某",
            "capacity": "校长",
            "signed_at": NOW,
            "recorded_at": NOW,
            "recorded_by": mei.officer_id,
            **facts,
        }
    )


def signature_refusal(record_id: UUID, **facts: Any) -> SignatureRefusal:
    return SignatureRefusal(
        **{
            "id": new_key(),
            "record_id": record_id,
            "record_hash": "0" * 64,
            "because": UnsignedBecause.REFUSED,
            "reason": "负责人外出",
            "witness_name": "李某",
            "witness_capacity": "前台",
            "noted_at": NOW,
            "recorded_at": NOW,
            "recorded_by": mei.officer_id,
            **facts,
        }
    )
