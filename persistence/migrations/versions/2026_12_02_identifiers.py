"""Numbers of licences, certificates and staff are unique however they are spelt (decision 0075).

Numbers that differ in spelling alone are all kept: the first row holds the key, the others are counted.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from domain import identifiers

revision = "2026_12_02_identifiers"
down_revision = "2026_12_02_finite_days"
branch_labels = None
depends_on = None

_NUMBERS = (
    ("entitlements", "id", "number", "uq_entitlements_number", ()),
    ("officers", "id", "staff_no", "uq_officers_authority_id_staff_no", ("authority_id",)),
    (
        "inspector_profiles",
        "officer_id",
        "certificate_no",
        "uq_inspector_profiles_certificate_no",
        (),
    ),
)
_ROWS_AT_ONCE = 10_000


def upgrade() -> None:
    for table, row_key, column, unique, within in _NUMBERS:
        key, spelling = f"{column}_key", f"{column}_spelling"
        op.add_column(table, sa.Column(key, sa.Text()))
        op.add_column(
            table,
            sa.Column(spelling, sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        )
        _fill(table, row_key, column, within)
        op.alter_column(table, key, nullable=False)
        op.drop_constraint(unique, table)
        op.create_unique_constraint(unique, table, [*within, key, spelling])


def _fill(name: str, row_key: str, column: str, within: tuple[str, ...]) -> None:
    key, spelling = f"{column}_key", f"{column}_spelling"
    table = sa.table(name, *map(sa.column, (row_key, column, *within, key, spelling)))
    connection = op.get_bind()
    read = sa.select(*(table.c[each] for each in (row_key, column, *within)))
    rows = connection.execute(read.order_by(table.c[row_key])).all()
    seen: dict[tuple[object, ...], int] = {}
    keys, spellings = [], []
    for _, number, *place in rows:
        keys.append(identifiers.number(number))
        same = (*place, keys[-1])
        spellings.append(seen.get(same, 0))
        seen[same] = spellings[-1] + 1
    made = (
        sa.func.unnest(
            sa.bindparam("ids", type_=ARRAY(sa.Uuid())),
            sa.bindparam("keys", type_=ARRAY(sa.Text())),
            sa.bindparam("spellings", type_=ARRAY(sa.SmallInteger())),
        )
        .table_valued("id", "key", "spelling")
        .render_derived("made")
    )
    update = (
        sa.update(table)
        .values({key: made.c.key, spelling: made.c.spelling})
        .where(table.c[row_key] == made.c.id)
    )
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        some = slice(first, first + _ROWS_AT_ONCE)
        ids = [row[0] for row in rows[some]]
        given = {"ids": ids, "keys": keys[some], "spellings": spellings[some]}
        connection.execute(update, given)


def downgrade() -> None:
    for table, _, column, unique, within in _NUMBERS:
        op.drop_constraint(unique, table)
        op.create_unique_constraint(unique, table, [*within, column])
        op.drop_column(table, f"{column}_spelling")
        op.drop_column(table, f"{column}_key")
