"""What happens to a result in public: outlets, objections, corrections, replies, repair, measures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "2026_11_26_publication"
down_revision = "2026_11_25_site"
branch_labels = None
depends_on = None

_STATES_BEFORE = (
    "state in ('TO_ENTER', 'TO_CONFIRM', 'TO_AUDIT', 'AUDIT_REJECTED', 'PUBLISHED', 'CORRECTED',"
    " 'WITHDRAWN', 'VOIDED')"
)
_STATES = (
    "state in ('TO_ENTER', 'TO_CONFIRM', 'TO_AUDIT', 'AUDIT_REJECTED', 'APPROVED', 'PUBLISHED',"
    " 'TO_CORRECT', 'CORRECTED', 'WITHDRAWN', 'VOIDED')"
)
_PUBLISHED_BEFORE = (
    "published_at is not null or state not in ('PUBLISHED', 'CORRECTED', 'WITHDRAWN')"
)
_PUBLISHED = (
    "published_at is not null or state not in ('PUBLISHED', 'TO_CORRECT', 'CORRECTED', 'WITHDRAWN')"
)


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "NONE_NEEDED",
                "STOP_AND_RETURN",
                "ORDER_CORRECTION",
                "TRANSFER_CASE_LEAD",
                "NOTIFY_OTHER_DEPARTMENT",
                "OTHER",
                name="measure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "OPEN",
                "FINISHED",
                "DROPPED",
                name="follow_up_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("finished_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("notified_authority_id", sa.Uuid(), nullable=True),
        sa.Column("case_reference", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'FINISHED' and measure = 'NOTIFY_OTHER_DEPARTMENT') = (notified_authority_id is not null)",
            name=op.f("ck_follow_ups_notice_names_authority"),
        ),
        sa.CheckConstraint(
            "(state = 'FINISHED' and measure = 'TRANSFER_CASE_LEAD') = (case_reference is not null)",
            name=op.f("ck_follow_ups_transfer_has_reference"),
        ),
        sa.CheckConstraint(
            "(state = 'FINISHED') = (finished_on is not null) and (state = 'FINISHED') = (finished_by is not null) and (state = 'FINISHED') = (note is not null)",
            name=op.f("ck_follow_ups_finished_with_note"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_follow_ups_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["notified_authority_id"],
            ["authorities.id"],
            name=op.f("fk_follow_ups_notified_authority_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "inspection_id", "measure", name=op.f("uq_follow_ups_inspection_id_measure")
        ),
    )
    op.create_index(
        "ix_follow_ups_open",
        "follow_ups",
        ["inspection_id"],
        unique=False,
        postgresql_include=["id", "opened_at"],
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    op.create_index(
        op.f("ix_follow_ups_notified_authority_id"),
        "follow_ups",
        ["notified_authority_id"],
        unique=False,
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("public_record_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "RECEIVED",
                "UPHELD",
                "REJECTED",
                "MOOT",
                name="objection_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_is_provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_rule", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'RECEIVED') = (decided_at is null) and (state in ('UPHELD', 'REJECTED')) = (reason is not null and decided_by is not null)",
            name=op.f("ck_objections_decided_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_objections_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_objections_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_objections_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["public_record_id"], ["public_records.id"], name=op.f("fk_objections_public_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(
        "ix_objections_authority_id_id", "objections", ["authority_id", "id"], unique=False
    )
    op.create_index("ix_objections_inspection_id", "objections", ["inspection_id"], unique=False)
    op.create_index(
        "ix_objections_institution_id_id", "objections", ["institution_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_objections_public_record_id"), "objections", ["public_record_id"], unique=False
    )
    op.create_index(
        "uq_objections_one_open",
        "objections",
        ["inspection_id"],
        unique=True,
        postgresql_where=sa.text("state = 'RECEIVED'"),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_record_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outlet",
            sa.Enum(
                "PLATFORM",
                "ENTERPRISE_CREDIT",
                name="outlet",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "PENDING",
                "PUBLISHED",
                "CANCELLED",
                name="publication_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'PUBLISHED') = (published_at is not null)",
            name=op.f("ck_publications_published_stamp"),
        ),
        sa.CheckConstraint(
            "outlet = 'PLATFORM' or (state = 'PUBLISHED') = (reference is not null)",
            name=op.f("ck_publications_published_with_reference"),
        ),
        sa.ForeignKeyConstraint(
            ["public_record_id"],
            ["public_records.id"],
            name=op.f("fk_publications_public_record_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint(
            "public_record_id", "outlet", name=op.f("uq_publications_public_record_id_outlet")
        ),
    )
    op.create_table(
        "repair_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("public_record_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "REQUESTED",
                "GRANTED",
                "REFUSED",
                "MOOT",
                name="repair_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'REQUESTED') = (decided_at is null) and (state <> 'REFUSED' or reason is not null)",
            name=op.f("ck_repair_requests_decided_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_repair_requests_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_repair_requests_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_repair_requests_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["public_record_id"],
            ["public_records.id"],
            name=op.f("fk_repair_requests_public_record_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_requests")),
    )
    op.create_index(
        "ix_repair_requests_authority_id_id",
        "repair_requests",
        ["authority_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_repair_requests_inspection_id", "repair_requests", ["inspection_id"], unique=False
    )
    op.create_index(
        "ix_repair_requests_institution_id_id",
        "repair_requests",
        ["institution_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_repair_requests_public_record_id"),
        "repair_requests",
        ["public_record_id"],
        unique=False,
    )
    op.create_index(
        "uq_repair_requests_one_open",
        "repair_requests",
        ["inspection_id"],
        unique=True,
        postgresql_where=sa.text("state = 'REQUESTED'"),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("public_record_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "WRITTEN",
                "SHOWN",
                "DECLINED",
                name="reply_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decline_ground",
            sa.Enum(
                "PERSONAL_DATA",
                "INSULT",
                name="decline_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(state = 'DECLINED') = (decline_ground is not null)",
            name=op.f("ck_replies_declined_with_ground"),
        ),
        sa.CheckConstraint(
            "(state = 'WRITTEN') = (decided_at is null)", name=op.f("ck_replies_decided_stamp")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_replies_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_replies_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_replies_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["public_record_id"], ["public_records.id"], name=op.f("fk_replies_public_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("public_record_id", name=op.f("uq_replies_public_record_id")),
    )
    op.create_index("ix_replies_authority_id_id", "replies", ["authority_id", "id"], unique=False)
    op.create_index("ix_replies_inspection_id", "replies", ["inspection_id"], unique=False)
    op.create_index(
        "ix_replies_waiting",
        "replies",
        ["inspection_id"],
        unique=False,
        postgresql_where=sa.text("state = 'WRITTEN'"),
    )
    op.create_index(
        "ix_replies_institution_id_id", "replies", ["institution_id", "id"], unique=False
    )
    op.create_table(
        "result_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("public_record_id", sa.Uuid(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_is_provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_rule", sa.Text(), nullable=False),
        sa.Column("reopened_by", sa.Uuid(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(corrected_at is null) = (is_late is null)",
            name=op.f("ck_result_corrections_corrected_in_time_or_not"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_result_corrections_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_result_corrections_objection_id")
        ),
        sa.ForeignKeyConstraint(
            ["public_record_id"],
            ["public_records.id"],
            name=op.f("fk_result_corrections_public_record_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_corrections")),
    )
    op.create_index(
        "ix_result_corrections_inspection_id", "result_corrections", ["inspection_id"], unique=False
    )
    op.create_index(
        op.f("ix_result_corrections_objection_id"),
        "result_corrections",
        ["objection_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_result_corrections_public_record_id"),
        "result_corrections",
        ["public_record_id"],
        unique=False,
    )
    op.create_index(
        "uq_result_corrections_one_open",
        "result_corrections",
        ["inspection_id"],
        unique=True,
        postgresql_where=sa.text("corrected_at is null"),
    )
    op.add_column(
        "public_records",
        sa.Column(
            "withdrawal_ground",
            sa.Enum(
                "EXPIRED",
                "REPAIRED",
                "DECISION_REVOKED",
                "WRONG_SUBJECT",
                "NOT_TO_BE_PUBLISHED",
                name="withdrawal_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("public_records", sa.Column("record_id", sa.Uuid(), nullable=True))
    op.add_column(
        "public_records",
        sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "public_records",
        sa.Column(
            "withheld_violation_codes", ARRAY(sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column(
        "public_records",
        sa.Column(
            "withholding_ground",
            sa.Enum(
                "STATE_SECRET",
                "BUSINESS_SECRET",
                "PERSONAL_PRIVACY",
                "PUBLIC_SAFETY",
                "CASE_IN_HAND",
                name="withholding_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("public_records", sa.Column("document", sa.Text(), nullable=True))
    op.create_index(
        "ix_public_records_expires_on",
        "public_records",
        ["expires_on"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at is null and superseded_at is null"),
    )
    op.create_index(
        op.f("ix_public_records_record_id"), "public_records", ["record_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_public_records_record_id"),
        "public_records",
        "inspection_records",
        ["record_id"],
        ["id"],
    )
    _states(_STATES, _PUBLISHED)
    _what_is_there_already()
    op.create_index(
        "uq_public_records_one_current",
        "public_records",
        ["inspection_id"],
        unique=True,
        postgresql_where=sa.text("superseded_at is null"),
    )
    op.create_check_constraint(
        op.f("ck_public_records_withdrawn_with_ground"),
        "public_records",
        "(withdrawn_at is null) = (withdrawal_ground is null)",
    )
    op.create_check_constraint(
        op.f("ck_public_records_withheld_with_ground"),
        "public_records",
        "(withholding_ground is null) = (cardinality(withheld_violation_codes) = 0)",
    )
    op.execute(
        "grant select on publications, objections, result_corrections, follow_ups, repair_requests,"
        " replies to spotcheck_reader"
    )


def _states(states: str, published: str) -> None:
    for name, check in (("inspection_state", states), ("published_stamp", published)):
        op.drop_constraint(op.f(f"ck_inspections_{name}"), "inspections")
        op.create_check_constraint(op.f(f"ck_inspections_{name}"), "inspections", check)


def _what_is_there_already() -> None:
    """Every version was published here; what was withdrawn was so by the organ."""
    op.execute(
        "insert into publications (id, public_record_id, outlet, state, published_at)"
        " select gen_random_uuid(), id, 'PLATFORM', 'PUBLISHED', published_at from public_records"
    )
    op.execute(
        "update public_records set withdrawal_ground ="
        " case when repair_status = 'GRANTED' then 'REPAIRED' else 'NOT_TO_BE_PUBLISHED' end"
        " where withdrawn_at is not null"
    )
    op.execute(
        "update public_records p set record_id = i.current_record_id from inspections i"
        " where i.id = p.inspection_id and p.superseded_at is null"
    )


def downgrade() -> None:
    op.execute("update inspections set state = 'PUBLISHED' where state = 'TO_CORRECT'")
    # Approving and publishing were one deed: what is approved only is to be approved again.
    op.execute(
        "delete from result_audits a using inspections i"
        " where i.state = 'APPROVED' and a.record_id = i.current_record_id"
    )
    op.execute("update inspections set state = 'TO_AUDIT' where state = 'APPROVED'")
    _states(_STATES_BEFORE, _PUBLISHED_BEFORE)
    op.drop_index("uq_public_records_one_current", table_name="public_records")
    op.drop_constraint(op.f("ck_public_records_withheld_with_ground"), "public_records")
    op.drop_constraint(op.f("ck_public_records_withdrawn_with_ground"), "public_records")
    op.drop_constraint(op.f("fk_public_records_record_id"), "public_records", type_="foreignkey")
    op.drop_index(op.f("ix_public_records_record_id"), table_name="public_records")
    op.drop_index(
        "ix_public_records_expires_on",
        table_name="public_records",
        postgresql_where=sa.text("withdrawn_at is null and superseded_at is null"),
    )
    op.drop_column("public_records", "document")
    op.drop_column("public_records", "withholding_ground")
    op.drop_column("public_records", "withheld_violation_codes")
    op.drop_column("public_records", "is_late")
    op.drop_column("public_records", "record_id")
    op.drop_column("public_records", "withdrawal_ground")
    op.drop_index(
        "uq_result_corrections_one_open",
        table_name="result_corrections",
        postgresql_where=sa.text("corrected_at is null"),
    )
    op.drop_index(op.f("ix_result_corrections_public_record_id"), table_name="result_corrections")
    op.drop_index(op.f("ix_result_corrections_objection_id"), table_name="result_corrections")
    op.drop_index("ix_result_corrections_inspection_id", table_name="result_corrections")
    op.drop_table("result_corrections")
    op.drop_index("ix_replies_institution_id_id", table_name="replies")
    op.drop_index(
        "ix_replies_waiting", table_name="replies", postgresql_where=sa.text("state = 'WRITTEN'")
    )
    op.drop_index("ix_replies_inspection_id", table_name="replies")
    op.drop_index("ix_replies_authority_id_id", table_name="replies")
    op.drop_table("replies")
    op.drop_index(
        "uq_repair_requests_one_open",
        table_name="repair_requests",
        postgresql_where=sa.text("state = 'REQUESTED'"),
    )
    op.drop_index(op.f("ix_repair_requests_public_record_id"), table_name="repair_requests")
    op.drop_index("ix_repair_requests_institution_id_id", table_name="repair_requests")
    op.drop_index("ix_repair_requests_inspection_id", table_name="repair_requests")
    op.drop_index("ix_repair_requests_authority_id_id", table_name="repair_requests")
    op.drop_table("repair_requests")
    op.drop_table("publications")
    op.drop_index(
        "uq_objections_one_open",
        table_name="objections",
        postgresql_where=sa.text("state = 'RECEIVED'"),
    )
    op.drop_index(op.f("ix_objections_public_record_id"), table_name="objections")
    op.drop_index("ix_objections_institution_id_id", table_name="objections")
    op.drop_index("ix_objections_inspection_id", table_name="objections")
    op.drop_index("ix_objections_authority_id_id", table_name="objections")
    op.drop_table("objections")
    op.drop_index(op.f("ix_follow_ups_notified_authority_id"), table_name="follow_ups")
    op.drop_index(
        "ix_follow_ups_open",
        table_name="follow_ups",
        postgresql_include=["id", "opened_at"],
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    op.drop_table("follow_ups")
