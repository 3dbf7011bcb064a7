"""Complaints, and who made them."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.authorities import Sector
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
)
from persistence.complaints.table import Complaint
from persistence.complaints.vault_table import ComplainantIdentity
from persistence.derived_fields import STATEMENT
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from tests.factories import NOW, row
from tests.people import GUSU, MAPLE, Person


def complaint(
    keys: Keys,
    number: str,
    *,
    by: Person | None = None,
    receipt: str = "0" * 20,
    statement: str = "退费申请两个月没有答复。",
    **facts: Any,
) -> Complaint:
    """About 枫叶: somebody's dispute, or without anybody an anonymous report."""
    id = facts.setdefault("id", new_key())
    return row(
        Complaint,
        facts,
        complaint_no=number,
        kind=ComplaintKind.DISPUTE if by else ComplaintKind.REPORT,
        channel=ComplaintChannel.PARENT_APP,
        category=ComplaintCategory.REFUND_DIFFICULTY,
        identification=Identification.REAL_NAME if by else Identification.ANONYMOUS,
        complainant_ref=keys.complainant_ref(by.id) if by else None,
        receipt_digest=None if by else keys.receipt_digest(receipt),
        institution_id=MAPLE,
        region_code="320508",
        sector=Sector.EDUCATION,
        intake_authority_id=GUSU.id,
        statement_sealed=keys.seal(STATEMENT, statement.encode(), bound_to=id.bytes),
        is_urgent=False,
        state=ComplaintState.RECEIVED,
        received_at=NOW,
        accept_due_on=dt.date(2026, 11, 27),
        accept_due_is_provisional=False,
        deadline_rule="C_ACCEPT",
        version=1,
    )


def complainant_identity(complaint_id: UUID, **facts: Any) -> ComplainantIdentity:
    return row(ComplainantIdentity, facts, complaint_id=complaint_id, sealed=b"sealed")
