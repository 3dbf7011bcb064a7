"""Correction orders, what institutions report of them, and what is proposed where they were not kept."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.rectification.escalations import Decision
from domain.rectification.rechecks import FailedOrder as RecheckedOrder
from domain.rectification.submissions import StandingOrder as AnsweredOrder
from domain.rectification.terms import (
    ClosedBy,
    EscalationCause,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from persistence.engine.columns import (
    Key,
    Moment,
    RegionCode,
    Table,
    by_level,
    enum_column,
    foreign_key,
)


class CorrectionOrder(Table):
    """What an institution was ordered to correct at a visit; it keeps whose order it is, for scope."""

    __tablename__ = "correction_orders"
    __table_args__ = (
        sa.CheckConstraint("issued_on <= due_on", name="days_in_order"),
        sa.CheckConstraint(
            "(kind = 'IMMEDIATE') <= (issued_on = due_on)", name="immediate_is_today"
        ),
        sa.CheckConstraint(
            "(state = 'CLOSED') = (closed_at is not null)"
            " and (closed_at is null) = (closed_by is null)",
            name="closed_stamp",
        ),
        sa.CheckConstraint(
            "num_nulls(extended_from, extension_reason, extended_by, extended_at) in (0, 4)",
            name="extended_whole",
        ),
        sa.CheckConstraint(
            "recheck_inspection_id is not null or state not in ('RECHECK_PLANNED', 'FAILED')",
            name="rechecked_by_visit",
        ),
        sa.Index("ix_correction_orders_institution_id_id", "institution_id", "id"),
        sa.Index("ix_correction_orders_authority_region_code_id", "authority_region_code", "id"),
        *by_level(
            "ix_correction_orders_elsewhere",
            "region_code",
            "due_on",
            "id",
            apart_from="authority_region_code",
        ),
        *by_level(
            "ix_correction_orders_elsewhere_by_id",
            "region_code",
            "id",
            apart_from="authority_region_code",
        ),
        sa.Index("ix_correction_orders_due_on_id", "due_on", "id"),
        sa.Index(
            "ix_correction_orders_waiting",
            "state",
            "due_on",
            postgresql_where=sa.text("state in ('ISSUED', 'OVERDUE', 'SUBMITTED')"),
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    authority_region_code: Mapped[RegionCode]
    region_code: Mapped[RegionCode]
    sector: Mapped[Sector] = enum_column(Sector)
    kind: Mapped[OrderKind] = enum_column(OrderKind)
    violation_codes: Mapped[list[str]]
    requirements: Mapped[str]
    issued_by: Mapped[UUID] = foreign_key("officers.id")
    claimed_at: Mapped[Moment]
    device_clock_offset_ms: Mapped[int | None]
    clock_is_off: Mapped[bool]
    received_at: Mapped[Moment]
    issued_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    due_rule: Mapped[str]
    extended_from: Mapped[dt.date | None]
    """The day it was due on before it was extended."""
    extension_reason: Mapped[str | None]
    extended_by: Mapped[UUID | None]
    extended_at: Mapped[dt.datetime | None]
    state: Mapped[OrderState] = enum_column(OrderState)
    submitted_at: Mapped[dt.datetime | None]
    """When the institution reported last."""
    recheck_inspection_id: Mapped[UUID | None] = foreign_key("inspections.id")
    """The re-inspection planned last, whether the institution has notice of it or not."""
    known_recheck_id: Mapped[UUID | None] = foreign_key("inspections.id")
    """The last one before it of which the institution had notice."""
    undisclosed_steps: Mapped[int] = mapped_column(server_default="0")
    """How many steps of the version the institution never learns of: re-inspections that were planned
    and lapsed without notice."""
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[ClosedBy | None] = enum_column(ClosedBy)
    closing_note: Mapped[str | None]
    version: Mapped[int]

    def facts(self, officers: frozenset[UUID] = frozenset()) -> AnsweredOrder:
        """What answering, accepting and extending turn on."""
        return AnsweredOrder(
            self.state,
            self.kind,
            self.institution_id,
            self.authority_id,
            self.issued_on,
            self.due_on,
            self.extended_from is not None,
            officers,
        )

    def facts_of_recheck(self, officers: frozenset[UUID]) -> RecheckedOrder:
        return RecheckedOrder(self.state, self.authority_id, officers)

    def record_state(self, state: OrderState) -> None:
        self.state = state
        self.version += 1

    def record_closing(self, by: ClosedBy, note: str | None, *, at: dt.datetime) -> None:
        self.closed_at, self.closed_by, self.closing_note = at, by, note
        self.record_state(OrderState.CLOSED)

    def record_submission(self, state: OrderState, *, at: dt.datetime) -> None:
        self.submitted_at = at
        self.record_state(state)

    def record_extension(
        self, due_on: dt.date, reason: str, *, by: UUID | None, at: dt.datetime
    ) -> None:
        self.extended_from, self.due_on = self.due_on, due_on
        self.extension_reason, self.extended_by, self.extended_at = reason, by, at
        self.version += 1

    def record_recheck(
        self, state: OrderState, inspection_id: UUID, *, is_last_known: bool
    ) -> None:
        if is_last_known:
            self.known_recheck_id = self.recheck_inspection_id
        self.recheck_inspection_id = inspection_id
        self.record_state(state)


class RectificationReport(Table):
    """What an institution says it corrected; a later report stands beside the earlier ones."""

    __tablename__ = "rectification_reports"
    __table_args__ = (sa.UniqueConstraint("order_id", "position"),)

    id: Mapped[Key]
    order_id: Mapped[UUID] = foreign_key("correction_orders.id", index=False)
    position: Mapped[int]
    statement: Mapped[str]
    is_late: Mapped[bool]
    submitted_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    submitted_at: Mapped[Moment]


class EscalationProposal(Table):
    """A measure proposed because an order was not kept; a person adopts or dismisses it."""

    __tablename__ = "escalation_proposals"
    __table_args__ = (
        sa.Index(
            "uq_escalation_proposals_open",
            "order_id",
            unique=True,
            postgresql_where=sa.text("state = 'PROPOSED'"),
        ),
        sa.CheckConstraint(
            "(state = 'PROPOSED') = (decided_at is null)"
            " and num_nulls(decided_at, decided_by) in (0, 2)",
            name="decided_stamp",
        ),
        sa.CheckConstraint(
            "state <> 'DISMISSED' or reason is not null", name="dismissed_with_reason"
        ),
        sa.Index("ix_escalation_proposals_authority_region_code_id", "authority_region_code", "id"),
        *by_level(
            "ix_escalation_proposals_elsewhere",
            "region_code",
            "proposed_at",
            "id",
            apart_from="authority_region_code",
        ),
    )

    id: Mapped[Key]
    order_id: Mapped[UUID] = foreign_key("correction_orders.id")
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    authority_region_code: Mapped[RegionCode]
    region_code: Mapped[RegionCode]
    sector: Mapped[Sector] = enum_column(Sector)
    cause: Mapped[EscalationCause] = enum_column(EscalationCause)
    measure: Mapped[EscalationMeasure] = enum_column(EscalationMeasure)
    """The one proposed, or, adopted, the one decided."""
    basis: Mapped[str]
    state: Mapped[EscalationState] = enum_column(EscalationState)
    reason: Mapped[str | None]
    proposed_at: Mapped[Moment]
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    has_effect: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether something was decided that carries it out; what was adopted before decisions were kept has
    none until somebody decides."""
    review_due_on: Mapped[dt.date | None]
    """By when somebody is to look at it again."""
    version: Mapped[int]

    def record_effect(self, review_due_on: dt.date | None = None) -> None:
        self.has_effect, self.review_due_on = True, review_due_on

    def record_review(self, due_on: dt.date | None) -> None:
        self.review_due_on = due_on
        self.version += 1

    def record(
        self, decision: Decision, reason: str | None, *, by: UUID | None, at: dt.datetime
    ) -> None:
        self.state, self.reason = decision.state, reason
        if decision.adopted is not None:
            self.measure, self.basis = decision.adopted.measure, decision.adopted.basis
        self.decided_by, self.decided_at = by, at
        self.version += 1
