"""Orders to correct, what is reported of them, and what is proposed when they are not kept."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.rectification.terms import (
    EscalationCause,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from persistence.inspections.table import Inspection
from persistence.rectification.table import CorrectionOrder, EscalationProposal, RectificationReport
from tests.factories import NOW, row
from tests.people import mei, yin


def correction_order(visit: Inspection, **facts: Any) -> CorrectionOrder:
    """That was not kept."""
    return row(
        CorrectionOrder,
        facts,
        inspection_id=visit.id,
        **_whose(visit),
        kind=OrderKind.DEADLINE,
        violation_codes=["SAFETY_FIRE"],
        requirements="更换灭火器",
        issued_by=mei.officer_id,
        claimed_at=NOW,
        clock_is_off=False,
        received_at=NOW,
        issued_on=dt.date(2025, 12, 1),
        due_on=dt.date(2026, 10, 1),
        due_rule="CO_DEADLINE",
        state=OrderState.OVERDUE,
        version=1,
    )


def report(order_id: UUID, **facts: Any) -> RectificationReport:
    return row(
        RectificationReport,
        facts,
        order_id=order_id,
        position=1,
        statement="已更换",
        is_late=True,
        submitted_by=yin.id,
        submitted_at=NOW,
    )


def escalation_proposal(order: CorrectionOrder, **facts: Any) -> EscalationProposal:
    return row(
        EscalationProposal,
        facts,
        order_id=order.id,
        **_whose(order),
        cause=EscalationCause.OVERDUE,
        measure=EscalationMeasure.STOP_ENROLMENT,
        basis="X16",
        state=EscalationState.PROPOSED,
        proposed_at=NOW,
        has_effect=facts.get("state") is EscalationState.ADOPTED,
        version=1,
    )


def _whose(before: Inspection | CorrectionOrder) -> dict[str, Any]:
    return {
        "institution_id": before.institution_id,
        "authority_id": before.authority_id,
        "authority_region_code": before.authority_region_code,
        "region_code": before.region_code,
        "sector": before.sector,
    }
