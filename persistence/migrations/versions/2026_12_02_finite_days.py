"""Days that ledgers wrote as 9999-12-31 became PostgreSQL's infinity: a term without an end has no
last day, any other day is the one that was written (decision 0073)."""

from alembic import op

revision = "2026_12_02_finite_days"
down_revision = "2026_12_02_regions_end"
branch_labels = None
depends_on = None

_DAYS = (
    ("entitlements", "valid_from"),
    ("courses", "starts_on"),
    ("courses", "ends_on"),
    ("teachers", "employed_from"),
    ("workdays", "day"),
)
_SKIPPED = """update courses set skipped_on = array_replace(skipped_on, 'infinity', '9999-12-31')
    where 'infinity' = any (skipped_on)"""


def upgrade() -> None:
    op.execute("update entitlements set valid_to = null where valid_to = 'infinity'")
    for table, column in _DAYS:
        op.execute(
            f"update {table} set {column} = '9999-12-31' where {column} = 'infinity'"
        )  # names of ours
    op.execute(_SKIPPED)


def downgrade() -> None:
    """Nothing: what was written is kept as it was meant."""
