"""Complaints as the offices see them; who complained is in the vault."""

import datetime as dt
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.complaints import raise_complaint
from domain.complaints.intake import RespondentPlace
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
    NonAcceptanceGround,
)
from persistence.engine.columns import (
    Fen,
    Key,
    Moment,
    RegionCode,
    Table,
    enum_column,
    fen_in_range,
    foreign_key,
)


class Complaint(Table):
    """`complainant_ref` is a keyed hash of the account, so that the row alone names no one."""

    __tablename__ = "complaints"
    __table_args__ = (
        fen_in_range("claim_fen"),
        sa.CheckConstraint(
            "case identification when 'ANONYMOUS' then complainant_ref is null and receipt_digest is not null"
            " else complainant_ref is not null and receipt_digest is null end",
            name="ref_or_receipt",
        ),
        sa.CheckConstraint(
            "kind <> 'DISPUTE' or identification = 'REAL_NAME'", name="dispute_is_real_name"
        ),
        sa.CheckConstraint(
            "num_nonnulls(institution_id, respondent_name) >= 1", name="against_someone"
        ),
        sa.CheckConstraint(
            "(state = 'NOT_ACCEPTED') = (non_acceptance_ground is not null)",
            name="refused_with_ground",
        ),
        sa.Index("ix_complaints_region_code_id", "region_code", "id"),
        sa.Index("ix_complaints_complainant_ref_id", "complainant_ref", "id"),
        sa.Index("ix_complaints_institution_id_id", "institution_id", "id"),
        sa.Index("ix_complaints_accept_due_on_id", "accept_due_on", "id"),
    )

    id: Mapped[Key]
    complaint_no: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ComplaintKind] = enum_column(ComplaintKind)
    channel: Mapped[ComplaintChannel] = enum_column(ComplaintChannel)
    category: Mapped[ComplaintCategory] = enum_column(ComplaintCategory)
    identification: Mapped[Identification] = enum_column(Identification)
    complainant_ref: Mapped[bytes | None]
    receipt_digest: Mapped[bytes | None] = mapped_column(unique=True)
    institution_id: Mapped[UUID | None] = foreign_key("institutions.id", index=False)
    respondent_name: Mapped[str | None]
    respondent_address: Mapped[str | None]
    region_code: Mapped[RegionCode]
    sector: Mapped[Sector] = enum_column(Sector)
    intake_authority_id: Mapped[UUID] = foreign_key("authorities.id")
    assigned_authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    handler_id: Mapped[UUID | None] = foreign_key("accounts.id")
    statement_sealed: Mapped[bytes]
    redacted_statement: Mapped[str | None]
    claim_fen: Mapped[Fen | None]
    occurred_on: Mapped[dt.date | None]
    is_urgent: Mapped[bool]
    state: Mapped[ComplaintState] = enum_column(ComplaintState)
    non_acceptance_ground: Mapped[NonAcceptanceGround | None] = enum_column(NonAcceptanceGround)
    received_at: Mapped[Moment]
    accept_due_on: Mapped[dt.date]
    accept_due_is_provisional: Mapped[bool]
    deadline_rule: Mapped[str]
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    lead_complaint_id: Mapped[UUID | None] = foreign_key("complaints.id")
    follow_up_of: Mapped[UUID | None] = foreign_key("complaints.id")
    review_state: Mapped[str | None]
    version: Mapped[int]

    @classmethod
    def received(
        cls,
        complaint: raise_complaint.Complaint,
        promise: raise_complaint.RaisedComplaint,
        place: RespondentPlace,
        *,
        at: dt.datetime,
        **kept: Any,
    ) -> Self:
        """A complaint just come in. Its statement is not among the facts: it is kept sealed."""
        return cls(
            kind=complaint.kind,
            category=complaint.category,
            identification=complaint.identification,
            institution_id=complaint.institution_id,
            respondent_name=complaint.respondent_name,
            claim_fen=complaint.claim_fen,
            occurred_on=complaint.occurred_on,
            region_code=place.region_code,
            sector=place.sector,
            is_urgent=promise.is_urgent,
            state=ComplaintState.RECEIVED,
            received_at=at,
            accept_due_on=promise.accept_due.on,
            accept_due_is_provisional=promise.accept_due.provisional,
            deadline_rule=promise.accept_due.rule_code,
            version=1,
            **kept,
        )
