"""Institutions are found by name, address, licence number and pinyin, and by where they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.institutions import search_tokens as search

revision = "2026_11_22_search"
down_revision = "2026_11_21_register"
branch_labels = None
depends_on = None

_FOUND_BY = ("search_text", "search_tokens", "pinyin_tokens", "sort_key")
_ROWS_AT_ONCE = 1_000


def upgrade() -> None:
    op.add_column("institutions", sa.Column("reading", sa.Text(), nullable=True))
    op.add_column("institutions", sa.Column("search_text", sa.Text(), nullable=True))
    op.add_column("institutions", sa.Column("search_tokens", ARRAY(sa.Text()), nullable=True))
    op.add_column("institutions", sa.Column("pinyin_tokens", ARRAY(sa.Text()), nullable=True))
    op.add_column("institutions", sa.Column("sort_key", sa.Text(collation="C"), nullable=True))
    _fill()
    for column in _FOUND_BY:
        op.alter_column("institutions", column, nullable=False)
    op.create_index("ix_institutions_sort_key_id", "institutions", ["sort_key", "id"])
    for column in ("search_tokens", "pinyin_tokens"):
        op.create_index(
            f"ix_institutions_{column}",
            "institutions",
            [column],
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": "1024"},
        )
        # Without the counts of rare tokens the planner sorts all of a common one's rows.
        op.execute(f"alter table institutions alter column {column} set statistics 1000")
    op.create_index(
        "ix_sites_place",
        "sites",
        [sa.text("point(wgs84_longitude, wgs84_latitude)")],
        postgresql_using="gist",
        postgresql_where=sa.text("wgs84_latitude is not null"),
    )


def _fill() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "select id, name, address, unified_social_credit_code, array(select number from entitlements e"
            " where e.institution_id = i.id) as licence_numbers from institutions i"
        )
    ).all()
    update = sa.text(
        "update institutions set search_text = :search_text, search_tokens = :search_tokens,"
        " pinyin_tokens = :name_tokens, sort_key = :sort_key where id = :id"
    ).bindparams(
        sa.bindparam("id", type_=sa.Uuid()),
        sa.bindparam("search_tokens", type_=ARRAY(sa.Text())),
        sa.bindparam("name_tokens", type_=ARRAY(sa.Text())),
    )
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[first : first + _ROWS_AT_ONCE]
        connection.execute(
            update,
            [
                {
                    "id": row.id,
                    **search.columns(
                        name=row.name,
                        address=row.address,
                        credit_code=row.unified_social_credit_code,
                        licence_numbers=row.licence_numbers,
                    ),
                }
                for row in some
            ],
        )


def downgrade() -> None:
    op.drop_index("ix_sites_place", table_name="sites")
    for column in (*_FOUND_BY, "reading"):
        op.drop_column("institutions", column)
