"""Several codes for one telephone: asking for another leaves the one before good (decision 0069)."""

from alembic import op

revision = "2026_11_30_one_time_codes"
down_revision = "2026_11_30_beacon_keys"
branch_labels = None
depends_on = None

_KEY, _TABLE = "pk_one_time_codes", "one_time_codes"


def upgrade() -> None:
    op.drop_constraint(_KEY, _TABLE, type_="primary")
    op.create_primary_key(_KEY, _TABLE, ["phone_hash", "code_hash"])


def downgrade() -> None:
    # Of several, the one sent last was the only one good.
    op.execute(
        "delete from one_time_codes older using one_time_codes newer "
        "where older.phone_hash = newer.phone_hash "
        "and (older.sent_at, older.code_hash) < (newer.sent_at, newer.code_hash)"
    )
    op.drop_constraint(_KEY, _TABLE, type_="primary")
    op.create_primary_key(_KEY, _TABLE, ["phone_hash"])
