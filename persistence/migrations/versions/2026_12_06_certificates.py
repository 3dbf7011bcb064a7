"""Enforcement certificates have a history of their own; officers are corrected, moved, suspended, and confirmed by a
second person."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_06_certificates"
down_revision = "2026_12_06_authority_register"
branch_labels = None
depends_on = None

_NOW = sa.text("now()")
_EXCLUSION = "ck_pool_officers_officer_exclusion"
_WORDS = ("EXPERT", "LEFT", "SUSPENDED", "MADE_THE_TASK")


def upgrade() -> None:
    for column in (
        sa.Column("confirmed_at", sa.DateTime(timezone=True), server_default=_NOW),
        sa.Column("proposal_id", sa.Uuid()),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
    ):
        op.add_column("officers", column)
    op.add_column("inspector_profiles", sa.Column("suspended_at", sa.DateTime(timezone=True)))
    op.add_column("role_grants", sa.Column("proposal_id", sa.Uuid()))
    op.add_column("change_proposals", sa.Column("officer_id", sa.Uuid()))
    op.add_column("change_proposals", sa.Column("staff_no", sa.Text()))
    for table in ("officers", "role_grants"):
        op.create_index(f"ix_{table}_proposal_id", table, ["proposal_id"])
        op.create_foreign_key(
            f"fk_{table}_proposal_id", table, "change_proposals", ["proposal_id"], ["id"]
        )
    op.create_foreign_key(
        "fk_change_proposals_officer_id", "change_proposals", "officers", ["officer_id"], ["id"]
    )
    op.create_table(
        "enforcement_certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.CheckConstraint("valid_from <= valid_to", name="days_in_order"),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name="fk_enforcement_certificates_officer_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enforcement_certificates"),
    )
    op.create_index(
        "ix_enforcement_certificates_officer_id", "enforcement_certificates", ["officer_id"]
    )
    op.execute(
        "insert into enforcement_certificates (id, officer_id, number, valid_from, valid_to)"
        " select gen_random_uuid(), officer_id, certificate_no, certificate_valid_from,"
        " certificate_valid_to from inspector_profiles"
    )
    op.execute("grant select on enforcement_certificates to spotcheck_reader")
    _allow(_WORDS)


def downgrade() -> None:
    op.execute("update pool_officers set exclusion = 'LEFT' where exclusion = 'SUSPENDED'")
    _allow(tuple(word for word in _WORDS if word != "SUSPENDED"))
    op.drop_table("enforcement_certificates")
    for table in ("officers", "role_grants"):
        op.drop_constraint(f"fk_{table}_proposal_id", table)
    op.drop_constraint("fk_change_proposals_officer_id", "change_proposals")
    for table, columns in (
        ("officers", ("confirmed_at", "proposal_id", "version", "updated_at")),
        ("inspector_profiles", ("suspended_at",)),
        ("role_grants", ("proposal_id",)),
        ("change_proposals", ("officer_id", "staff_no")),
    ):
        for column in columns:
            op.drop_column(table, column)


def _allow(words: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(_EXCLUSION), "pool_officers")
    listed = ", ".join(f"'{word}'" for word in words)
    op.create_check_constraint(op.f(_EXCLUSION), "pool_officers", f"exclusion in ({listed})")
