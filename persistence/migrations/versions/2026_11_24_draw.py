"""Random inspections: item list, registries, plans, drawn tasks, and draws with their proof."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "2026_11_24_draw"
down_revision = "2026_11_23_evidence"
branch_labels = None
depends_on = None

_KINDS = (
    "kinds <@ array['OFF_CAMPUS_TRAINING', 'ONLINE_PLATFORM', 'TRAINING', 'EVALUATION',"
    " 'SERVICE_CENTRE', 'TRAINING_BASE', 'DEMONSTRATION_SCHOOL']::text[]"
)

_READABLE = (
    "inspection_items, risk_assessments, risk_input_counts, object_stops, recusals,"
    " inspection_plans, plan_lines, plan_amendments, task_items, task_departments, task_quotas, draw_policies, draws,"
    " pool_strata, pool_objects, pool_officers, pairings, officer_replacements, draw_events,"
    " draw_shares"
)


def upgrade() -> None:
    op.create_table(
        "draw_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column(
            "risk_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ratio_bp", sa.Integer(), nullable=False),
        sa.Column("min_count", sa.Integer(), nullable=False),
        sa.Column("max_per_year", sa.Integer(), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ratio_bp between 0 and 10000", name=op.f("ck_draw_policies_ratio_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by"], ["accounts.id"], name=op.f("fk_draw_policies_adopted_by")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_draw_policies_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_policies")),
        sa.UniqueConstraint(
            "authority_id",
            "version_no",
            "risk_class",
            name=op.f("uq_draw_policies_authority_id_version_no_risk_class"),
        ),
    )
    op.create_table(
        "inspection_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
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
            "item_class",
            sa.Enum(
                "GENERAL",
                "KEY",
                name="item_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("english_title", sa.Text(), nullable=True),
        sa.Column("legal_basis", ARRAY(sa.Text()), nullable=False),
        sa.Column("applies_to", ARRAY(sa.Text()), nullable=False),
        sa.Column("ratio_bp", sa.Integer(), nullable=False),
        sa.Column("max_per_year", sa.Integer(), nullable=False),
        sa.Column("methods", ARRAY(sa.Text()), nullable=False),
        sa.Column("checklist_code", sa.Text(), nullable=False),
        sa.Column("checklist_version", sa.Integer(), nullable=False),
        sa.Column("checklist_item_codes", ARRAY(sa.Text()), nullable=False),
        sa.Column("violation_codes", ARRAY(sa.Text()), nullable=False),
        sa.Column("threshold_codes", ARRAY(sa.Text()), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "applies_to <@ array['OFF_CAMPUS_TRAINING', 'ONLINE_PLATFORM', 'TRAINING', 'EVALUATION', 'SERVICE_CENTRE', 'TRAINING_BASE', 'DEMONSTRATION_SCHOOL']::text[]",
            name=op.f("ck_inspection_items_applies_to_words"),
        ),
        sa.CheckConstraint(
            "methods <@ array['ON_SITE', 'WRITTEN', 'OTHER_BODY', 'MEASUREMENT', 'NETWORK_MONITORING', 'COMMISSIONED']::text[]",
            name=op.f("ck_inspection_items_methods_words"),
        ),
        sa.CheckConstraint(
            "effective_to is null or effective_from <= effective_to",
            name=op.f("ck_inspection_items_days_in_order"),
        ),
        sa.CheckConstraint(
            "max_per_year between 1 and 12", name=op.f("ck_inspection_items_frequency_in_range")
        ),
        sa.CheckConstraint(
            "ratio_bp between 0 and 10000", name=op.f("ck_inspection_items_ratio_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_inspection_items_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["accounts.id"], name=op.f("fk_inspection_items_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_items")),
        sa.UniqueConstraint("code", "version_no", name=op.f("uq_inspection_items_code_version_no")),
    )
    op.create_index(
        op.f("ix_inspection_items_authority_id"), "inspection_items", ["authority_id"], unique=False
    )
    op.create_table(
        "inspection_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("authority_region_code", sa.Text(), nullable=False),
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
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=True),
        sa.Column("is_joint", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "IN_REVIEW",
                "APPROVED",
                "PUBLISHED",
                "CLOSED",
                name="plan_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["accounts.id"], name=op.f("fk_inspection_plans_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_inspection_plans_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_region_code"],
            ["regions.code"],
            name=op.f("fk_inspection_plans_authority_region_code"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name=op.f("fk_inspection_plans_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_plans")),
    )
    op.create_index(
        op.f("ix_inspection_plans_authority_id"), "inspection_plans", ["authority_id"], unique=False
    )
    op.create_index(
        "ix_inspection_plans_authority_region_code_id",
        "inspection_plans",
        ["authority_region_code", "id"],
        unique=False,
    )
    op.create_table(
        "object_stops",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "FORCE_MAJEURE",
                "BUSINESS_SUSPENDED",
                "UNDER_INVESTIGATION",
                "OTHER",
                name="stop_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("stopped_by", sa.Uuid(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "last_on is null or first_on <= last_on + 1", name=op.f("ck_object_stops_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_object_stops_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by"], ["accounts.id"], name=op.f("fk_object_stops_stopped_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_object_stops")),
    )
    op.create_index(
        op.f("ix_object_stops_institution_id"), "object_stops", ["institution_id"], unique=False
    )
    op.create_table(
        "plan_amendments",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amended_by", sa.Uuid(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amended_by"], ["accounts.id"], name=op.f("fk_plan_amendments_amended_by")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["inspection_plans.id"], name=op.f("fk_plan_amendments_plan_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", "version_no", name=op.f("pk_plan_amendments")),
    )
    op.create_table(
        "plan_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("plan_version_no", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ratio_bp", sa.Integer(), nullable=True),
        sa.Column("object_count", sa.Integer(), nullable=True),
        sa.Column(
            "scope",
            sa.Enum(
                "UNTARGETED",
                "TARGETED",
                name="draw_scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("frequency", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_plan_lines_days_in_order")),
        sa.CheckConstraint(
            "num_nulls(ratio_bp, object_count) = 1", name=op.f("ck_plan_lines_ratio_or_count")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["inspection_items.id"], name=op.f("fk_plan_lines_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["inspection_plans.id"], name=op.f("fk_plan_lines_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_plan_lines_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lines")),
        sa.UniqueConstraint(
            "plan_id",
            "plan_version_no",
            "position",
            name=op.f("uq_plan_lines_plan_id_plan_version_no_position"),
        ),
    )
    op.create_index(op.f("ix_plan_lines_item_id"), "plan_lines", ["item_id"], unique=False)
    op.create_table(
        "recusals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "OWN_OR_RELATIVE",
                "CHILD_ENROLLED",
                "WORKED_THERE",
                "OTHER_INTEREST",
                "COMPLAINT_FROM_OBJECT",
                name="recusal_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nulls(lifted_at, lifted_by) in (0, 2)", name=op.f("ck_recusals_lifted_by_whom")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["accounts.id"], name=op.f("fk_recusals_declared_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_recusals_institution_id")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["accounts.id"], name=op.f("fk_recusals_lifted_by")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_recusals_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
    )
    op.create_index(
        op.f("ix_recusals_institution_id"), "recusals", ["institution_id"], unique=False
    )
    op.create_index(
        "uq_recusals_live",
        "recusals",
        ["officer_id", "institution_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )
    op.create_table(
        "risk_assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "risk_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "earlier_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="earlier_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_risk_assessments_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_assessments")),
    )
    op.create_index(
        "ix_risk_assessments_institution_id_assessed_at",
        "risk_assessments",
        ["institution_id", "assessed_at"],
        unique=False,
    )
    op.create_table(
        "risk_input_counts",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "input",
            sa.Enum(
                "COMPLAINTS_UPHELD",
                "COMPLAINTS_RECEIVED",
                "VIOLATIONS_FOUND",
                "RESULT_PENDING",
                "LICENCE_EXPIRED",
                "LICENCE_EXPIRING",
                "UNDER_RECTIFICATION",
                "NO_LICENCE",
                "BLACK_LISTED",
                "STAFF_DISMISSED",
                "CLEAN_RESULT",
                name="risk_input",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["risk_assessments.id"],
            name=op.f("fk_risk_input_counts_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", "input", name=op.f("pk_risk_input_counts")),
    )
    op.create_table(
        "draw_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nulls(authority_id, institution_id) = 1", name=op.f("ck_draw_shares_of_one_party")
        ),
        sa.CheckConstraint(
            "num_nulls(secret, revealed_at) in (0, 2)", name=op.f("ck_draw_shares_revealed_whole")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_draw_shares_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_draw_shares_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_draw_shares_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_tasks.id"], name=op.f("fk_draw_shares_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_shares")),
        sa.UniqueConstraint(
            "task_id", "account_id", name=op.f("uq_draw_shares_task_id_account_id")
        ),
        sa.UniqueConstraint("task_id", "party", name=op.f("uq_draw_shares_task_id_party")),
    )
    op.create_index(op.f("ix_draw_shares_account_id"), "draw_shares", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_draw_shares_authority_id"), "draw_shares", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_draw_shares_institution_id"), "draw_shares", ["institution_id"], unique=False
    )
    op.create_table(
        "draws",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("task_code", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("authority_region_code", sa.Text(), nullable=False),
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
            "stage",
            sa.Enum(
                "COMMITTED",
                "SEALED",
                "REVEALED",
                "VOIDED",
                "FAILED",
                name="draw_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column(
            "entropy_source",
            sa.Enum(
                "BEACON",
                "FIGURE",
                "PARTIES",
                name="entropy_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entropy_terms", JSONB(), nullable=False),
        sa.Column("draw_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("nonce_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revelation", JSONB(), nullable=True),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("object_count", sa.Integer(), nullable=False),
        sa.Column("eligible_count", sa.Integer(), nullable=False),
        sa.Column("drawn_count", sa.Integer(), nullable=False),
        sa.Column("unstaffed_count", sa.Integer(), nullable=False),
        sa.Column("replacement_count", sa.Integer(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reveal_due_on", sa.Date(), nullable=False),
        sa.Column("reveal_due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("redraw_of_code", sa.Text(), nullable=True),
        sa.Column("redraw_no", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "num_nulls(seed, revelation, drawn_at, drawn_by) in (0, 4)",
            name=op.f("ck_draws_drawn_whole"),
        ),
        sa.CheckConstraint(
            "revealed_at is null or drawn_at is not null", name=op.f("ck_draws_revealed_is_drawn")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_draws_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_region_code"], ["regions.code"], name=op.f("fk_draws_authority_region_code")
        ),
        sa.ForeignKeyConstraint(["drawn_by"], ["accounts.id"], name=op.f("fk_draws_drawn_by")),
        sa.ForeignKeyConstraint(["frozen_by"], ["accounts.id"], name=op.f("fk_draws_frozen_by")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_tasks.id"], name=op.f("fk_draws_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sa.UniqueConstraint("task_code", name=op.f("uq_draws_task_code")),
        sa.UniqueConstraint("task_id", name=op.f("uq_draws_task_id")),
    )
    op.create_index(op.f("ix_draws_authority_id"), "draws", ["authority_id"], unique=False)
    op.create_index(
        "ix_draws_authority_region_code_id", "draws", ["authority_region_code", "id"], unique=False
    )
    op.create_index("ix_draws_frozen_at_id", "draws", ["frozen_at", "id"], unique=False)
    op.create_table(
        "task_departments",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("officers_per_object", sa.Integer(), nullable=False),
        sa.Column("max_load", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_task_departments_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_tasks.id"], name=op.f("fk_task_departments_task_id")
        ),
        sa.PrimaryKeyConstraint("task_id", "authority_id", name=op.f("pk_task_departments")),
        sa.UniqueConstraint(
            "task_id", "position", name=op.f("uq_task_departments_task_id_position")
        ),
    )
    op.create_index(
        op.f("ix_task_departments_authority_id"), "task_departments", ["authority_id"], unique=False
    )
    op.create_table(
        "task_items",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["inspection_items.id"], name=op.f("fk_task_items_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_tasks.id"], name=op.f("fk_task_items_task_id")
        ),
        sa.PrimaryKeyConstraint("task_id", "item_id", name=op.f("pk_task_items")),
    )
    op.create_index(op.f("ix_task_items_item_id"), "task_items", ["item_id"], unique=False)
    op.create_table(
        "task_quotas",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column(
            "risk_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ratio_bp", sa.Integer(), nullable=True),
        sa.Column("object_count", sa.Integer(), nullable=True),
        sa.Column("min_count", sa.Integer(), nullable=False),
        sa.Column("max_per_year", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "num_nulls(ratio_bp, object_count) = 1", name=op.f("ck_task_quotas_ratio_or_count")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_tasks.id"], name=op.f("fk_task_quotas_task_id")
        ),
        sa.PrimaryKeyConstraint("task_id", "risk_class", name=op.f("pk_task_quotas")),
    )
    op.create_table(
        "draw_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("detail", JSONB(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_draw_events_draw_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_events")),
        sa.UniqueConstraint("draw_id", "position", name=op.f("uq_draw_events_draw_id_position")),
    )
    op.create_table(
        "officer_replacements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("outgoing_id", sa.Uuid(), nullable=False),
        sa.Column("incoming_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "RECUSAL",
                "ILLNESS",
                "ABSENCE",
                "CERT_EXPIRED",
                "WORKLOAD",
                name="replacement_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["accounts.id"], name=op.f("fk_officer_replacements_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draws.id"], name=op.f("fk_officer_replacements_draw_id")
        ),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["officers.id"], name=op.f("fk_officer_replacements_incoming_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_officer_replacements_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["officers.id"], name=op.f("fk_officer_replacements_outgoing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_replacements")),
    )
    op.create_index(
        op.f("ix_officer_replacements_draw_id"), "officer_replacements", ["draw_id"], unique=False
    )
    op.create_index(
        op.f("ix_officer_replacements_inspection_id"),
        "officer_replacements",
        ["inspection_id"],
        unique=False,
    )
    op.create_table(
        "pool_objects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("stratum_label", sa.Text(), nullable=False),
        sa.Column(
            "risk_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "exclusion",
            sa.Enum(
                "NOT_EXISTING",
                "STOPPED",
                "IN_OPEN_TASK",
                "CAP_OF_ITEM",
                "CAP_OF_AUTHORITY",
                name="exclusion_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("visit_no", sa.Integer(), nullable=True),
        sa.Column("is_unstaffed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_pool_objects_draw_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_pool_objects_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_pool_objects_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_objects")),
        sa.UniqueConstraint(
            "draw_id", "institution_id", name=op.f("uq_pool_objects_draw_id_institution_id")
        ),
        sa.UniqueConstraint("draw_id", "pseudonym", name=op.f("uq_pool_objects_draw_id_pseudonym")),
    )
    op.create_index(
        op.f("ix_pool_objects_inspection_id"), "pool_objects", ["inspection_id"], unique=False
    )
    op.create_index(
        op.f("ix_pool_objects_institution_id"), "pool_objects", ["institution_id"], unique=False
    )
    op.create_table(
        "pool_officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("officer_no", sa.Text(), nullable=False),
        sa.Column("may_lead", sa.Boolean(), nullable=False),
        sa.Column("max_load", sa.Integer(), nullable=False),
        sa.Column(
            "exclusion",
            sa.Enum(
                "EXPERT",
                "LEFT",
                "MADE_THE_TASK",
                name="officer_exclusion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("object_count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_pool_officers_authority_id")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_pool_officers_draw_id")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_pool_officers_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_officers")),
        sa.UniqueConstraint(
            "draw_id", "officer_id", name=op.f("uq_pool_officers_draw_id_officer_id")
        ),
    )
    op.create_index(
        op.f("ix_pool_officers_authority_id"), "pool_officers", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_pool_officers_officer_id"), "pool_officers", ["officer_id"], unique=False
    )
    op.create_table(
        "pool_recusals",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_pool_recusals_draw_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_pool_recusals_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_pool_recusals_officer_id")
        ),
        sa.PrimaryKeyConstraint(
            "draw_id", "officer_id", "institution_id", name=op.f("pk_pool_recusals")
        ),
    )
    op.create_table(
        "pool_strata",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column(
            "risk_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("eligible_count", sa.Integer(), nullable=False),
        sa.Column("drawn_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_pool_strata_draw_id")),
        sa.PrimaryKeyConstraint("draw_id", "risk_class", name=op.f("pk_pool_strata")),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"], ["pool_objects.id"], name=op.f("fk_pairings_object_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["pool_officers.id"], name=op.f("fk_pairings_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint(
            "object_id", "officer_id", name=op.f("uq_pairings_object_id_officer_id")
        ),
    )
    op.create_index(op.f("ix_pairings_officer_id"), "pairings", ["officer_id"], unique=False)
    op.add_column("inspection_tasks", sa.Column("plan_line_id", sa.Uuid(), nullable=True))
    op.add_column("inspection_tasks", sa.Column("region_code", sa.Text(), nullable=True))
    op.add_column("inspection_tasks", sa.Column("kinds", ARRAY(sa.Text()), nullable=True))
    op.add_column(
        "inspection_tasks",
        sa.Column(
            "subject_kind",
            sa.Enum(
                "SUBJECT",
                "NON_SUBJECT",
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "inspection_tasks",
        sa.Column(
            "notice_mode",
            sa.Enum(
                "ADVANCE",
                "ON_ARRIVAL",
                name="notice_mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("inspection_tasks", sa.Column("checklist_code", sa.Text(), nullable=True))
    op.add_column("inspection_tasks", sa.Column("checklist_version", sa.Integer(), nullable=True))
    op.add_column("inspection_tasks", sa.Column("redraw_of_id", sa.Uuid(), nullable=True))
    op.add_column("inspection_tasks", sa.Column("approved_by", sa.Uuid(), nullable=True))
    op.add_column(
        "inspection_tasks", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        op.f("ix_inspection_tasks_plan_line_id"), "inspection_tasks", ["plan_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_inspection_tasks_redraw_of_id"), "inspection_tasks", ["redraw_of_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_inspection_tasks_plan_line_id"),
        "inspection_tasks",
        "plan_lines",
        ["plan_line_id"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_inspection_tasks_redraw_of_id"),
        "inspection_tasks",
        "inspection_tasks",
        ["redraw_of_id"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_inspection_tasks_region_code"),
        "inspection_tasks",
        "regions",
        ["region_code"],
        ["code"],
    )
    op.create_check_constraint(op.f("ck_inspection_tasks_kinds_words"), "inspection_tasks", _KINDS)
    op.execute("alter table pool_objects set (fillfactor = 50)")
    op.execute(f"grant select on {_READABLE} to spotcheck_reader")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_inspection_tasks_kinds_words"), "inspection_tasks")
    op.drop_constraint(
        op.f("fk_inspection_tasks_region_code"), "inspection_tasks", type_="foreignkey"
    )
    op.drop_constraint(
        op.f("fk_inspection_tasks_redraw_of_id"), "inspection_tasks", type_="foreignkey"
    )
    op.drop_constraint(
        op.f("fk_inspection_tasks_plan_line_id"), "inspection_tasks", type_="foreignkey"
    )
    op.drop_index(op.f("ix_inspection_tasks_redraw_of_id"), table_name="inspection_tasks")
    op.drop_index(op.f("ix_inspection_tasks_plan_line_id"), table_name="inspection_tasks")
    op.drop_column("inspection_tasks", "approved_at")
    op.drop_column("inspection_tasks", "approved_by")
    op.drop_column("inspection_tasks", "redraw_of_id")
    op.drop_column("inspection_tasks", "checklist_version")
    op.drop_column("inspection_tasks", "checklist_code")
    op.drop_column("inspection_tasks", "notice_mode")
    op.drop_column("inspection_tasks", "subject_kind")
    op.drop_column("inspection_tasks", "kinds")
    op.drop_column("inspection_tasks", "region_code")
    op.drop_column("inspection_tasks", "plan_line_id")
    op.drop_index(op.f("ix_pairings_officer_id"), table_name="pairings")
    op.drop_table("pairings")
    op.drop_table("pool_strata")
    op.drop_table("pool_recusals")
    op.drop_index(op.f("ix_pool_officers_officer_id"), table_name="pool_officers")
    op.drop_index(op.f("ix_pool_officers_authority_id"), table_name="pool_officers")
    op.drop_table("pool_officers")
    op.drop_index(op.f("ix_pool_objects_institution_id"), table_name="pool_objects")
    op.drop_index(op.f("ix_pool_objects_inspection_id"), table_name="pool_objects")
    op.drop_table("pool_objects")
    op.drop_index(op.f("ix_officer_replacements_inspection_id"), table_name="officer_replacements")
    op.drop_index(op.f("ix_officer_replacements_draw_id"), table_name="officer_replacements")
    op.drop_table("officer_replacements")
    op.drop_table("draw_events")
    op.drop_table("task_quotas")
    op.drop_index(op.f("ix_task_items_item_id"), table_name="task_items")
    op.drop_table("task_items")
    op.drop_index(op.f("ix_task_departments_authority_id"), table_name="task_departments")
    op.drop_table("task_departments")
    op.drop_index("ix_draws_frozen_at_id", table_name="draws")
    op.drop_index("ix_draws_authority_region_code_id", table_name="draws")
    op.drop_index(op.f("ix_draws_authority_id"), table_name="draws")
    op.drop_table("draws")
    op.drop_index(op.f("ix_draw_shares_institution_id"), table_name="draw_shares")
    op.drop_index(op.f("ix_draw_shares_authority_id"), table_name="draw_shares")
    op.drop_index(op.f("ix_draw_shares_account_id"), table_name="draw_shares")
    op.drop_table("draw_shares")
    op.drop_table("risk_input_counts")
    op.drop_index("ix_risk_assessments_institution_id_assessed_at", table_name="risk_assessments")
    op.drop_table("risk_assessments")
    op.drop_index(
        "uq_recusals_live", table_name="recusals", postgresql_where=sa.text("lifted_at is null")
    )
    op.drop_index(op.f("ix_recusals_institution_id"), table_name="recusals")
    op.drop_table("recusals")
    op.drop_index(op.f("ix_plan_lines_item_id"), table_name="plan_lines")
    op.drop_table("plan_lines")
    op.drop_table("plan_amendments")
    op.drop_index(op.f("ix_object_stops_institution_id"), table_name="object_stops")
    op.drop_table("object_stops")
    op.drop_index("ix_inspection_plans_authority_region_code_id", table_name="inspection_plans")
    op.drop_index(op.f("ix_inspection_plans_authority_id"), table_name="inspection_plans")
    op.drop_table("inspection_plans")
    op.drop_index(op.f("ix_inspection_items_authority_id"), table_name="inspection_items")
    op.drop_table("inspection_items")
    op.drop_table("draw_policies")
