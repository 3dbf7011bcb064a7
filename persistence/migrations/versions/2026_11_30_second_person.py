"""A grant is in force when a second person confirmed it; those there are stay so (decision 0069)."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_second_person"
down_revision = "2026_11_30_one_time_codes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role_grants", sa.Column("in_force_at", sa.DateTime(timezone=True)))
    op.add_column("role_grants", sa.Column("confirmed_by", sa.Uuid()))
    op.execute("update role_grants set in_force_at = granted_at")
    op.alter_column("role_grants", "in_force_at", server_default=sa.text("now()"))


def downgrade() -> None:
    # Before, whatever was granted was in force: what waits must not become so.
    op.execute("update role_grants set revoked_at = now() where in_force_at is null")
    op.drop_column("role_grants", "confirmed_by")
    op.drop_column("role_grants", "in_force_at")
