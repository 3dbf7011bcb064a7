"""In which role a share was committed, and how much time its party agreed to for revealing it; who
proposed a further replacement of an officer, and how many were replaced before a result."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_beacon_keys"
down_revision = "2026_11_29_known_rechecks"
branch_labels = None
depends_on = None

ROLES = (
    "PARENT",
    "INSTITUTION_ADMIN",
    "PROGRAMME_OFFICER",
    "EXPERT",
    "REVIEWER_EDU",
    "REVIEWER_SECURITY",
    "REVIEWER_COMMS",
    "INSPECTOR",
    "TASK_MANAGER",
    "RESULT_AUDITOR",
    "REGISTRAR",
    "SUPERVISOR",
    "HEAD",
    "COMPLAINT_CLERK",
    "COMPLAINT_HANDLER",
    "OVERSIGHT",
    "SYS_ADMIN",
    "SECURITY_ADMIN",
    "AUDIT_ADMIN",
)


def upgrade() -> None:
    op.add_column(
        "draw_shares",
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, length=40),
            nullable=True,
        ),
    )
    op.add_column(
        "draw_shares",
        sa.Column("reveal_within_minutes", sa.Integer(), server_default="120", nullable=False),
    )
    words = ", ".join(f"'{each}'" for each in ROLES)
    op.create_check_constraint(op.f("ck_draw_shares_role"), "draw_shares", f"role in ({words})")
    op.add_column(
        "inspection_assignments",
        sa.Column("replacement_proposed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column(
        "inspection_assignments", sa.Column("replacement_proposed_by", sa.Uuid(), nullable=True)
    )
    op.create_check_constraint(
        op.f("ck_inspection_assignments_proposed_whole"),
        "inspection_assignments",
        "num_nulls(replacement_proposed_at, replacement_proposed_by) in (0, 2)",
    )
    op.add_column("public_records", sa.Column("replacement_count", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("public_records", "replacement_count")
    op.drop_column("inspection_assignments", "replacement_proposed_by")
    op.drop_column("inspection_assignments", "replacement_proposed_at")
    op.drop_column("draw_shares", "reveal_within_minutes")
    op.drop_column("draw_shares", "role")
