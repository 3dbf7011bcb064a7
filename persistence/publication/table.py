"""What stands beside a public record: outlets, objections, corrections, replies, repair, measures."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.inspections.terms import Measure
from domain.publication.follow_ups import Finish
from domain.publication.severity import ResultSeverity
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
    TermDecision,
)
from persistence.engine.columns import (
    WITHHELD,
    Key,
    Moment,
    Table,
    enum_column,
    foreign_key,
)
from persistence.engine.past import Past


class Publication(Table):
    """One version of a public record in one outlet: where, since when, and where to find it there."""

    __tablename__ = "publications"
    __table_args__ = (
        sa.UniqueConstraint("public_record_id", "outlet"),
        sa.CheckConstraint(
            "(state = 'PUBLISHED') = (published_at is not null)", name="published_stamp"
        ),
        sa.CheckConstraint(
            "outlet = 'PLATFORM' or (state = 'PUBLISHED') = (reference is not null)",
            name="published_with_reference",
        ),
    )

    past = Past(
        indexes=(sa.Index("ix_publications_past_public_record_id", "public_record_id"),),
    )

    id: Mapped[Key]
    public_record_id: Mapped[UUID] = foreign_key("public_records.id", index=False)
    outlet: Mapped[Outlet] = enum_column(Outlet)
    state: Mapped[PublicationState] = enum_column(PublicationState)
    published_at: Mapped[dt.datetime | None]
    reference: Mapped[str | None]
    recorded_by: Mapped[UUID | None] = mapped_column(info=dict(WITHHELD))

    def record(
        self, state: PublicationState, *, reference: str, at: dt.datetime, by: UUID | None
    ) -> None:
        self.state, self.published_at = state, at
        self.reference, self.recorded_by = reference, by


class Objection(Table):
    """What an institution says is wrong with a public record, and what became of it."""

    __tablename__ = "objections"
    __table_args__ = (
        sa.Index(
            "uq_objections_one_open",
            "inspection_id",
            unique=True,
            postgresql_where=sa.text("state = 'RECEIVED'"),
        ),
        sa.CheckConstraint(
            "(state = 'RECEIVED') = (decided_at is null) and (state in ('UPHELD', 'REJECTED'))"
            " = (reason is not null and decided_by is not null)",
            name="decided_with_reason",
        ),
        sa.Index("ix_objections_inspection_id", "inspection_id"),
        sa.Index("ix_objections_institution_id_id", "institution_id", "id"),
        sa.Index("ix_objections_authority_id_id", "authority_id", "id"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    public_record_id: Mapped[UUID] = foreign_key("public_records.id")
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    statement: Mapped[str]
    state: Mapped[ObjectionState] = enum_column(ObjectionState)
    raised_by: Mapped[UUID]
    raised_at: Mapped[Moment]
    due_on: Mapped[dt.date]
    due_is_provisional: Mapped[bool] = mapped_column(server_default=sa.false())
    due_rule: Mapped[str]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]

    def record_decision(
        self, state: ObjectionState, *, at: dt.datetime | None, by: UUID | None, reason: str | None
    ) -> None:
        self.state, self.decided_at = state, at
        self.decided_by, self.reason = by, reason


class ResultCorrection(Table):
    """A published result reopened: what was found wrong, until when it is corrected, and when it was."""

    __tablename__ = "result_corrections"
    __table_args__ = (
        sa.Index(
            "uq_result_corrections_one_open",
            "inspection_id",
            unique=True,
            postgresql_where=sa.text("corrected_at is null"),
        ),
        sa.CheckConstraint(
            "(corrected_at is null) = (is_late is null)", name="corrected_in_time_or_not"
        ),
        sa.Index("ix_result_corrections_inspection_id", "inspection_id"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    public_record_id: Mapped[UUID] = foreign_key("public_records.id")
    objection_id: Mapped[UUID | None] = foreign_key("objections.id")
    reason: Mapped[str]
    found_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    due_is_provisional: Mapped[bool] = mapped_column(server_default=sa.false())
    due_rule: Mapped[str]
    reopened_by: Mapped[UUID]
    reopened_at: Mapped[Moment]
    corrected_at: Mapped[dt.datetime | None]
    is_late: Mapped[bool | None]


class FollowUp(Table):
    """One measure that a result asks for, unfinished or finished."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        sa.UniqueConstraint("inspection_id", "measure"),
        sa.Index(
            "ix_follow_ups_open",
            "inspection_id",
            # All that alerts ask of it: open ones lie far apart among the finished.
            postgresql_include=["id", "opened_at"],
            postgresql_where=sa.text("state = 'OPEN'"),
        ),
        sa.CheckConstraint(
            "(state = 'FINISHED') = (finished_on is not null) and (state = 'FINISHED') ="
            " (finished_by is not null) and (state = 'FINISHED') = (note is not null)",
            name="finished_with_note",
        ),
        sa.CheckConstraint(
            "(state = 'FINISHED' and measure = 'NOTIFY_OTHER_DEPARTMENT') ="
            " (notified_authority_id is not null)",
            name="notice_names_authority",
        ),
        sa.CheckConstraint(
            "(state = 'FINISHED' and measure = 'TRANSFER_CASE_LEAD') ="
            " (case_reference is not null)",
            name="transfer_has_reference",
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    measure: Mapped[Measure] = enum_column(Measure)
    state: Mapped[FollowUpState] = enum_column(FollowUpState)
    opened_at: Mapped[Moment]
    finished_on: Mapped[dt.date | None]
    finished_by: Mapped[UUID | None]
    note: Mapped[str | None]
    notified_authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    case_reference: Mapped[str | None]

    def record_finish(self, state: FollowUpState, finish: Finish, *, by: UUID | None) -> None:
        self.state, self.finished_by = state, by
        self.finished_on, self.note = finish.finished_on, finish.note
        self.notified_authority_id = finish.notified_authority_id
        self.case_reference = finish.case_reference


class RepairRequest(Table):
    """An institution's application that a record be taken out of the public."""

    __tablename__ = "repair_requests"
    __table_args__ = (
        sa.Index(
            "uq_repair_requests_one_open",
            "inspection_id",
            unique=True,
            postgresql_where=sa.text("state = 'REQUESTED'"),
        ),
        sa.CheckConstraint(
            "(state = 'REQUESTED') = (decided_at is null) and"
            " (state <> 'REFUSED' or reason is not null)",
            name="decided_with_reason",
        ),
        sa.CheckConstraint(
            "num_nulls(commitment_version, commitment_signed_by, commitment_signed_on) in (0, 3)",
            name="commitment_whole",
        ),
        sa.CheckConstraint("(due_on is null) = (due_rule is null)", name="due_by_rule"),
        sa.Index("ix_repair_requests_inspection_id", "inspection_id"),
        sa.Index("ix_repair_requests_institution_id_id", "institution_id", "id"),
        sa.Index("ix_repair_requests_authority_id_id", "authority_id", "id"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    public_record_id: Mapped[UUID] = foreign_key("public_records.id")
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    statement: Mapped[str]
    state: Mapped[RepairState] = enum_column(RepairState)
    commitment_version: Mapped[str | None]
    commitment_signed_by: Mapped[str | None]
    commitment_signed_on: Mapped[dt.date | None]
    requested_by: Mapped[UUID]
    requested_at: Mapped[Moment]
    due_on: Mapped[dt.date | None]
    """Of a graded result; of others there is no clock."""
    due_is_provisional: Mapped[bool] = mapped_column(server_default=sa.false())
    due_rule: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]

    def record_decision(
        self, state: RepairState, *, at: dt.datetime | None, by: UUID | None, reason: str | None
    ) -> None:
        self.state, self.decided_at = state, at
        self.decided_by, self.reason = by, reason


class PublicTermDecision(Table):
    """What a person decided on the time in public of a result from before credit repair by class."""

    __tablename__ = "public_term_decisions"
    __table_args__ = (
        sa.CheckConstraint(
            "(decision = 'SHORTEN') = (expires_on < expires_before)", name="shortened_or_kept"
        ),
    )

    inspection_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspections.id"), primary_key=True)
    public_record_id: Mapped[UUID] = foreign_key("public_records.id")
    decision: Mapped[TermDecision] = enum_column(TermDecision)
    severity: Mapped[ResultSeverity] = enum_column(ResultSeverity)
    expires_before: Mapped[dt.date]
    expires_on: Mapped[dt.date]
    reason: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[Moment]


class Reply(Table):
    """What an institution says to one version of a public record; its words are never changed."""

    __tablename__ = "replies"
    __table_args__ = (
        sa.UniqueConstraint("public_record_id"),
        sa.CheckConstraint("(state = 'WRITTEN') = (decided_at is null)", name="decided_stamp"),
        sa.CheckConstraint(
            "(state = 'DECLINED') = (decline_ground is not null)", name="declined_with_ground"
        ),
        sa.Index("ix_replies_inspection_id", "inspection_id"),
        sa.Index(
            "ix_replies_waiting", "inspection_id", postgresql_where=sa.text("state = 'WRITTEN'")
        ),
        sa.Index("ix_replies_institution_id_id", "institution_id", "id"),
        sa.Index("ix_replies_authority_id_id", "authority_id", "id"),
    )

    past = Past(
        rows="{row}.state = 'SHOWN'",
        indexes=(sa.Index("ix_replies_past_public_record_id", "public_record_id"),),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    public_record_id: Mapped[UUID] = foreign_key("public_records.id", index=False)
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    text: Mapped[str]
    state: Mapped[ReplyState] = enum_column(ReplyState)
    written_by: Mapped[UUID] = mapped_column(info=dict(WITHHELD))
    written_at: Mapped[Moment]
    decided_by: Mapped[UUID | None] = mapped_column(info=dict(WITHHELD))
    decided_at: Mapped[dt.datetime | None]
    decline_ground: Mapped[DeclineGround | None] = enum_column(DeclineGround, info=dict(WITHHELD))

    def record_decision(
        self,
        state: ReplyState,
        *,
        at: dt.datetime,
        by: UUID | None,
        ground: DeclineGround | None = None,
    ) -> None:
        self.state, self.decided_at = state, at
        self.decided_by, self.decline_ground = by, ground
