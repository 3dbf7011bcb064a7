"""A city's and a province's institutions in the order of their ids (decision 0013)."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_by_city"
down_revision = "2026_11_22_search"
branch_labels = None
depends_on = None

_DIGITS_OF = {"city": 4, "province": 2}


def upgrade() -> None:
    for level, digits in _DIGITS_OF.items():
        part: sa.ColumnElement[str] = sa.literal_column(f'"left"(region_code, {digits})')
        op.create_index(f"ix_institutions_{level}_id", "institutions", [part, "id"])


def downgrade() -> None:
    for level in _DIGITS_OF:
        op.drop_index(f"ix_institutions_{level}_id", table_name="institutions")
