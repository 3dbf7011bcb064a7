"""Addresses of sites are kept folded beside themselves, so that those entered twice are found (0075)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from domain import identifiers

revision = "2026_12_03_site_addresses"
down_revision = "2026_12_02_complaints_by_due_day"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 10_000


def upgrade() -> None:
    op.add_column("sites", sa.Column("address_key", sa.Text()))
    connection = op.get_bind()
    sites = sa.table("sites", sa.column("id"), sa.column("address"), sa.column("address_key"))
    rows = connection.execute(sa.select(sites.c.id, sites.c.address)).all()
    made = (
        sa.func.unnest(
            sa.bindparam("ids", type_=ARRAY(sa.Uuid())),
            sa.bindparam("keys", type_=ARRAY(sa.Text())),
        )
        .table_valued("id", "key")
        .render_derived("made")
    )
    update = sa.update(sites).values(address_key=made.c.key).where(sites.c.id == made.c.id)
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[first : first + _ROWS_AT_ONCE]
        keys = [identifiers.address(row.address) for row in some]
        connection.execute(update, {"ids": [row.id for row in some], "keys": keys})
    op.alter_column("sites", "address_key", nullable=False)


def downgrade() -> None:
    op.drop_column("sites", "address_key")
