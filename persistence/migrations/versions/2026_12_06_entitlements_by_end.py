"""Institutions are found by the end of what they are entitled to."""

from alembic import op

revision = "2026_12_06_entitlements_by_end"
down_revision = "2026_12_06_certificate_alerts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_entitlements_valid_to ON entitlements (valid_to, state, institution_id)"
    )


def downgrade() -> None:
    op.execute("drop index ix_entitlements_valid_to")
