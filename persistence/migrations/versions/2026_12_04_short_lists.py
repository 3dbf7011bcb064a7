"""Indexes of what lists begin from: public results of a place, identifiers and addresses that are
there twice."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_04_short_lists"
down_revision = "2026_12_04_kept_lists"
branch_labels = None
depends_on = None

_PLACES: dict[str, str | sa.TextClause] = {
    "county": "region_code",
    "city": sa.text('"left"(region_code, 4)'),
    "province": sa.text('"left"(region_code, 2)'),
}
_SPELT = {
    "entitlements": ("number_spelling", ["number_key"]),
    "officers": ("staff_no_spelling", ["authority_id", "staff_no_key"]),
    "inspector_profiles": ("certificate_no_spelling", ["certificate_no_key"]),
}


def upgrade() -> None:
    for level, place in _PLACES.items():
        op.create_index(
            f"ix_public_records_listed_{level}",
            "public_records",
            [place, "published_at", "id"],
            postgresql_where=sa.text("withdrawn_at is null and superseded_at is null"),
        )
    op.create_index(
        "ix_public_records_listed_category",
        "public_records",
        ["category", "published_at", "id"],
        postgresql_where=sa.text("withdrawn_at is null and superseded_at is null"),
    )
    for table, (spelling, columns) in _SPELT.items():
        op.create_index(
            f"ix_{table}_{spelling}", table, columns, postgresql_where=sa.text(f"{spelling} <> 0")
        )
    op.create_index(
        "ix_sites_further",
        "sites",
        ["institution_id", "region_code", "address_key"],
        postgresql_where=sa.text("closed_on is null and not is_main"),
    )


def downgrade() -> None:
    op.drop_index("ix_sites_further", table_name="sites")
    for table, (spelling, _) in _SPELT.items():
        op.drop_index(f"ix_{table}_{spelling}", table_name=table)
    op.drop_index("ix_public_records_listed_category", table_name="public_records")
    for level in _PLACES:
        op.drop_index(f"ix_public_records_listed_{level}", table_name="public_records")
