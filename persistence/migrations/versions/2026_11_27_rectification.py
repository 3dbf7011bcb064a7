"""Correction orders, what is reported and proposed of them; views of what is late and of visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "2026_11_27_rectification"
down_revision = "2026_11_26_publication"
branch_labels = None
depends_on = None

_INSPECTION_LOADS = "select md5(t.institution_id::text || t.authority_id::text || extract(year from t.window_from)::text || t.sector || t.region_code)::uuid as id, t.institution_id, t.authority_id, t.authority_region_code, t.region_code, t.sector, extract(year from t.window_from)::integer as year, count(*) filter (where k.category <> 'CASE')::integer as drawn_count, count(*) filter (where k.category = 'CASE')::integer as case_count, count(*)::integer as visit_count, max(coalesce(t.inspected_on, t.window_from)) as last_on from inspections t join inspection_tasks k on k.id = t.task_id where t.state <> 'VOIDED' and (t.state <> 'TO_ENTER' or t.noticed_at is not null or t.window_to < timezone('Asia/Shanghai', now())::date) group by t.institution_id, t.authority_id, t.authority_region_code, t.region_code, t.sector, extract(year from t.window_from)"
_ALERTS = (
    "select md5('RESULT_NOT_FILED ' || t.id::text)::uuid as id, 'RESULT_NOT_FILED'::text as kind, coalesce(t.publish_due_on, t.window_to) as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from inspections t where t.state = 'AUDIT_REJECTED' or t.state = 'TO_ENTER' and t.window_to < timezone('Asia/Shanghai', now())::date "
    "union all select md5('CONFIRMATION_WAITING ' || t.id::text)::uuid as id, 'CONFIRMATION_WAITING'::text as kind, coalesce(t.publish_due_on, t.window_to) as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from inspections t where t.state = 'TO_CONFIRM' "
    "union all select md5('AUDIT_WAITING ' || t.id::text)::uuid as id, 'AUDIT_WAITING'::text as kind, coalesce(t.publish_due_on, t.window_to) as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from inspections t where t.state = 'TO_AUDIT' "
    "union all select md5('PUBLICATION_SOON ' || t.id::text)::uuid as id, 'PUBLICATION_SOON'::text as kind, t.publish_due_on as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from inspections t where t.published_at is null and t.state <> 'VOIDED' and t.publish_due_on between timezone('Asia/Shanghai', now())::date and timezone('Asia/Shanghai', now())::date + 5 "
    "union all select md5('PUBLICATION_LATE ' || t.id::text)::uuid as id, 'PUBLICATION_LATE'::text as kind, t.publish_due_on as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from inspections t where t.published_at is null and t.state <> 'VOIDED' and t.publish_due_on < timezone('Asia/Shanghai', now())::date "
    "union all select md5('CORRECTION_LATE ' || b.id::text)::uuid as id, 'CORRECTION_LATE'::text as kind, b.due_on as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from result_corrections b join inspections t on t.id = b.inspection_id where b.corrected_at is null and b.due_on < timezone('Asia/Shanghai', now())::date "
    "union all select md5('OBJECTION_LATE ' || b.id::text)::uuid as id, 'OBJECTION_LATE'::text as kind, b.due_on as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from objections b join inspections t on t.id = b.inspection_id where b.state = 'RECEIVED' and b.due_on < timezone('Asia/Shanghai', now())::date "
    "union all select md5('REPAIR_UNDECIDED ' || b.id::text)::uuid as id, 'REPAIR_UNDECIDED'::text as kind, timezone('Asia/Shanghai', b.requested_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from repair_requests b join inspections t on t.id = b.inspection_id where b.state = 'REQUESTED' "
    "union all select md5('REPLY_UNDECIDED ' || b.id::text)::uuid as id, 'REPLY_UNDECIDED'::text as kind, timezone('Asia/Shanghai', b.written_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from replies b join inspections t on t.id = b.inspection_id where b.state = 'WRITTEN' "
    "union all select md5('RECUSAL_UNDECIDED ' || b.id::text)::uuid as id, 'RECUSAL_UNDECIDED'::text as kind, timezone('Asia/Shanghai', b.requested_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from recusal_requests b join inspections t on t.id = b.inspection_id where b.state = 'REQUESTED' "
    "union all select md5('FOLLOW_UP_OPEN ' || b.id::text)::uuid as id, 'FOLLOW_UP_OPEN'::text as kind, timezone('Asia/Shanghai', b.opened_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from follow_ups b join inspections t on t.id = b.inspection_id where b.state = 'OPEN' "
    "union all select md5('RECTIFICATION_OVERDUE ' || t.id::text)::uuid as id, 'RECTIFICATION_OVERDUE'::text as kind, t.due_on as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.inspection_id as inspection_id, t.id as order_id, null::uuid as proposal_id, null::uuid as evidence_id from correction_orders t where t.state = 'OVERDUE' or t.state = 'ISSUED' and t.due_on < timezone('Asia/Shanghai', now())::date "
    "union all select md5('RECTIFICATION_TO_ACCEPT ' || t.id::text)::uuid as id, 'RECTIFICATION_TO_ACCEPT'::text as kind, timezone('Asia/Shanghai', t.submitted_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.inspection_id as inspection_id, t.id as order_id, null::uuid as proposal_id, null::uuid as evidence_id from correction_orders t where t.state = 'SUBMITTED' "
    "union all select md5('ESCALATION_UNDECIDED ' || t.id::text)::uuid as id, 'ESCALATION_UNDECIDED'::text as kind, timezone('Asia/Shanghai', t.proposed_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, null::uuid as inspection_id, t.order_id as order_id, t.id as proposal_id, null::uuid as evidence_id from escalation_proposals t where t.state = 'PROPOSED' "
    "union all select md5('EVIDENCE_STUCK ' || e.id::text)::uuid as id, 'EVIDENCE_STUCK'::text as kind, timezone('Asia/Shanghai', e.declared_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.id as inspection_id, null::uuid as order_id, null::uuid as proposal_id, e.id as evidence_id from evidence e join inspections t on t.id = e.owner_id where e.owner_kind = 'INSPECTION' and e.state = 'EXPECTED' and e.superseded_at is null and e.declared_at < now() - interval '24 hours' "
    "union all select md5('EVIDENCE_STUCK ' || e.id::text)::uuid as id, 'EVIDENCE_STUCK'::text as kind, timezone('Asia/Shanghai', e.declared_at)::date as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, t.inspection_id as inspection_id, t.id as order_id, null::uuid as proposal_id, e.id as evidence_id from evidence e join correction_orders t on t.id = e.owner_id where e.owner_kind = 'RECTIFICATION' and e.state = 'EXPECTED' and e.superseded_at is null and e.declared_at < now() - interval '24 hours' "
    "union all select md5('REPEATED_VISITS ' || t.id::text)::uuid as id, 'REPEATED_VISITS'::text as kind, t.last_on as due_on, t.authority_id, t.authority_region_code, t.region_code, t.sector, t.institution_id, null::uuid as inspection_id, null::uuid as order_id, null::uuid as proposal_id, null::uuid as evidence_id from (select md5(t.institution_id::text || t.authority_id::text || extract(year from t.window_from)::text || t.sector || t.region_code)::uuid as id, t.institution_id, t.authority_id, t.authority_region_code, t.region_code, t.sector, extract(year from t.window_from)::integer as year, count(*) filter (where k.category <> 'CASE')::integer as drawn_count, count(*) filter (where k.category = 'CASE')::integer as case_count, count(*)::integer as visit_count, max(coalesce(t.inspected_on, t.window_from)) as last_on from inspections t join inspection_tasks k on k.id = t.task_id where t.state <> 'VOIDED' and (t.state <> 'TO_ENTER' or t.noticed_at is not null or t.window_to < timezone('Asia/Shanghai', now())::date) and t.window_from >= date_trunc('year', timezone('Asia/Shanghai', now())::date)::date and t.window_from < (date_trunc('year', timezone('Asia/Shanghai', now())::date) + interval '1 year')::date group by t.institution_id, t.authority_id, t.authority_region_code, t.region_code, t.sector, extract(year from t.window_from)) t where t.visit_count > 2"
)
_ALERT_COUNTS = "select md5(kind || authority_id::text || sector)::uuid as id, kind, authority_id, authority_region_code, sector, count(*)::integer as count, min(due_on) as oldest_due_on from alerts group by kind, authority_id, authority_region_code, sector"

_VIEWS = {
    "inspection_loads": _INSPECTION_LOADS,
    "alerts": _ALERTS,
    "alert_counts": _ALERT_COUNTS,
}
_READABLE = "correction_orders, rectification_reports, escalation_proposals"


def upgrade() -> None:
    op.create_table(
        "correction_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("authority_region_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "EDUCATION",
                "HUMAN_RESOURCES",
                "SCIENCE_TECHNOLOGY",
                "CULTURE_TOURISM",
                "SPORTS",
                "MARKET_REGULATION",
                "PUBLIC_SECURITY",
                "COMMUNICATIONS",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "IMMEDIATE",
                "DEADLINE",
                name="order_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("violation_codes", ARRAY(sa.Text()), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_clock_offset_ms", sa.Integer(), nullable=True),
        sa.Column("clock_is_off", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_rule", sa.Text(), nullable=False),
        sa.Column("extended_from", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=True),
        sa.Column("extended_by", sa.Uuid(), nullable=True),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "ISSUED",
                "SUBMITTED",
                "RECHECK_PLANNED",
                "CLOSED",
                "FAILED",
                "OVERDUE",
                "ESCALATED",
                name="order_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recheck_inspection_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "closed_by",
            sa.Enum(
                "ON_SITE",
                "ON_FILE",
                "RECHECK",
                name="closed_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closing_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'IMMEDIATE') <= (issued_on = due_on)",
            name=op.f("ck_correction_orders_immediate_is_today"),
        ),
        sa.CheckConstraint(
            "(state = 'CLOSED') = (closed_at is not null) and (closed_at is null) = (closed_by is null)",
            name=op.f("ck_correction_orders_closed_stamp"),
        ),
        sa.CheckConstraint(
            "recheck_inspection_id is not null or state not in ('RECHECK_PLANNED', 'FAILED')",
            name=op.f("ck_correction_orders_rechecked_by_visit"),
        ),
        sa.CheckConstraint("issued_on <= due_on", name=op.f("ck_correction_orders_days_in_order")),
        sa.CheckConstraint(
            "num_nulls(extended_from, extension_reason, extended_by, extended_at) in (0, 4)",
            name=op.f("ck_correction_orders_extended_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_correction_orders_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_region_code"],
            ["regions.code"],
            name=op.f("fk_correction_orders_authority_region_code"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_correction_orders_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_correction_orders_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["officers.id"], name=op.f("fk_correction_orders_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["recheck_inspection_id"],
            ["inspections.id"],
            name=op.f("fk_correction_orders_recheck_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_correction_orders_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_orders")),
    )
    op.create_index(
        op.f("ix_correction_orders_authority_id"),
        "correction_orders",
        ["authority_id"],
        unique=False,
    )
    op.create_index(
        "ix_correction_orders_authority_region_code_id",
        "correction_orders",
        ["authority_region_code", "id"],
        unique=False,
    )
    op.create_index(
        "ix_correction_orders_due_on_id", "correction_orders", ["due_on", "id"], unique=False
    )
    op.create_index(
        op.f("ix_correction_orders_inspection_id"),
        "correction_orders",
        ["inspection_id"],
        unique=False,
    )
    op.create_index(
        "ix_correction_orders_institution_id_id",
        "correction_orders",
        ["institution_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_correction_orders_issued_by"), "correction_orders", ["issued_by"], unique=False
    )
    op.create_index(
        op.f("ix_correction_orders_recheck_inspection_id"),
        "correction_orders",
        ["recheck_inspection_id"],
        unique=False,
    )
    op.create_table(
        "rectification_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_orders.id"], name=op.f("fk_rectification_reports_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["accounts.id"], name=op.f("fk_rectification_reports_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_reports")),
        sa.UniqueConstraint(
            "order_id", "position", name=op.f("uq_rectification_reports_order_id_position")
        ),
    )
    op.create_table(
        "escalation_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("authority_region_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "EDUCATION",
                "HUMAN_RESOURCES",
                "SCIENCE_TECHNOLOGY",
                "CULTURE_TOURISM",
                "SPORTS",
                "MARKET_REGULATION",
                "PUBLIC_SECURITY",
                "COMMUNICATIONS",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "OVERDUE",
                "FAILED",
                name="escalation_cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "measure",
            sa.Enum(
                "REMOVE_FROM_DIRECTORY",
                "WARNING",
                "CANCEL_ACCREDITATION",
                "REVOKE_ACCREDITATION",
                "REVOKE_TITLE",
                "TAKEDOWN",
                "STOP_ENROLMENT",
                "REMOVE_FROM_WHITE_LIST",
                "ANNUAL_CHECK_UNQUALIFIED",
                "ADMINISTRATIVE_PENALTY",
                "WITHDRAW_LICENCE",
                name="escalation_measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PROPOSED",
                "ADOPTED",
                "DISMISSED",
                name="escalation_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'PROPOSED') = (decided_at is null) and num_nulls(decided_at, decided_by) in (0, 2)",
            name=op.f("ck_escalation_proposals_decided_stamp"),
        ),
        sa.CheckConstraint(
            "state <> 'DISMISSED' or reason is not null",
            name=op.f("ck_escalation_proposals_dismissed_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_escalation_proposals_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_region_code"],
            ["regions.code"],
            name=op.f("fk_escalation_proposals_authority_region_code"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_escalation_proposals_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_escalation_proposals_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_orders.id"], name=op.f("fk_escalation_proposals_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_escalation_proposals_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_proposals")),
    )
    op.create_index(
        op.f("ix_escalation_proposals_authority_id"),
        "escalation_proposals",
        ["authority_id"],
        unique=False,
    )
    op.create_index(
        "ix_escalation_proposals_authority_region_code_id",
        "escalation_proposals",
        ["authority_region_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_escalation_proposals_institution_id"),
        "escalation_proposals",
        ["institution_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_escalation_proposals_order_id"), "escalation_proposals", ["order_id"], unique=False
    )
    op.create_index(
        "uq_escalation_proposals_open",
        "escalation_proposals",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("state = 'PROPOSED'"),
    )
    op.create_index(
        "ix_correction_orders_waiting",
        "correction_orders",
        ["state", "due_on"],
        unique=False,
        postgresql_where=sa.text("state in ('ISSUED', 'OVERDUE', 'SUBMITTED')"),
    )
    op.create_index(
        "ix_inspections_on_their_way",
        "inspections",
        ["state", "authority_region_code"],
        unique=False,
        postgresql_where=sa.text(
            "state in ('TO_ENTER', 'TO_CONFIRM', 'TO_AUDIT', 'AUDIT_REJECTED')"
        ),
    )
    op.create_index(
        "ix_inspections_unpublished",
        "inspections",
        ["publish_due_on"],
        unique=False,
        postgresql_where=sa.text("published_at is null"),
    )
    _owners("INSPECTION", "COMPLAINT", "RECTIFICATION")
    for name, text in _VIEWS.items():
        op.execute(f"create view {name} as {text}")
    op.execute(f"grant select on {_READABLE}, {', '.join(_VIEWS)} to spotcheck_reader")


def downgrade() -> None:
    for name in reversed(_VIEWS):
        op.execute(f"drop view {name}")
    op.execute(
        "delete from uploads using evidence where evidence.id = evidence_id"
        " and owner_kind = 'RECTIFICATION'"
    )
    op.execute("delete from evidence where owner_kind = 'RECTIFICATION'")
    _owners("INSPECTION", "COMPLAINT")
    op.drop_index("ix_inspections_unpublished", "inspections")
    op.drop_index("ix_inspections_on_their_way", "inspections")
    for table in ("escalation_proposals", "rectification_reports", "correction_orders"):
        op.drop_table(table)


def _owners(*kinds: str) -> None:
    """What evidence can belong to."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_evidence_owner_kind"), "evidence")
    op.create_check_constraint(
        op.f("ck_evidence_owner_kind"), "evidence", f"owner_kind in ({listed})"
    )
