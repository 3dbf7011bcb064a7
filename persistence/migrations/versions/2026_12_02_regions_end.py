"""Regions may end and belong to another; seven are new, two of Chongqing have ended.

A complaint may be refused on two grounds more, those of the regulation of 2026-04-15.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_regions_end"
down_revision = "2026_12_01_installation"
branch_labels = None
depends_on = None

NEW = (
    ("460302", "西沙区", "460300"),
    ("460303", "南沙区", "460300"),
    ("500157", "两江新区", "500100"),
    ("653132", "岑岭县", "653100"),
    ("653228", "和康县", "653200"),
    ("653229", "和安县", "653200"),
    ("659013", "草湖市", "659000"),
)
GROUNDS = (
    "OUT_OF_COMPETENCE",
    "OTHER_BODY_HANDLING_OR_DONE",
    "NOT_CONSUMPTION",
    "OVER_3_YEARS",
    "INCOMPLETE_IDENTITY_OR_CLAIM",
    "LEGAL_OTHER",
)


def upgrade() -> None:
    op.add_column("regions", sa.Column("ended_on", sa.Date()))
    op.add_column("regions", sa.Column("successor_code", sa.Text()))
    op.create_foreign_key(
        op.f("fk_regions_successor_code"),
        "regions",
        "regions",
        ["successor_code"],
        ["code"],
    )
    op.create_index(op.f("ix_regions_successor_code"), "regions", ["successor_code"])
    op.create_check_constraint(
        op.f("ck_regions_ended_with_successor"),
        "regions",
        "(ended_on is null) = (successor_code is null) and successor_code <> code",
    )
    # What an operator added already stays, and in a register without regions nothing is added: it
    # starts from the shipped table.
    entered = sa.text(
        "insert into regions (code, name, level, parent_code)"
        " select :code, :name, 'COUNTY', code from regions where code = :parent"
        " on conflict do nothing"
    )
    for code, name, parent in NEW:
        op.get_bind().execute(entered, {"code": code, "name": name, "parent": parent})
    op.execute(
        "update regions set ended_on = date '2025-11-06', successor_code = '500157'"
        " where code in ('500105', '500112')"
        " and exists (select from regions where code = '500157')"
    )
    _grounds((*GROUNDS[:-1], "FALSE_MATERIAL", "IDENTITY_REFUSED", GROUNDS[-1]))


def downgrade() -> None:
    op.execute(
        "update complaints set non_acceptance_ground = 'LEGAL_OTHER'"
        " where non_acceptance_ground in ('FALSE_MATERIAL', 'IDENTITY_REFUSED')"
    )
    _grounds(GROUNDS)
    op.drop_constraint(op.f("ck_regions_ended_with_successor"), "regions")
    op.drop_index(op.f("ix_regions_successor_code"), "regions")
    op.drop_constraint(op.f("fk_regions_successor_code"), "regions")
    op.drop_column("regions", "successor_code")
    op.drop_column("regions", "ended_on")


def _grounds(words: tuple[str, ...]) -> None:
    name = op.f("ck_complaints_non_acceptance_ground")
    listed = ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(name, "complaints")
    op.create_check_constraint(name, "complaints", f"non_acceptance_ground in ({listed})")
