"""Complaints in the order of the days on which acceptance is due."""

from alembic import op

revision = "2026_12_02_complaints_by_due_day"
down_revision = "2026_12_02_search_folded"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_complaints_accept_due_on_id", "complaints", ["accept_due_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_complaints_accept_due_on_id", table_name="complaints")
