"""The last day on which a drawn task may be issued; for draws of before, the last day of their visits,
since their notice named no other."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_draws_end"
down_revision = "2026_11_27_rectification"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draws", sa.Column("issue_due_on", sa.Date(), nullable=True))
    op.execute(
        "update draws d set issue_due_on = t.window_to from inspection_tasks t where t.id = d.task_id"
    )
    op.alter_column("draws", "issue_due_on", nullable=False)


def downgrade() -> None:
    op.drop_column("draws", "issue_due_on")
