"""Inspection tasks, the visits within them, what the officers filed, and what became public."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.inspections.audits import Audit, ConfirmedResult
from domain.inspections.confirmations import Confirmation
from domain.inspections.file_result import Filing
from domain.inspections.terms import (
    AuditDecision,
    Handling,
    InspectionState,
    Measure,
    Method,
    NoticeMode,
    RepairStatus,
    ReplacementReason,
    ResultCode,
    TaskCategory,
    TaskState,
    TaskTrigger,
)
from domain.institutions.terms import InstitutionKind, SubjectKind
from domain.positions import Datum
from domain.publication.publish_result import ApprovedResult, ResultPublication
from domain.publication.severity import ResultSeverity
from domain.publication.terms import WithdrawalGround, WithholdingGround
from persistence.engine import views
from persistence.engine.columns import (
    WITHHELD,
    Key,
    Moment,
    RegionCode,
    Stamp,
    Table,
    by_level,
    enum_array,
    enum_array_check,
    enum_column,
    foreign_key,
)
from persistence.engine.past import Past


class InspectionTask(Table):
    """A batch of visits under one order: drawn (§3.3, later) or a named case."""

    __tablename__ = "inspection_tasks"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    authority_region_code: Mapped[RegionCode]
    """The authority's region, kept here as with visits."""
    sector: Mapped[Sector] = enum_column(Sector)
    category: Mapped[TaskCategory] = enum_column(TaskCategory)
    trigger: Mapped[TaskTrigger] = enum_column(TaskTrigger)
    reason: Mapped[str | None]
    origin_complaint_id: Mapped[UUID | None] = foreign_key("complaints.id")
    is_targeted: Mapped[bool | None]
    publish_drawn_list: Mapped[bool] = mapped_column(server_default=sa.false())
    window_from: Mapped[dt.date]
    window_to: Mapped[dt.date]
    state: Mapped[TaskState] = enum_column(TaskState)
    void_reason: Mapped[str | None]
    plan_line_id: Mapped[UUID | None] = foreign_key("plan_lines.id")
    region_code: Mapped[str | None] = mapped_column(sa.ForeignKey("regions.code"))
    """Where a drawn task looks for objects, the subtree included."""
    kinds: Mapped[list[str] | None] = enum_array()
    subject_kind: Mapped[SubjectKind | None] = enum_column(SubjectKind)
    notice_mode: Mapped[NoticeMode | None] = enum_column(NoticeMode)
    checklist_code: Mapped[str | None]
    checklist_version: Mapped[int | None]
    redraw_of_id: Mapped[UUID | None] = foreign_key("inspection_tasks.id")
    ordered_by_id: Mapped[UUID | None] = foreign_key("authorities.id", index=False)
    """The authority above that ordered the campaign: its visits leave the cap of this one as it was."""
    order_no: Mapped[str | None]
    created_by: Mapped[UUID]
    created_at: Mapped[Stamp]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[dt.datetime | None]
    version: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("window_from <= window_to", name="window_in_order"),
        sa.CheckConstraint("category <> 'CASE' or reason is not null", name="case_has_reason"),
        sa.CheckConstraint(
            "(ordered_by_id is null) = (order_no is null)"
            " and (ordered_by_id is null or category = 'CAMPAIGN')",
            name="campaign_ordered",
        ),
        enum_array_check("kinds", InstitutionKind),
        *by_level("ix_inspection_tasks", "authority_region_code", "id"),
        sa.Index("ix_inspection_tasks_authority_id_id", "authority_id", "id"),
    )

    def record_state(self, state: TaskState) -> None:
        self.state = state
        self.version += 1


_LETTER = (
    "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',"
    " (get_byte(uuid_send(gen_random_uuid()), 0) & 31) + 1, 1)"
)
_GROUP = " || ".join([_LETTER] * 4)
_BY_CHANCE = " || '-' || ".join([_GROUP] * 3)
"""Twelve letters of Crockford's base 32 in groups of four, a random byte for each."""


_ELSEWHERE: Mapping[str, str] = {
    "apart_from": "authority_region_code",
    # As `policies.is_known` spells it.
    "only": "coalesce(noticed_at, published_at) is not null",
}


