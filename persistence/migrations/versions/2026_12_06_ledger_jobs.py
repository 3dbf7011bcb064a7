"""Ledgers that are uploaded: jobs, their chunks and what their rows come to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_12_06_ledger_jobs"
down_revision = "2026_12_06_headcounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "INSTITUTIONS",
                "COURSES",
                "TEACHERS",
                name="ledger_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "DECLARED",
                "UPLOADED",
                "CHECKING",
                "CHECKED",
                "APPLYING",
                "APPLIED",
                "FAILED",
                "CANCELLED",
                "EXPIRED",
                name="ledger_job_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=True),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("rejected_count", sa.Integer(), nullable=False),
        sa.Column("unchecked_count", sa.Integer(), nullable=False),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure_zh", sa.Text(), nullable=True),
        sa.Column("failure_en", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("try_count", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_key", sa.Uuid(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(failure_code is null) = (state <> 'FAILED') and num_nulls(failure_code, failure_zh, failure_en) in (0, 3)",
            name=op.f("ck_ledger_jobs_failed_with_reason"),
        ),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_ledger_jobs_hash_whole")),
        sa.ForeignKeyConstraint(
            ["applied_by"], ["accounts.id"], name=op.f("fk_ledger_jobs_applied_by")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_ledger_jobs_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["accounts.id"], name=op.f("fk_ledger_jobs_declared_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_ledger_jobs_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_jobs")),
    )
    op.create_index(
        op.f("ix_ledger_jobs_authority_id"), "ledger_jobs", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_ledger_jobs_declared_by"), "ledger_jobs", ["declared_by"], unique=False
    )
    op.create_index(
        op.f("ix_ledger_jobs_institution_id"), "ledger_jobs", ["institution_id"], unique=False
    )
    op.create_index(
        "ix_ledger_jobs_kept",
        "ledger_jobs",
        ["changed_at"],
        unique=False,
        postgresql_where=sa.text("cleared_at is null"),
    )
    op.create_index(
        "ix_ledger_jobs_open",
        "ledger_jobs",
        ["declared_by", "leased_until"],
        unique=False,
        postgresql_where=sa.text(
            "state in ('DECLARED', 'UPLOADED', 'CHECKING', 'CHECKED', 'APPLYING')"
        ),
    )
    op.create_table(
        "ledger_chunks",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("is_dry", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("rejected_count", sa.Integer(), nullable=False),
        sa.Column("unchecked_count", sa.Integer(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "is_dry", "number", name=op.f("pk_ledger_chunks")),
    )
    op.create_table(
        "ledger_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("is_dry", sa.Boolean(), nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "NEW",
                "CHANGED",
                "UNCHANGED",
                "REJECTED",
                name="ledger_row_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("changed", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_rows")),
    )
    op.create_index(
        "ix_ledger_rows_job_id_is_dry_position",
        "ledger_rows",
        ["job_id", "is_dry", "position"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_rows_rejected",
        "ledger_rows",
        ["job_id", "is_dry", "position"],
        unique=False,
        postgresql_where=sa.text("outcome = 'REJECTED'"),
    )
    op.execute("grant select on ledger_jobs, ledger_rows, ledger_chunks to spotcheck_reader")


def downgrade() -> None:
    op.drop_index(
        "ix_ledger_rows_rejected",
        table_name="ledger_rows",
        postgresql_where=sa.text("outcome = 'REJECTED'"),
    )
    op.drop_index("ix_ledger_rows_job_id_is_dry_position", table_name="ledger_rows")
    op.drop_table("ledger_rows")
    op.drop_table("ledger_chunks")
    op.drop_index(
        "ix_ledger_jobs_open",
        table_name="ledger_jobs",
        postgresql_where=sa.text(
            "state in ('DECLARED', 'UPLOADED', 'CHECKING', 'CHECKED', 'APPLYING')"
        ),
    )
    op.drop_index(
        "ix_ledger_jobs_kept",
        table_name="ledger_jobs",
        postgresql_where=sa.text("cleared_at is null"),
    )
    op.drop_index(op.f("ix_ledger_jobs_institution_id"), table_name="ledger_jobs")
    op.drop_index(op.f("ix_ledger_jobs_declared_by"), table_name="ledger_jobs")
    op.drop_index(op.f("ix_ledger_jobs_authority_id"), table_name="ledger_jobs")
    op.drop_table("ledger_jobs")
