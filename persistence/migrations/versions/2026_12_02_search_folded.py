"""Institutions are found by their credit code, and in traditional or variant characters (decision 0075).

What searching reads is recomputed, as it is folded from now on. Names keep their spelling.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.institutions import search_tokens as search

revision = "2026_12_02_search_folded"
down_revision = "2026_12_02_identifiers"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 1_000


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "select id, name, reading, address, unified_social_credit_code as credit_code,"
            " array(select number from entitlements e where e.institution_id = i.id)"
            " as licence_numbers from institutions i"
        )
    ).all()
    update = sa.text(
        "update institutions set search_text = :search_text, search_tokens = :search_tokens,"
        " pinyin_tokens = :name_tokens, sort_key = :sort_key where id = :key"
    ).bindparams(
        sa.bindparam("key", type_=sa.Uuid()),
        sa.bindparam("search_tokens", type_=ARRAY(sa.Text())),
        sa.bindparam("name_tokens", type_=ARRAY(sa.Text())),
    )
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        given = []
        for key, *facts in rows[first : first + _ROWS_AT_ONCE]:
            names = ("name", "reading", "address", "credit_code", "licence_numbers")
            given.append({"key": key, **search.columns(**dict(zip(names, facts, strict=True)))})
        connection.execute(update, given)


def downgrade() -> None:
    """Without the credit code, the third line of what is looked at, from which licences are read."""
    op.execute(
        r"update institutions set search_text ="
        r" regexp_replace(search_text, '^([^\n]*\n[^\n]*)\n[^\n]*', '\1')"
    )
