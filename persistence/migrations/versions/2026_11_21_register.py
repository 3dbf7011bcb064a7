"""The register, the vault, and the roles that keep them apart."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_register"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create schema vault")
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), nullable=True),
        sa.Column("phone_hash", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column(
            "real_name",
            sa.Enum(
                "DECLARED",
                "VERIFIED",
                name="real_name",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "must_change_password", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "sessions_valid_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "num_nonnulls(login, phone_hash) >= 1", name=op.f("ck_accounts_can_be_named")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
        sa.UniqueConstraint("phone_hash", name=op.f("uq_accounts_phone_hash")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(
        "ix_audit_events_subject_id_at", "audit_events", ["subject_id", "at"], unique=False
    )
    op.create_table(
        "one_time_codes",
        sa.Column("phone_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts_left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("phone_hash", name=op.f("pk_one_time_codes")),
    )
    op.create_table(
        "operations",
        sa.Column("actor_key", sa.LargeBinary(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("mutation", sa.Text(), nullable=False),
        sa.Column("input_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "done_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("actor_key", "operation_id", name=op.f("pk_operations")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
    )
    op.create_index(
        "ix_outbox_messages_waiting",
        "outbox_messages",
        ["id"],
        unique=False,
        postgresql_where=sa.text("delivered_at is null"),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "NATION",
                "PROVINCE",
                "CITY",
                "COUNTY",
                name="region_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column(
            "last_code",
            sa.Text(),
            sa.Computed(
                "\ncase when code = '000000' then '999999'\n     when right(code, 4) = '0000' then left(code, 2) || '9999'\n     when right(code, 2) = '00' then left(code, 4) || '99'\n     else code end\n",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("code ~ '^[0-9]{6}$'", name=op.f("ck_regions_code_six_digits")),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["regions.code"], name=op.f("fk_regions_parent_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_index(op.f("ix_regions_parent_code"), "regions", ["parent_code"], unique=False)
    op.create_table(
        "state_transitions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_transitions")),
    )
    op.create_index(
        "ix_state_transitions_subject_id_at",
        "state_transitions",
        ["subject_id", "at"],
        unique=False,
    )
    op.create_table(
        "complainant_identities",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complainant_identities")),
        schema="vault",
    )
    op.create_table(
        "workdays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_notice", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_workdays")),
    )
    op.create_table(
        "authorities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ADMIN_ORGAN",
                "SOCIAL_ORG",
                name="authority_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("sectors", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("complaint_phone", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "sectors <@ array['EDUCATION', 'HUMAN_RESOURCES', 'SCIENCE_TECHNOLOGY', 'CULTURE_TOURISM', 'SPORTS', 'MARKET_REGULATION', 'PUBLIC_SECURITY', 'COMMUNICATIONS']::text[]",
            name=op.f("ck_authorities_sectors_words"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["authorities.id"], name=op.f("fk_authorities_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_authorities_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorities")),
    )
    op.create_index(op.f("ix_authorities_parent_id"), "authorities", ["parent_id"], unique=False)
    op.create_index(
        "ix_authorities_region_code_id", "authorities", ["region_code", "id"], unique=False
    )
    op.create_table(
        "in_service_teachers",
        sa.Column("resident_id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_in_service_teachers_region_code")
        ),
        sa.PrimaryKeyConstraint("resident_id_hash", name=op.f("pk_in_service_teachers")),
    )
    op.create_table(
        "school_vacations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_vacations_days_in_order")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_school_vacations_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_vacations")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account_id"), "sessions", ["account_id"], unique=False)
    op.create_table(
        "institutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unified_social_credit_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
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
            nullable=False,
        ),
        sa.Column(
            "legal_form",
            sa.Enum(
                "FOR_PROFIT",
                "NON_PROFIT",
                name="legal_form",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=False),
        sa.Column("registered_capital_fen", sa.BigInteger(), nullable=True),
        sa.Column("registration_authority", sa.Text(), nullable=True),
        sa.Column("supervising_authority_id", sa.Uuid(), nullable=False),
        sa.Column("legal_representative", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.Text(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("public_phone", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column(
            "existence",
            sa.Enum(
                "EXISTING",
                "DEREGISTERED",
                "LICENCE_REVOKED",
                "REGISTRATION_CANCELLED",
                "MOVED_OUT",
                name="existence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "list_status",
            sa.Enum(
                "NONE",
                "WHITE_LISTED",
                "BLACK_LISTED",
                name="list_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
            "credit_grade",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                "E",
                name="credit_grade",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("external_ref", sa.Text(), nullable=True),
        sa.Column("source_updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "registered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kinds <@ array['OFF_CAMPUS_TRAINING', 'ONLINE_PLATFORM', 'TRAINING', 'EVALUATION', 'SERVICE_CENTRE', 'TRAINING_BASE', 'DEMONSTRATION_SCHOOL']::text[]",
            name=op.f("ck_institutions_kinds_words"),
        ),
        sa.CheckConstraint(
            "registered_capital_fen between 0 and 9007199254740991",
            name=op.f("ck_institutions_registered_capital_fen_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_institutions_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["supervising_authority_id"],
            ["authorities.id"],
            name=op.f("fk_institutions_supervising_authority_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_institutions_external_ref")),
        sa.UniqueConstraint(
            "unified_social_credit_code", name=op.f("uq_institutions_unified_social_credit_code")
        ),
    )
    op.create_index(
        "ix_institutions_established_on_id", "institutions", ["established_on", "id"], unique=False
    )
    op.create_index(
        "ix_institutions_name_id",
        "institutions",
        [sa.literal_column('name collate "C"'), "id"],
        unique=False,
    )
    op.create_index(
        "ix_institutions_region_code_id", "institutions", ["region_code", "id"], unique=False
    )
    op.create_index(
        "ix_institutions_region_code_subject_kind",
        "institutions",
        ["region_code", "subject_kind"],
        unique=False,
    )
    op.create_index(
        op.f("ix_institutions_supervising_authority_id"),
        "institutions",
        ["supervising_authority_id"],
        unique=False,
    )
    op.create_table(
        "officers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("staff_no", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_officers_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_officers_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("account_id", name=op.f("uq_officers_account_id")),
        sa.UniqueConstraint(
            "authority_id", "staff_no", name=op.f("uq_officers_authority_id_staff_no")
        ),
    )
    op.create_index(op.f("ix_officers_authority_id"), "officers", ["authority_id"], unique=False)
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_refresh_tokens_session_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(
        op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"], unique=False
    )
    op.create_table(
        "complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_no", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "DISPUTE",
                "REPORT",
                "INQUIRY",
                name="complaint_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "PARENT_APP",
                "PLATFORM_WEB",
                "HOTLINE_12345",
                "HOTLINE_12315",
                "EDU_SUPERVISION_BOX",
                "PHONE",
                "EMAIL",
                "LETTER",
                "VISIT",
                "TRANSFER_IN",
                "INSPECTOR_FOUND",
                "PATROL",
                name="complaint_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "REFUND_DIFFICULTY",
                "PREPAY_EXCESS",
                "CUSTODY_BYPASS",
                "UNLICENSED",
                "DISGUISED_SUBJECT",
                "HOLIDAY_CLASS",
                "OVERTIME_CLASS",
                "IN_SERVICE_TEACHER",
                "TEACHER_UNQUALIFIED",
                "TEACHER_MISCONDUCT",
                "FALSE_AD",
                "CERTIFICATE_ABUSE",
                "FEE_ABUSE",
                "TRAINING_LOAN",
                "CONTRACT",
                "MATERIAL",
                "SAFETY",
                "PRIVACY",
                "RUNAWAY",
                "COMPETITION",
                "INSPECTOR_CONDUCT",
                "CREDIT_BANK",
                "RETALIATION",
                "OTHER",
                name="complaint_category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "identification",
            sa.Enum(
                "REAL_NAME",
                "ANONYMOUS",
                name="identification",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("complainant_ref", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_digest", sa.LargeBinary(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("respondent_name", sa.Text(), nullable=True),
        sa.Column("respondent_address", sa.Text(), nullable=True),
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
        sa.Column("intake_authority_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_authority_id", sa.Uuid(), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("statement_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("redacted_statement", sa.Text(), nullable=True),
        sa.Column("claim_fen", sa.BigInteger(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "RECEIVED",
                "NEEDS_INFO",
                "TRANSFERRED_OUT",
                "SCREENED",
                "NOT_ACCEPTED",
                "ACCEPTED",
                "ASSIGNED",
                "IN_VERIFICATION",
                "INSPECTION_TRIGGERED",
                "IN_MEDIATION",
                "SETTLED",
                "MEDIATION_TERMINATED",
                "REPLY_REVIEW",
                "REPLIED",
                "CLOSED",
                "CLOSED_SATISFIED",
                "CLOSED_NEUTRAL",
                "DISSATISFIED",
                "REOPENED",
                "UNDER_APPEAL",
                "REMADE",
                "WITHDRAWN",
                name="complaint_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "non_acceptance_ground",
            sa.Enum(
                "OUT_OF_COMPETENCE",
                "OTHER_BODY_HANDLING_OR_DONE",
                "NOT_CONSUMPTION",
                "OVER_3_YEARS",
                "INCOMPLETE_IDENTITY_OR_CLAIM",
                "LEGAL_OTHER",
                name="non_acceptance_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accept_due_on", sa.Date(), nullable=False),
        sa.Column("accept_due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("deadline_rule", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("lead_complaint_id", sa.Uuid(), nullable=True),
        sa.Column("follow_up_of", sa.Uuid(), nullable=True),
        sa.Column("review_state", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'NOT_ACCEPTED') = (non_acceptance_ground is not null)",
            name=op.f("ck_complaints_refused_with_ground"),
        ),
        sa.CheckConstraint(
            "case identification when 'ANONYMOUS' then complainant_ref is null and receipt_digest is not null else complainant_ref is not null and receipt_digest is null end",
            name=op.f("ck_complaints_ref_or_receipt"),
        ),
        sa.CheckConstraint(
            "kind <> 'DISPUTE' or identification = 'REAL_NAME'",
            name=op.f("ck_complaints_dispute_is_real_name"),
        ),
        sa.CheckConstraint(
            "claim_fen between 0 and 9007199254740991",
            name=op.f("ck_complaints_claim_fen_in_range"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(institution_id, respondent_name) >= 1",
            name=op.f("ck_complaints_against_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_authority_id"],
            ["authorities.id"],
            name=op.f("fk_complaints_assigned_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_of"], ["complaints.id"], name=op.f("fk_complaints_follow_up_of")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["accounts.id"], name=op.f("fk_complaints_handler_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_complaints_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["intake_authority_id"],
            ["authorities.id"],
            name=op.f("fk_complaints_intake_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_complaint_id"], ["complaints.id"], name=op.f("fk_complaints_lead_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_complaints_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("complaint_no", name=op.f("uq_complaints_complaint_no")),
        sa.UniqueConstraint("receipt_digest", name=op.f("uq_complaints_receipt_digest")),
    )
    op.create_index(
        op.f("ix_complaints_assigned_authority_id"),
        "complaints",
        ["assigned_authority_id"],
        unique=False,
    )
    op.create_index(
        "ix_complaints_complainant_ref_id", "complaints", ["complainant_ref", "id"], unique=False
    )
    op.create_index(
        op.f("ix_complaints_follow_up_of"), "complaints", ["follow_up_of"], unique=False
    )
    op.create_index(op.f("ix_complaints_group_id"), "complaints", ["group_id"], unique=False)
    op.create_index(op.f("ix_complaints_handler_id"), "complaints", ["handler_id"], unique=False)
    op.create_index(
        "ix_complaints_institution_id_id", "complaints", ["institution_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_complaints_intake_authority_id"),
        "complaints",
        ["intake_authority_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_complaints_lead_complaint_id"), "complaints", ["lead_complaint_id"], unique=False
    )
    op.create_index(
        "ix_complaints_region_code_id", "complaints", ["region_code", "id"], unique=False
    )
    op.create_table(
        "entitlements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "LICENCE",
                "FILING",
                "LISTING",
                "AUTHORISATION",
                "BASE",
                "TITLE",
                name="entitlement_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
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
        sa.Column(
            "delivery",
            sa.Enum(
                "OFFLINE",
                "ONLINE",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("categories", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "listing_role",
            sa.Enum(
                "TRAINING",
                "EVALUATION",
                name="listing_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("levels", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("period_no", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ACTIVE",
                "RECTIFYING",
                "SUSPENDED",
                "EXPIRED",
                "LAPSED",
                "REMOVED",
                "REVOKED",
                "CANCELLED",
                "WITHDRAWN",
                "SHUT_DOWN",
                name="entitlement_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(listing_role is null) = (kind <> 'LISTING')",
            name=op.f("ck_entitlements_listing_has_role"),
        ),
        sa.CheckConstraint(
            "categories <@ array['ACADEMIC', 'SPORTS', 'CULTURE_ARTS', 'SCI_TECH', 'VOCATIONAL', 'OTHER']::text[]",
            name=op.f("ck_entitlements_categories_words"),
        ),
        sa.CheckConstraint("period_no >= 1", name=op.f("ck_entitlements_period_counts_from_one")),
        sa.CheckConstraint(
            "valid_to is null or valid_from <= valid_to", name=op.f("ck_entitlements_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_entitlements_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_entitlements_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlements")),
        sa.UniqueConstraint("number", name=op.f("uq_entitlements_number")),
    )
    op.create_index(
        op.f("ix_entitlements_authority_id"), "entitlements", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_entitlements_institution_id"), "entitlements", ["institution_id"], unique=False
    )
    op.create_table(
        "inspector_profiles",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("public_no", sa.Text(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("certificate_valid_from", sa.Date(), nullable=False),
        sa.Column("certificate_valid_to", sa.Date(), nullable=False),
        sa.Column("specialities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_expert", sa.Boolean(), nullable=False),
        sa.Column("may_lead", sa.Boolean(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "specialities <@ array['EDUCATION', 'HUMAN_RESOURCES', 'SCIENCE_TECHNOLOGY', 'CULTURE_TOURISM', 'SPORTS', 'MARKET_REGULATION', 'PUBLIC_SECURITY', 'COMMUNICATIONS']::text[]",
            name=op.f("ck_inspector_profiles_specialities_words"),
        ),
        sa.CheckConstraint(
            "certificate_valid_from <= certificate_valid_to",
            name=op.f("ck_inspector_profiles_certificate_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_inspector_profiles_officer_id")
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_inspector_profiles")),
        sa.UniqueConstraint("certificate_no", name=op.f("uq_inspector_profiles_certificate_no")),
        sa.UniqueConstraint("public_no", name=op.f("uq_inspector_profiles_public_no")),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "PARENT",
                "INSTITUTION_ADMIN",
                "PROGRAMME_OFFICER",
                "EXPERT",
                "REVIEWER_EDU",
                "REVIEWER_SECURITY",
                "REVIEWER_COMMS",
                "INSPECTOR",
                "TASK_MANAGER",
                "RESULT_AUDITOR",
                "REGISTRAR",
                "SUPERVISOR",
                "HEAD",
                "COMPLAINT_CLERK",
                "COMPLAINT_HANDLER",
                "OVERSIGHT",
                "SYS_ADMIN",
                "SECURITY_ADMIN",
                "AUDIT_ADMIN",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column(
            "granted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(authority_id, institution_id) <= 1",
            name=op.f("ck_role_grants_held_in_one_place"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_role_grants_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_role_grants_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_role_grants_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(op.f("ix_role_grants_account_id"), "role_grants", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_role_grants_authority_id"), "role_grants", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_role_grants_institution_id"), "role_grants", ["institution_id"], unique=False
    )
    op.create_index(
        "uq_role_grants_live",
        "role_grants",
        ["account_id", "role", "authority_id", "institution_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("area_m2", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column(
            "datum",
            sa.Enum(
                "WGS84",
                "GCJ02",
                "BD09",
                name="datum",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("wgs84_latitude", sa.Double(), nullable=True),
        sa.Column("wgs84_longitude", sa.Double(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180",
            name=op.f("ck_sites_position_range"),
        ),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)", name=op.f("ck_sites_position_whole")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_sites_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_sites_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_index(op.f("ix_sites_institution_id"), "sites", ["institution_id"], unique=False)
    op.create_table(
        "teachers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nationality", sa.Text(), nullable=False),
        sa.Column(
            "employment",
            sa.Enum(
                "FULL_TIME",
                "PART_TIME",
                name="employment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subjects", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("stages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "certificate_kind",
            sa.Enum(
                "TEACHER_QUALIFICATION",
                "PROFESSIONAL_ABILITY",
                "FOREIGN_TEACHING",
                name="certificate_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("certificate_issuer", sa.Text(), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("work_permit_no", sa.Text(), nullable=True),
        sa.Column("resident_id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("employed_from", sa.Date(), nullable=False),
        sa.Column("employed_to", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "RESIGNED",
                "DISMISSED",
                "RETIRED",
                "UNQUALIFIED",
                "OTHER",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "nationality = 'CN' or num_nonnulls(work_permit_no, background) = 2",
            name=op.f("ck_teachers_foreigner_with_permit"),
        ),
        sa.CheckConstraint(
            "stages <@ array['PRESCHOOL', 'PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY', 'ADULT']::text[]",
            name=op.f("ck_teachers_stages_words"),
        ),
        sa.CheckConstraint(
            "(employed_to is null) = (end_reason is null)", name=op.f("ck_teachers_end_with_reason")
        ),
        sa.CheckConstraint("employed_from <= employed_to", name=op.f("ck_teachers_days_in_order")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_teachers_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teachers")),
    )
    op.create_index(
        "ix_teachers_institution_id_id", "teachers", ["institution_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_teachers_resident_id_hash"), "teachers", ["resident_id_hash"], unique=False
    )
    op.create_index(
        "uq_teachers_employed_once",
        "teachers",
        ["institution_id", "resident_id_hash"],
        unique=True,
        postgresql_where=sa.text("employed_to is null"),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("entitlement_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
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
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "ACADEMIC",
                "SPORTS",
                "CULTURE_ARTS",
                "SCI_TECH",
                "VOCATIONAL",
                "OTHER",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "delivery",
            sa.Enum(
                "OFFLINE",
                "ONLINE",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=True),
        sa.Column("class_hour_count", sa.Integer(), nullable=False),
        sa.Column("lesson_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("skipped_on", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "PUBLISHED",
                "WITHDRAWN",
                name="course_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(published_at is null) = (state = 'DRAFT')", name=op.f("ck_courses_published_stamp")
        ),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (state <> 'WITHDRAWN')",
            name=op.f("ck_courses_withdrawn_stamp"),
        ),
        sa.CheckConstraint(
            "stages <@ array['PRESCHOOL', 'PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY', 'ADULT']::text[]",
            name=op.f("ck_courses_stages_words"),
        ),
        sa.CheckConstraint(
            "class_hour_count > 0 and lesson_minutes > 0", name=op.f("ck_courses_hours_positive")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_courses_days_in_order")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["entitlements.id"], name=op.f("fk_courses_entitlement_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_courses_institution_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_courses_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
    )
    op.create_index(op.f("ix_courses_entitlement_id"), "courses", ["entitlement_id"], unique=False)
    op.create_index(
        "ix_courses_institution_id_id", "courses", ["institution_id", "id"], unique=False
    )
    op.create_index(op.f("ix_courses_site_id"), "courses", ["site_id"], unique=False)
    op.create_index("ix_courses_starts_on_id", "courses", ["starts_on", "id"], unique=False)
    op.create_table(
        "inspection_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
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
            "category",
            sa.Enum(
                "ROUTINE",
                "CAMPAIGN",
                "CASE",
                name="task_category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "trigger",
            sa.Enum(
                "PLAN",
                "AD_HOC",
                "COMPLAINT",
                "LEAD",
                "UPPER_LEVEL_ORDER",
                "RECHECK",
                "SAFETY_EMERGENCY",
                name="task_trigger",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("origin_complaint_id", sa.Uuid(), nullable=True),
        sa.Column("is_targeted", sa.Boolean(), nullable=True),
        sa.Column(
            "publish_drawn_list", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "APPROVED",
                "POOL_FROZEN",
                "OBJECTS_DRAWN",
                "OFFICERS_DRAWN",
                "LOCKED",
                "ISSUED",
                "IN_PROGRESS",
                "COMPLETED",
                "VOIDED",
                name="task_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "category <> 'CASE' or reason is not null",
            name=op.f("ck_inspection_tasks_case_has_reason"),
        ),
        sa.CheckConstraint(
            "window_from <= window_to", name=op.f("ck_inspection_tasks_window_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_inspection_tasks_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["origin_complaint_id"],
            ["complaints.id"],
            name=op.f("fk_inspection_tasks_origin_complaint_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_tasks")),
        sa.UniqueConstraint("code", name=op.f("uq_inspection_tasks_code")),
    )
    op.create_index(
        op.f("ix_inspection_tasks_authority_id"), "inspection_tasks", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_inspection_tasks_origin_complaint_id"),
        "inspection_tasks",
        ["origin_complaint_id"],
        unique=False,
    )
    op.create_table(
        "class_times",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "weekday",
            sa.Enum(
                "MONDAY",
                "TUESDAY",
                "WEDNESDAY",
                "THURSDAY",
                "FRIDAY",
                "SATURDAY",
                "SUNDAY",
                name="weekday",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_class_times_times_in_order")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_class_times_course_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_times")),
        sa.UniqueConstraint(
            "course_id", "position", name=op.f("uq_class_times_course_id_position")
        ),
    )
    op.create_index(op.f("ix_class_times_course_id"), "class_times", ["course_id"], unique=False)
    op.create_table(
        "fee_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "PERIOD",
                "CLASS_HOUR",
                name="charge_basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("class_hours", sa.Integer(), nullable=True),
        sa.Column("refund_rule", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "case basis when 'PERIOD' then months is not null and days between 0 and 27 and class_hours is null else class_hours > 0 and months is null and days is null end",
            name=op.f("ck_fee_items_basis_with_quantity"),
        ),
        sa.CheckConstraint(
            "amount_fen between 0 and 9007199254740991",
            name=op.f("ck_fee_items_amount_fen_in_range"),
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_fee_items_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_items")),
        sa.UniqueConstraint("course_id", "position", name=op.f("uq_fee_items_course_id_position")),
    )
    op.create_index(op.f("ix_fee_items_course_id"), "fee_items", ["course_id"], unique=False)
    op.create_table(
        "inspections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
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
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checklist_code", sa.Text(), nullable=False),
        sa.Column("checklist_version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "TO_ENTER",
                "TO_CONFIRM",
                "TO_AUDIT",
                "AUDIT_REJECTED",
                "PUBLISHED",
                "CORRECTED",
                "WITHDRAWN",
                "VOIDED",
                name="inspection_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("current_record_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("publish_due_on", sa.Date(), nullable=True),
        sa.Column(
            "publish_due_is_provisional",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "published_at is not null or state not in ('PUBLISHED', 'CORRECTED', 'WITHDRAWN')",
            name=op.f("ck_inspections_published_stamp"),
        ),
        sa.CheckConstraint(
            "(current_record_id is null) = (filed_at is null)",
            name=op.f("ck_inspections_filed_stamp"),
        ),
        sa.CheckConstraint("window_from <= window_to", name=op.f("ck_inspections_window_in_order")),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_inspections_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_region_code"],
            ["regions.code"],
            name=op.f("fk_inspections_authority_region_code"),
        ),
        sa.ForeignKeyConstraint(
            ["current_record_id"],
            ["inspection_records.id"],
            name=op.f("fk_inspections_current_record_id"),
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_inspections_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_inspections_region_code")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_inspections_site_id")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_tasks.id"], name=op.f("fk_inspections_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint(
            "task_id",
            "institution_id",
            "site_id",
            name=op.f("uq_inspections_task_id_institution_id_site_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_inspections_authority_id"), "inspections", ["authority_id"], unique=False
    )
    op.create_index(
        "ix_inspections_authority_region_code_id",
        "inspections",
        ["authority_region_code", "id"],
        unique=False,
    )
    op.create_index(
        "ix_inspections_institution_id_id", "inspections", ["institution_id", "id"], unique=False
    )
    op.create_index(
        "ix_inspections_region_code_id", "inspections", ["region_code", "id"], unique=False
    )
    op.create_index(op.f("ix_inspections_site_id"), "inspections", ["site_id"], unique=False)
    op.create_index(
        "ix_inspections_window_from_id", "inspections", ["window_from", "id"], unique=False
    )
    op.create_table(
        "inspection_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column(
            "assigned_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "replacement_reason",
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
            nullable=True,
        ),
        sa.Column("replacement_approved_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nulls(replaced_at, replacement_reason) in (0, 2)",
            name=op.f("ck_inspection_assignments_replaced_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspections.id"],
            name=op.f("fk_inspection_assignments_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_inspection_assignments_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_assignments")),
    )
    op.create_index(
        op.f("ix_inspection_assignments_inspection_id"),
        "inspection_assignments",
        ["inspection_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_assignments_officer_id"),
        "inspection_assignments",
        ["officer_id"],
        unique=False,
    )
    op.create_index(
        "uq_inspection_assignments_live",
        "inspection_assignments",
        ["inspection_id", "officer_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.create_index(
        "uq_inspection_assignments_one_leader",
        "inspection_assignments",
        ["inspection_id"],
        unique=True,
        postgresql_where=sa.text("is_leader and replaced_at is null"),
    )
    op.create_table(
        "inspection_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("correction_reason", sa.Text(), nullable=True),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_clock_offset_ms", sa.Integer(), nullable=True),
        sa.Column("clock_is_off", sa.Boolean(), nullable=False),
        sa.Column("methods", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("result_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("measures", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("attempted_at", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column(
            "datum",
            sa.Enum(
                "WGS84",
                "GCJ02",
                "BD09",
                name="datum",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("wgs84_latitude", sa.Double(), nullable=True),
        sa.Column("wgs84_longitude", sa.Double(), nullable=True),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "measures <@ array['NONE_NEEDED', 'STOP_AND_RETURN', 'ORDER_CORRECTION', 'TRANSFER_CASE_LEAD', 'NOTIFY_OTHER_DEPARTMENT', 'OTHER']::text[]",
            name=op.f("ck_inspection_records_measures_words"),
        ),
        sa.CheckConstraint(
            "methods <@ array['ON_SITE', 'WRITTEN', 'OTHER_BODY', 'MEASUREMENT', 'NETWORK_MONITORING', 'COMMISSIONED']::text[]",
            name=op.f("ck_inspection_records_methods_words"),
        ),
        sa.CheckConstraint(
            "result_codes <@ array['NO_PROBLEM', 'ACTIVITY_NOT_FOUND', 'INFO_NOT_PUBLISHED', 'INFO_FALSE', 'UNREACHABLE', 'CORRECTED_AFTER_ORDER', 'PROBLEM_PENDING', 'NON_COOPERATION_SERIOUS', 'CLOSED_OR_LIQUIDATING', 'DEREGISTERED', 'LICENCE_REVOKED', 'REGISTRATION_CANCELLED', 'MOVED_OUT', 'QUALIFIED', 'UNQUALIFIED', 'OTHER']::text[]",
            name=op.f("ck_inspection_records_result_codes_words"),
        ),
        sa.CheckConstraint(
            "(version_no = 1) = (correction_reason is null)",
            name=op.f("ck_inspection_records_correction_reason"),
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180",
            name=op.f("ck_inspection_records_position_range"),
        ),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)",
            name=op.f("ck_inspection_records_position_whole"),
        ),
        sa.CheckConstraint(
            "visit_started_at <= visit_ended_at", name=op.f("ck_inspection_records_visit_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["officers.id"], name=op.f("fk_inspection_records_filed_by")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_records_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_records")),
        sa.UniqueConstraint(
            "inspection_id",
            "version_no",
            name=op.f("uq_inspection_records_inspection_id_version_no"),
        ),
    )
    op.create_index(
        op.f("ix_inspection_records_filed_by"), "inspection_records", ["filed_by"], unique=False
    )
    op.create_index(
        op.f("ix_inspection_records_inspection_id"),
        "inspection_records",
        ["inspection_id"],
        unique=False,
    )
    op.create_table(
        "public_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
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
        sa.Column("task_code", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "ROUTINE",
                "CAMPAIGN",
                "CASE",
                name="task_category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("result_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("violation_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column(
            "repair_status",
            sa.Enum(
                "NONE",
                "REQUESTED",
                "GRANTED",
                name="repair_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "result_codes <@ array['NO_PROBLEM', 'ACTIVITY_NOT_FOUND', 'INFO_NOT_PUBLISHED', 'INFO_FALSE', 'UNREACHABLE', 'CORRECTED_AFTER_ORDER', 'PROBLEM_PENDING', 'NON_COOPERATION_SERIOUS', 'CLOSED_OR_LIQUIDATING', 'DEREGISTERED', 'LICENCE_REVOKED', 'REGISTRATION_CANCELLED', 'MOVED_OUT', 'QUALIFIED', 'UNQUALIFIED', 'OTHER']::text[]",
            name=op.f("ck_public_records_result_codes_words"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_public_records_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_public_records_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_public_records_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_public_records_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_records")),
        sa.UniqueConstraint(
            "inspection_id", "version_no", name=op.f("uq_public_records_inspection_id_version_no")
        ),
    )
    op.create_index(
        op.f("ix_public_records_authority_id"), "public_records", ["authority_id"], unique=False
    )
    op.create_index(
        "ix_public_records_institution_id_id",
        "public_records",
        ["institution_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_public_records_published_at_id", "public_records", ["published_at", "id"], unique=False
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("violation_code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_findings_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("record_id", "position", name=op.f("uq_findings_record_id_position")),
    )
    op.create_index(
        op.f("ix_findings_violation_code"), "findings", ["violation_code"], unique=False
    )
    op.create_table(
        "record_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.Column("problem_found", sa.Boolean(), nullable=True),
        sa.Column(
            "handling",
            sa.Enum(
                "NONE",
                "CORRECTED_ON_SITE",
                "ORDERED",
                "TRANSFERRED",
                "OTHER",
                name="handling",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "is_checked = (problem_found is not null) and is_checked = (handling is not null)",
            name=op.f("ck_record_answers_checked_is_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_record_answers_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_answers")),
        sa.UniqueConstraint(
            "record_id", "position", name=op.f("uq_record_answers_record_id_position")
        ),
    )
    op.create_table(
        "record_confirmations",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_record_confirmations_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_record_confirmations_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "officer_id", name=op.f("pk_record_confirmations")),
    )
    op.create_table(
        "result_audits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("auditor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "APPROVED",
                "REJECTED",
                name="audit_decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision <> 'REJECTED' or reason is not null",
            name=op.f("ck_result_audits_rejected_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["auditor_id"], ["accounts.id"], name=op.f("fk_result_audits_auditor_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_result_audits_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_records.id"], name=op.f("fk_result_audits_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_audits")),
        sa.UniqueConstraint("record_id", name=op.f("uq_result_audits_record_id")),
    )
    op.create_index(
        op.f("ix_result_audits_inspection_id"), "result_audits", ["inspection_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_inspections_current_record_id"),
        "inspections",
        "inspection_records",
        ["current_record_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )
    for statement in ROLES:
        op.execute(statement)


READABLE = (
    "regions, workdays, school_vacations, authorities, officers, inspector_profiles, accounts,"
    " role_grants, institutions, sites, entitlements, courses, fee_items, class_times, teachers,"
    " inspection_tasks, inspections, inspection_assignments, inspection_records, record_answers,"
    " findings, record_confirmations, result_audits, public_records, complaints, state_transitions"
)
CREATE_ROLE = """
do $$ begin
  if not exists (select from pg_roles where rolname = '{role}') then
    create role {role} nologin;
  end if;
