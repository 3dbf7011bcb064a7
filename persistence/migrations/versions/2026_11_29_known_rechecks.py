"""Which re-inspection of an order the institution knows, and how many steps it never learns of."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_known_rechecks"
down_revision = "2026_11_28_draws_end"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("correction_orders", sa.Column("known_recheck_id", sa.Uuid(), nullable=True))
    op.add_column(
        "correction_orders",
        sa.Column("undisclosed_steps", sa.Integer(), server_default="0", nullable=False),
    )
    op.create_foreign_key(
        op.f("fk_correction_orders_known_recheck_id"),
        "correction_orders",
        "inspections",
        ["known_recheck_id"],
        ["id"],
    )
    op.create_index(
        op.f("ix_correction_orders_known_recheck_id"), "correction_orders", ["known_recheck_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_correction_orders_known_recheck_id"), table_name="correction_orders")
    op.drop_column("correction_orders", "undisclosed_steps")
    op.drop_column("correction_orders", "known_recheck_id")
