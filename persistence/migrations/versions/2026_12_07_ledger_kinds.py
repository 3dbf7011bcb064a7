"""Ledgers of authorities, of officers and of workdays are uploaded too."""

from alembic import op

revision = "2026_12_07_ledger_kinds"
down_revision = "2026_12_07_grams"
branch_labels = None
depends_on = None

_NAME = "ck_ledger_jobs_ledger_kind"
_BEFORE = ("INSTITUTIONS", "COURSES", "TEACHERS")
_NOW = (*_BEFORE, "AUTHORITIES", "OFFICERS", "WORKDAYS")


def upgrade() -> None:
    _allow(_NOW)


def downgrade() -> None:
    # Such jobs are of no use to a release that does not know them: what they did is in the audit.
    listed = ", ".join(f"'{word}'" for word in _BEFORE)
    for table in ("ledger_rows", "ledger_chunks"):
        op.execute(
            f"delete from {table} where job_id in"
            f" (select id from ledger_jobs where kind not in ({listed}))"
        )
    op.execute(f"delete from ledger_jobs where kind not in ({listed})")
    _allow(_BEFORE)


def _allow(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(op.f(_NAME), "ledger_jobs")
    op.create_check_constraint(op.f(_NAME), "ledger_jobs", f"kind in ({listed})")
