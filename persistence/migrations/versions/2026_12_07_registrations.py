"""What other organs' registers have of institutions, and where they say otherwise than ours."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_07_registrations"
down_revision = "2026_12_07_the_district"
branch_labels = None
depends_on = None

FUNCTION = """
create function public_external_registrations_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    perform public_changed('external_registrations', '{*}');
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform public_changed('external_registrations', array_agg(distinct i))
      from new_rows n, lateral (select coalesce(n.institution_id::text, '*'), true) side(i, is_public) where is_public;
  elsif tg_op = 'DELETE' then
    perform public_changed('external_registrations', array_agg(distinct i))
      from old_rows o, lateral (select coalesce(o.institution_id::text, '*'), true) side(i, is_public) where is_public;
  else
    perform public_changed('external_registrations', array_agg(distinct i))
      from old_rows o full join new_rows n on n.id = o.id,
        lateral (select coalesce(o.institution_id::text, '*'), true union all select coalesce(n.institution_id::text, '*'), true) side(i, is_public)
      where (to_jsonb(o) - '{verified_authority_id,verified_by}'::text[]) is distinct from (to_jsonb(n) - '{verified_authority_id,verified_by}'::text[]) and is_public;
  end if;
  return null;
end $$
"""
_EXECUTE = "for each statement execute function public_external_registrations_changed()"
TRIGGERS = (
    "create trigger public_inserted after insert on external_registrations"
    f" referencing new table as new_rows {_EXECUTE}",
    "create trigger public_updated after update on external_registrations"
    f" referencing old table as old_rows new table as new_rows {_EXECUTE}",
    "create trigger public_deleted after delete on external_registrations"
    f" referencing old table as old_rows {_EXECUTE}",
    f"create trigger public_truncated after truncate on external_registrations {_EXECUTE}",
)


def upgrade() -> None:
    op.create_table(
        "platform_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("heard_count", sa.Integer(), nullable=False),
        sa.Column("outdated_count", sa.Integer(), nullable=False),
        sa.Column("difference_count", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_platform_reports_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["accounts.id"], name=op.f("fk_platform_reports_reported_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_reports")),
    )
    op.create_index(
        op.f("ix_platform_reports_authority_id"), "platform_reports", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_platform_reports_reported_by"), "platform_reports", ["reported_by"], unique=False
    )
    op.create_table(
        "external_registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ICP_RECORD",
                "MLPS_FILING",
                "BUSINESS_REGISTRATION",
                "TELECOM_LICENCE",
                name="registration_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("holder_key", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("stale_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_authority_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(level is null) = (kind <> 'MLPS_FILING')",
            name=op.f("ck_external_registrations_level_of_mlps"),
        ),
        sa.CheckConstraint(
            "level between 1 and 5", name=op.f("ck_external_registrations_level_range")
        ),
        sa.CheckConstraint(
            "num_nulls(verified_on, stale_on, verified_by) in (0, 3)",
            name=op.f("ck_external_registrations_verified_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_external_registrations_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["verified_authority_id"],
            ["authorities.id"],
            name=op.f("fk_external_registrations_verified_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["accounts.id"], name=op.f("fk_external_registrations_verified_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_registrations")),
    )
    op.create_index(
        op.f("ix_external_registrations_institution_id"),
        "external_registrations",
        ["institution_id"],
        unique=False,
    )
    op.create_index(
        "ix_external_registrations_kind_holder_key",
        "external_registrations",
        ["kind", "holder_key"],
        unique=False,
    )
    op.create_index(
        "ix_external_registrations_stale_on",
        "external_registrations",
        ["stale_on", "id"],
        unique=False,
    )
    op.create_index(
        "uq_external_registrations_number",
        "external_registrations",
        ["kind", "number_key"],
        unique=True,
        postgresql_where=sa.text("ended_on is null"),
    )
    op.create_table(
        "registration_differences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column(
            "field",
            sa.Enum(
                "NAME",
                "UNIFIED_SOCIAL_CREDIT_CODE",
                "LEGAL_REPRESENTATIVE",
                "ADDRESS",
                "EXISTENCE",
                "LICENCE_NUMBER",
                "EXTERNAL_REF",
                "REGISTRATION",
                "REGISTRATION_NUMBER",
                "REGISTRATION_LEVEL",
                "REGISTRATION_VALID_TO",
                name="difference_field",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "OPEN",
                "PUT_TO_INSTITUTION",
                "EXPLAINED",
                "TAKEN",
                "KEPT",
                "AGREED",
                "SUPERSEDED",
                name="difference_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "num_nulls(question, asked_at) in (0, 2) and num_nulls(explanation, explained_at) in (0, 2) and num_nulls(decided_at, decided_by, reason) in (0, 3)",
            name=op.f("ck_registration_differences_steps_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_registration_differences_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_registration_differences_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["external_registrations.id"],
            name=op.f("fk_registration_differences_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["accounts.id"], name=op.f("fk_registration_differences_seen_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_differences")),
    )
    op.create_index(
        "ix_registration_differences_institution_id",
        "registration_differences",
        ["institution_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_registration_differences_registration_id",
        "registration_differences",
        ["registration_id"],
        unique=False,
        postgresql_where=sa.text("state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"),
    )
    op.create_index(
        "ix_registration_differences_seen_at",
        "registration_differences",
        ["seen_at", "id"],
        unique=False,
        postgresql_where=sa.text("state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"),
    )
    op.create_index(
        "uq_registration_differences_open",
        "registration_differences",
        ["institution_id", "registration_id", "field"],
        unique=True,
        postgresql_where=sa.text("state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"),
        postgresql_nulls_not_distinct=True,
    )
    op.execute(
        "grant select on external_registrations, registration_differences, platform_reports"
        " to spotcheck_reader"
    )
    for statement in (FUNCTION, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(
        "uq_registration_differences_open",
        table_name="registration_differences",
        postgresql_where=sa.text("state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index(
        "ix_registration_differences_seen_at",
        table_name="registration_differences",
        postgresql_where=sa.text("state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"),
    )
    op.drop_index(
        "ix_registration_differences_registration_id",
        table_name="registration_differences",
        postgresql_where=sa.text("state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"),
    )
    op.drop_index(
        "ix_registration_differences_institution_id", table_name="registration_differences"
    )
    op.drop_table("registration_differences")
    op.drop_index(
        "uq_external_registrations_number",
        table_name="external_registrations",
        postgresql_where=sa.text("ended_on is null"),
    )
    op.drop_index("ix_external_registrations_stale_on", table_name="external_registrations")
    op.drop_index("ix_external_registrations_kind_holder_key", table_name="external_registrations")
    op.drop_index(
        op.f("ix_external_registrations_institution_id"), table_name="external_registrations"
    )
    op.drop_table("external_registrations")
    op.execute("drop function public_external_registrations_changed()")
    op.drop_index(op.f("ix_platform_reports_reported_by"), table_name="platform_reports")
    op.drop_index(op.f("ix_platform_reports_authority_id"), table_name="platform_reports")
    op.drop_table("platform_reports")