class Inspection(Table):
    """One institution's visit within a task."""

    __tablename__ = "inspections"
    __table_args__ = (
        sa.CheckConstraint("window_from <= window_to", name="window_in_order"),
        sa.CheckConstraint("(current_record_id is null) = (filed_at is null)", name="filed_stamp"),
        sa.CheckConstraint(
            "published_at is not null or state not in"
            " ('PUBLISHED', 'TO_CORRECT', 'CORRECTED', 'WITHDRAWN')",
            name="published_stamp",
        ),
        sa.UniqueConstraint(
            "task_id", "institution_id", "site_id", postgresql_nulls_not_distinct=True
        ),
        sa.Index("ix_inspections_institution_id_id", "institution_id", "id"),
        *by_level("ix_inspections_region", "region_code", "id"),
        *by_level("ix_inspections_authority_region", "authority_region_code", "id"),
        # What authorities of elsewhere visit, once it is known, in both orders of the list.
        *by_level("ix_inspections_elsewhere", "region_code", "id", **_ELSEWHERE),
        *by_level(
            "ix_inspections_elsewhere_by_window", "region_code", "window_from", "id", **_ELSEWHERE
        ),
        sa.Index("ix_inspections_authority_id_id", "authority_id", "id"),
        sa.Index("ix_inspections_window_from_id", "window_from", "id"),
        # What alerts are made of: the visits whose result is on its way, few among many.
        sa.Index(
            "ix_inspections_on_their_way",
            "state",
            "authority_region_code",
            postgresql_where=sa.text(
                "state in ('TO_ENTER', 'TO_CONFIRM', 'TO_AUDIT', 'AUDIT_REJECTED')"
            ),
        ),
        sa.Index(
            "ix_inspections_unpublished",
            "publish_due_on",
            postgresql_where=sa.text("published_at is null"),
        ),
    )

    id: Mapped[Key]
    task_id: Mapped[UUID] = foreign_key("inspection_tasks.id", index=False)
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    site_id: Mapped[UUID | None] = foreign_key("sites.id")
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    authority_region_code: Mapped[RegionCode]
    """The authority's region, kept here so that those above it see the visit by one range."""
    region_code: Mapped[RegionCode]
    """The institution's region when the visit was assigned, kept here for scope."""
    sector: Mapped[Sector] = enum_column(Sector)
    window_from: Mapped[dt.date]
    window_to: Mapped[dt.date]
    notice_mode: Mapped[NoticeMode] = enum_column(NoticeMode)
    noticed_at: Mapped[dt.datetime | None]
    checklist_code: Mapped[str]
    checklist_version: Mapped[int]
    state: Mapped[InspectionState] = enum_column(InspectionState)
    current_record_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(
            "inspection_records.id", use_alter=True, deferrable=True, initially="DEFERRED"
        )
    )
    filed_at: Mapped[dt.datetime | None]
    inspected_on: Mapped[dt.date | None]
    publish_due_on: Mapped[dt.date | None]
    publish_due_is_provisional: Mapped[bool] = mapped_column(server_default=sa.false())
    published_at: Mapped[dt.datetime | None]
    """When it was first published; it stays, whatever becomes of the result."""
    inspection_code: Mapped[str] = mapped_column(unique=True, server_default=sa.text(_BY_CHANCE))
    """What the officers show at the door: 60 random bits."""
    created_at: Mapped[Stamp]
    version: Mapped[int]

    def record_notice(self, *, at: dt.datetime) -> None:
        self.noticed_at = at
        self.version += 1

    def facts_of_audit(self, officers: frozenset[UUID], task_created_by: UUID) -> ConfirmedResult:
        """What an audit turns on; the officers are all who were ever sent."""
        return ConfirmedResult(self.state, self.authority_id, officers, task_created_by)

    def facts_of_publication(
        self,
        officers: frozenset[UUID],
        *,
        violation_codes: tuple[str, ...],
        credit_code: str,
        first_published_on: dt.date | None,
        correct_due_on: dt.date | None,
        result_codes: tuple[ResultCode, ...],
        is_graded: bool,
        stands_until: dt.date | None,
    ) -> ApprovedResult:
        """What a publication turns on; the officers are all who were ever sent."""
        # Nothing is late before it was filed, and nothing unfiled gets as far as being late.
        due_on = self.publish_due_on or dt.date.max
        return ApprovedResult(
            self.state,
            self.authority_id,
            officers,
            violation_codes,
            due_on,
            credit_code,
            first_published_on,
            correct_due_on,
            result_codes,
            is_graded,
            stands_until,
        )

    def record_filing(self, filing: Filing, record_id: UUID) -> None:
        self.state = filing.state
        self.current_record_id = record_id
        self.filed_at = filing.filed_at
        self.inspected_on = filing.inspected_on
        self.publish_due_on = filing.publish_due.on
        self.publish_due_is_provisional = filing.publish_due.provisional
        self.version += 1

    def record_confirmation(self, confirmation: Confirmation) -> None:
        self.state = confirmation.state
        self.version += 1

    def record_audit(self, audit: Audit) -> None:
        self.record_state(audit.state)

    def record_publication(self, publication: ResultPublication, *, at: dt.datetime) -> None:
        self.published_at = self.published_at or at
        self.record_state(publication.state)

    def record_state(self, state: InspectionState) -> None:
        self.state = state
        self.version += 1


