"""One-time links to an account's password, when a session was used last, and how a register is set up."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_06_account_links"
down_revision = "2026_12_06_delivery"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "INVITATION", "PASSWORD_RESET", name="link_purpose", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("issued_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("in_force_at", _MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("phone_is_lost", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_links_account_id")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_links_token_hash")),
        sa.CheckConstraint(
            "purpose IN ('INVITATION', 'PASSWORD_RESET')",
            name=op.f("ck_account_links_link_purpose"),
        ),
    )
    op.create_index(op.f("ix_account_links_account_id"), "account_links", ["account_id"])
    op.create_index(
        "uq_account_links_open",
        "account_links",
        ["account_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.add_column(
        "sessions",
        sa.Column("last_used_at", _MOMENT, server_default=sa.text("now()"), nullable=False),
    )
    op.execute(
        "update sessions s set last_used_at = greatest(s.created_at, (select max(t.issued_at)"
        " from refresh_tokens t where t.session_id = s.id))"
    )
    op.execute("grant select on sessions to spotcheck_reader")
    op.add_column("installation", sa.Column("top_region_code", sa.Text(), nullable=True))
    op.add_column("installation", sa.Column("setup_token_hash", sa.LargeBinary(), nullable=True))
    op.add_column("installation", sa.Column("setup_expires_at", _MOMENT, nullable=True))


def downgrade() -> None:
    for column in ("setup_expires_at", "setup_token_hash", "top_region_code"):
        op.drop_column("installation", column)
    op.execute("revoke select on sessions from spotcheck_reader")
    op.drop_column("sessions", "last_used_at")
    op.drop_table("account_links")