exception when duplicate_object or unique_violation then null; end $$
"""
# Where no role may be made or granted, somebody who may has done both before.
GRANT_ROLES = """
do $$ begin
  if not (pg_has_role('spotcheck_reader', 'SET') and pg_has_role('spotcheck_vault', 'SET')) then
    grant spotcheck_reader, spotcheck_vault to current_user;
  end if;
end $$
"""
ROLES = (
    CREATE_ROLE.format(role="spotcheck_reader"),
    CREATE_ROLE.format(role="spotcheck_vault"),
    GRANT_ROLES,
    "grant usage on schema public to spotcheck_reader",
    f"grant select on {READABLE} to spotcheck_reader",
    "revoke all on schema vault from public",
    "grant usage on schema vault to spotcheck_vault",
    "grant select, insert, update on vault.complainant_identities to spotcheck_vault",
    # No session state: what every connection needs is set on the database.
    """
    do $$ begin
      execute format('alter database %I set timezone to %L', current_database(), 'UTC');
      execute format('alter database %I set statement_timeout to %L', current_database(), '10s');
      execute format('alter database %I set idle_in_transaction_session_timeout to %L',
                     current_database(), '60s');
    end $$
    """,
)


def downgrade() -> None:
    op.drop_constraint("fk_inspections_current_record_id", "inspections")
    op.drop_index(op.f("ix_result_audits_inspection_id"), table_name="result_audits")
    op.drop_table("result_audits")
    op.drop_table("record_confirmations")
    op.drop_table("record_answers")
    op.drop_index(op.f("ix_findings_violation_code"), table_name="findings")
    op.drop_table("findings")
    op.drop_index("ix_public_records_published_at_id", table_name="public_records")
    op.drop_index("ix_public_records_institution_id_id", table_name="public_records")
    op.drop_index(op.f("ix_public_records_authority_id"), table_name="public_records")
    op.drop_table("public_records")
    op.drop_index(op.f("ix_inspection_records_inspection_id"), table_name="inspection_records")
    op.drop_index(op.f("ix_inspection_records_filed_by"), table_name="inspection_records")
    op.drop_table("inspection_records")
    op.drop_index(
        "uq_inspection_assignments_one_leader",
        table_name="inspection_assignments",
        postgresql_where=sa.text("is_leader and replaced_at is null"),
    )
    op.drop_index(
        "uq_inspection_assignments_live",
        table_name="inspection_assignments",
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.drop_index(op.f("ix_inspection_assignments_officer_id"), table_name="inspection_assignments")
    op.drop_index(
        op.f("ix_inspection_assignments_inspection_id"), table_name="inspection_assignments"
    )
    op.drop_table("inspection_assignments")
    op.drop_index("ix_inspections_window_from_id", table_name="inspections")
    op.drop_index(op.f("ix_inspections_site_id"), table_name="inspections")
    op.drop_index("ix_inspections_region_code_id", table_name="inspections")
    op.drop_index("ix_inspections_institution_id_id", table_name="inspections")
    op.drop_index("ix_inspections_authority_region_code_id", table_name="inspections")
    op.drop_index(op.f("ix_inspections_authority_id"), table_name="inspections")
    op.drop_table("inspections")
    op.drop_index(op.f("ix_fee_items_course_id"), table_name="fee_items")
    op.drop_table("fee_items")
    op.drop_index(op.f("ix_class_times_course_id"), table_name="class_times")
    op.drop_table("class_times")
    op.drop_index(op.f("ix_inspection_tasks_origin_complaint_id"), table_name="inspection_tasks")
    op.drop_index(op.f("ix_inspection_tasks_authority_id"), table_name="inspection_tasks")
    op.drop_table("inspection_tasks")
    op.drop_index("ix_courses_starts_on_id", table_name="courses")
    op.drop_index(op.f("ix_courses_site_id"), table_name="courses")
    op.drop_index("ix_courses_institution_id_id", table_name="courses")
    op.drop_index(op.f("ix_courses_entitlement_id"), table_name="courses")
    op.drop_table("courses")
    op.drop_index(
        "uq_teachers_employed_once",
        table_name="teachers",
        postgresql_where=sa.text("employed_to is null"),
    )
    op.drop_index(op.f("ix_teachers_resident_id_hash"), table_name="teachers")
    op.drop_index("ix_teachers_institution_id_id", table_name="teachers")
    op.drop_table("teachers")
    op.drop_index(op.f("ix_sites_institution_id"), table_name="sites")
    op.drop_table("sites")
    op.drop_index(
        "uq_role_grants_live",
        table_name="role_grants",
        postgresql_where=sa.text("revoked_at is null"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index(op.f("ix_role_grants_institution_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_authority_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_account_id"), table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_table("inspector_profiles")
    op.drop_index(op.f("ix_entitlements_institution_id"), table_name="entitlements")
    op.drop_index(op.f("ix_entitlements_authority_id"), table_name="entitlements")
    op.drop_table("entitlements")
    op.drop_index("ix_complaints_region_code_id", table_name="complaints")
    op.drop_index(op.f("ix_complaints_lead_complaint_id"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_intake_authority_id"), table_name="complaints")
    op.drop_index("ix_complaints_institution_id_id", table_name="complaints")
    op.drop_index(op.f("ix_complaints_handler_id"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_group_id"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_follow_up_of"), table_name="complaints")
    op.drop_index("ix_complaints_complainant_ref_id", table_name="complaints")
    op.drop_index(op.f("ix_complaints_assigned_authority_id"), table_name="complaints")
    op.drop_table("complaints")
    op.drop_index(op.f("ix_refresh_tokens_session_id"), table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index(op.f("ix_officers_authority_id"), table_name="officers")
    op.drop_table("officers")
    op.drop_index(op.f("ix_institutions_supervising_authority_id"), table_name="institutions")
    op.drop_index("ix_institutions_region_code_subject_kind", table_name="institutions")
    op.drop_index("ix_institutions_region_code_id", table_name="institutions")
    op.drop_index("ix_institutions_name_id", table_name="institutions")
    op.drop_index("ix_institutions_established_on_id", table_name="institutions")
    op.drop_table("institutions")
    op.drop_index(op.f("ix_sessions_account_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("school_vacations")
    op.drop_table("in_service_teachers")
    op.drop_index("ix_authorities_region_code_id", table_name="authorities")
    op.drop_index(op.f("ix_authorities_parent_id"), table_name="authorities")
    op.drop_table("authorities")
    op.drop_table("workdays")
    op.drop_table("complainant_identities", schema="vault")
    op.drop_index("ix_state_transitions_subject_id_at", table_name="state_transitions")
    op.drop_table("state_transitions")
    op.drop_index(op.f("ix_regions_parent_code"), table_name="regions")
    op.drop_table("regions")
    op.drop_index(
        "ix_outbox_messages_waiting",
        table_name="outbox_messages",
        postgresql_where=sa.text("delivered_at is null"),
    )
    op.drop_table("outbox_messages")
    op.drop_table("operations")
    op.drop_table("one_time_codes")
    op.drop_index("ix_audit_events_subject_id_at", table_name="audit_events")
    op.drop_table("audit_events")
    op.drop_table("accounts")
    op.execute("drop schema vault")