class InspectionAssignment(Table):
    """An officer sent to a visit; a replaced one stays visible with reason and approver."""

    __tablename__ = "inspection_assignments"
    __table_args__ = (
        sa.Index(
            "uq_inspection_assignments_live",
            "inspection_id",
            "officer_id",
            unique=True,
            postgresql_where=sa.text("replaced_at is null"),
        ),
        # An officer's visits in the order of their ids.
        sa.Index(
            "ix_inspection_assignments_officer_id_inspection_id", "officer_id", "inspection_id"
        ),
        sa.Index(
            "uq_inspection_assignments_one_leader",
            "inspection_id",
            unique=True,
            postgresql_where=sa.text("is_leader and replaced_at is null"),
        ),
        sa.CheckConstraint(
            "num_nulls(replaced_at, replacement_reason) in (0, 2)", name="replaced_with_reason"
        ),
        sa.CheckConstraint(
            "num_nulls(replacement_proposed_at, replacement_proposed_by) in (0, 2)",
            name="proposed_whole",
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    officer_id: Mapped[UUID] = foreign_key("officers.id", index=False)
    is_leader: Mapped[bool]
    assigned_at: Mapped[Stamp]
    replaced_at: Mapped[dt.datetime | None]
    replacement_reason: Mapped[ReplacementReason | None] = enum_column(ReplacementReason)
    replacement_approved_by: Mapped[UUID | None]
    replacement_proposed_at: Mapped[dt.datetime | None]
    replacement_proposed_by: Mapped[UUID | None]
    """The one of two, where the visit had so many replacements that one head alone makes no more."""


class InspectionRecord(Table):
    """What the officers filed: immutable; a correction is the next version with a reason."""

    __tablename__ = "inspection_records"
    __table_args__ = (
        enum_array_check("methods", Method),
        enum_array_check("result_codes", ResultCode),
        enum_array_check("measures", Measure),
        sa.UniqueConstraint("inspection_id", "version_no"),
        sa.CheckConstraint(
            "(version_no = 1) = (correction_reason is null)", name="correction_reason"
        ),
        sa.CheckConstraint("visit_started_at <= visit_ended_at", name="visit_in_order"),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)", name="position_whole"
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180", name="position_range"
        ),
        sa.CheckConstraint("num_nulls(canonical, hash) in (0, 2)", name="hashed_whole"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    version_no: Mapped[int]
    correction_reason: Mapped[str | None]
    filed_by: Mapped[UUID] = foreign_key("officers.id")
    filed_at: Mapped[Moment]
    visit_started_at: Mapped[Moment]
    visit_ended_at: Mapped[Moment]
    """Claimed by the officer's phone; server time decides deadlines."""
    device_clock_offset_ms: Mapped[int | None]
    clock_is_off: Mapped[bool]
    methods: Mapped[list[str]] = enum_array()
    result_codes: Mapped[list[str]] = enum_array()
    measures: Mapped[list[str]] = enum_array()
    summary: Mapped[str]
    attempted_at: Mapped[list[dt.datetime]] = mapped_column(ARRAY(sa.DateTime(timezone=True)))
    """Dated attempts to reach an institution that could not be reached."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    datum: Mapped[Datum | None] = enum_column(Datum)
    wgs84_latitude: Mapped[float | None]
    wgs84_longitude: Mapped[float | None]
    rules_version: Mapped[str]
    checklist_version: Mapped[int] = mapped_column(server_default=sa.text("1"))
    """The edition that it was judged by."""
    canonical: Mapped[str | None]
    hash: Mapped[str | None]
    """What a person signs, and its SHA-256; null for records filed before there were signatures."""
    seal: Mapped[bytes | None]
    """A keyed hash over all of it and over the evidence declared by then."""


class RecordAnswer(Table):
    """One checklist item as answered: problem and handling are given for a checked item only."""

    __tablename__ = "record_answers"
    __table_args__ = (
        sa.UniqueConstraint("record_id", "position"),
        sa.CheckConstraint(
            "is_checked = (problem_found is not null) and is_checked = (handling is not null)",
            name="checked_is_answered",
        ),
    )

    id: Mapped[Key]
    record_id: Mapped[UUID] = foreign_key("inspection_records.id", index=False)
    position: Mapped[int]
    item_code: Mapped[str]
    is_checked: Mapped[bool]
    problem_found: Mapped[bool | None]
    handling: Mapped[Handling | None] = enum_column(Handling)
    note: Mapped[str | None]


class Finding(Table):
    """One violation found, under its code."""

    __tablename__ = "findings"
    __table_args__ = (sa.UniqueConstraint("record_id", "position"),)

    id: Mapped[Key]
    record_id: Mapped[UUID] = foreign_key("inspection_records.id", index=False)
    position: Mapped[int]
    violation_code: Mapped[str] = mapped_column(index=True)
    detail: Mapped[str]
    item_code: Mapped[str | None]


class RecordConfirmation(Table):
    """An officer's yes to one version of the record; the filer's own is written with the filing."""

    __tablename__ = "record_confirmations"

    record_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("inspection_records.id"), primary_key=True
    )
    officer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"), primary_key=True)
    confirmed_at: Mapped[Moment]
    record_hash: Mapped[str | None]
    """What the officer stands behind; null for what was confirmed before there were hashes."""


class ResultAudit(Table):
    """An auditor's decision on one version of the record."""

    __tablename__ = "result_audits"
    __table_args__ = (
        sa.CheckConstraint(
            "decision <> 'REJECTED' or reason is not null", name="rejected_with_reason"
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    record_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_records.id"), unique=True)
    auditor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    decision: Mapped[AuditDecision] = enum_column(AuditDecision)
    reason: Mapped[str | None]
    decided_at: Mapped[Moment]


USUALLY_WITHIN = 60
"""Days from a visit to the publication of its result, of almost all: what is published apart from that has
an index of its own. The rules leave less (X60), corrections and what was late take longer."""
_DAYS_AFTER = "((timezone('Asia/Shanghai', published_at))::date - inspected_on)"
IS_APART = f"{_DAYS_AFTER} < 0 or {_DAYS_AFTER} > {USUALLY_WITHIN}"
_LISTED = sa.text("withdrawn_at is null and superseded_at is null")
IS_AHEAD = "published_at - recorded_at > interval '24 hours'"
"""Published by another clock than the database's, by which it is known from when a row was there."""
_IN_ORDER = ("published_at", "id", "inspected_on")


class PublicRecord(Table):
    """The projection of a result made at publication: no personal data, no complainant."""

    __tablename__ = "public_records"
    __table_args__ = (
        enum_array_check("result_codes", ResultCode),
        sa.UniqueConstraint("inspection_id", "version_no"),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawal_ground is null)", name="withdrawn_with_ground"
        ),
        sa.CheckConstraint(
            "(withholding_ground is null) = (cardinality(withheld_violation_codes) = 0)",
            name="withheld_with_ground",
        ),
        sa.CheckConstraint(
            "(severity is null) = (repairable_from is null)", name="graded_with_first_day"
        ),
        sa.Index("ix_public_records_institution_id_id", "institution_id", "id"),
        sa.Index(
            "uq_public_records_one_current",
            "inspection_id",
            unique=True,
            postgresql_where=sa.text("superseded_at is null"),
        ),
        # What the clock takes out of the public next.
        sa.Index(
            "ix_public_records_expires_on",
            "expires_on",
            postgresql_where=sa.text("withdrawn_at is null and superseded_at is null"),
        ),
        # The lists of all, of a category and of a place, newest first: the days of the visits are looked
        # at in the index, and what is found is counted there.
        sa.Index("ix_public_records_listed", *_IN_ORDER, postgresql_where=_LISTED),
        sa.Index(
            "ix_public_records_listed_category",
            "category",
            *_IN_ORDER,
            postgresql_where=_LISTED,
        ),
        *by_level(
            "ix_public_records_listed",
            "region_code",
            *_IN_ORDER,
            "category",
            "result_codes",
            "expires_on",
            postgresql_where=_LISTED,
        ),
        sa.Index(
            "ix_public_records_listed_apart",
            *_IN_ORDER,
            "category",
            postgresql_where=sa.text(
                f"withdrawn_at is null and superseded_at is null and ({IS_APART})"
            ),
        ),
        sa.Index("ix_public_records_ahead", *_IN_ORDER, postgresql_where=sa.text(IS_AHEAD)),
        # What was taken out of the public: few among many.
        sa.Index(
            "ix_public_records_withdrawn",
            "published_at",
            "id",
            postgresql_where=sa.text("withdrawn_at is not null"),
        ),
        *by_level(
            "ix_public_records_withdrawn",
            "region_code",
            "published_at",
            "id",
            postgresql_where=sa.text("withdrawn_at is not null"),
        ),
        sa.Index(
            "ix_public_records_listed_result_codes",
            "result_codes",
            *_IN_ORDER,
            "category",
            postgresql_where=_LISTED,
        ),
    )

    past = Past(
        indexes=(
            sa.Index("ix_public_records_past_inspection_id", "inspection_id"),
            sa.Index("ix_public_records_past_institution_id_id", "institution_id", "id"),
            sa.Index(
                "ix_public_records_past_ahead", *_IN_ORDER, postgresql_where=sa.text(IS_AHEAD)
            ),
            sa.Index("ix_public_records_past_listed", *_IN_ORDER, postgresql_where=_LISTED),
            *by_level(
                "ix_public_records_past_listed",
                "region_code",
                *_IN_ORDER,
                postgresql_where=_LISTED,
            ),
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    version_no: Mapped[int]
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    region_code: Mapped[RegionCode]
    sector: Mapped[Sector] = enum_column(Sector)
    task_code: Mapped[str]
    category: Mapped[TaskCategory] = enum_column(TaskCategory)
    result_codes: Mapped[list[str]] = enum_array()
    result_text: Mapped[str]
    violation_codes: Mapped[list[str]]
    items: Mapped[list[Any]] = mapped_column(JSONB)
    inspected_on: Mapped[dt.date]
    published_at: Mapped[Moment]
    expires_on: Mapped[dt.date]
    repair_status: Mapped[RepairStatus] = enum_column(RepairStatus)
    superseded_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawal_ground: Mapped[WithdrawalGround | None] = enum_column(WithdrawalGround)
    record_id: Mapped[UUID | None] = foreign_key("inspection_records.id", info=dict(WITHHELD))
    """The version of the record that it says in public; unknown of some that are old."""
    is_late: Mapped[bool] = mapped_column(server_default=sa.false())
    withheld_violation_codes: Mapped[list[str]] = mapped_column(
        server_default="{}", info=dict(WITHHELD)
    )
    withholding_ground: Mapped[WithholdingGround | None] = enum_column(WithholdingGround)
    document: Mapped[str | None]
    """As handed to the outlets, made once."""
    replacement_count: Mapped[int | None]
    """Officers replaced before the visit; unknown of versions from before it was counted."""
    severity: Mapped[ResultSeverity | None] = enum_column(ResultSeverity)
    """Of a negative result published since credit repair by class was adopted; its time in public is then
    that of its class."""
    repairable_from: Mapped[dt.date | None]


# A condition on a difference of two columns is nothing that PostgreSQL can weigh by itself: without it, those
# published apart would be taken for most, and be looked for among all.
views.stand(
    (
        f"create statistics public_records_days_after on {_DAYS_AFTER}"
        f" from {PublicRecord.__tablename__}",
    )
)
