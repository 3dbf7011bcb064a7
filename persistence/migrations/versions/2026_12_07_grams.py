"""Courses and teachers are found by a part of their title or name, from an index."""

from alembic import op

revision = "2026_12_07_grams"
down_revision = "2026_12_07_standings"
branch_labels = None
depends_on = None

_FUNCTION = (
    "create function grams(p_text text) returns text[] language sql immutable strict parallel safe"
    " set search_path = pg_catalog as $$ select coalesce(array_agg(distinct substr(p_text, i, n)), '{}')"
    " from generate_series(1, length(p_text)) i, (values (1), (2)) v(n) where i + n - 1 <= length(p_text) $$"
)
_COLUMNS = (("courses", "title"), ("teachers", "name"))


def upgrade() -> None:
    op.execute(_FUNCTION)
    for table, column in _COLUMNS:
        op.execute(
            f"create index ix_{table}_{column}_grams on {table} using gin (grams(lower({column})))"
            " with (gin_pending_list_limit = 1024)"
        )
        op.execute(f"analyze {table}")


def downgrade() -> None:
    for table, column in _COLUMNS:
        op.execute(f"drop index ix_{table}_{column}_grams")
    op.execute("drop function grams")
