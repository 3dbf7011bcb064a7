"""What a name is found by holds its own grams too, and how it begins; kinds have an index.

Where a word stands is known without reading every name in which its grams are.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.institutions import search_tokens as search

revision = "2026_12_05_name_tokens"
down_revision = "2026_12_04_short_lists"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 1_000


def upgrade() -> None:
    op.alter_column("institutions", "pinyin_tokens", new_column_name="name_tokens")
    op.execute("alter index ix_institutions_pinyin_tokens rename to ix_institutions_name_tokens")
    op.create_index(
        "ix_institutions_kinds",
        "institutions",
        ["kinds"],
        postgresql_using="gin",
        postgresql_with={"gin_pending_list_limit": "1024"},
    )
    connection = op.get_bind()
    rows = connection.execute(sa.text("select id, name, reading from institutions")).all()
    update = sa.text(
        "update institutions set name_tokens = :name_tokens where id = :key"
    ).bindparams(
        sa.bindparam("key", type_=sa.Uuid()), sa.bindparam("name_tokens", type_=ARRAY(sa.Text()))
    )
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        found = [
            {"key": key, "name_tokens": _tokens(name, reading)}
            for key, name, reading in rows[first : first + _ROWS_AT_ONCE]
        ]
        connection.execute(update, found)


def _tokens(name: str, reading: str | None) -> list[str]:
    found = search.columns(
        name=name, address="", credit_code="", licence_numbers=(), reading=reading
    )
    tokens: list[str] = found["name_tokens"]
    return tokens


def downgrade() -> None:
    """More tokens than before find no more."""
    op.drop_index("ix_institutions_kinds", table_name="institutions")
    op.execute("alter index ix_institutions_name_tokens rename to ix_institutions_pinyin_tokens")
    op.alter_column("institutions", "name_tokens", new_column_name="pinyin_tokens")
