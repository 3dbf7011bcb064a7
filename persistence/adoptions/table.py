"""Which rules were adopted where: a row for each change, never altered."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from domain.adoptions import AdoptableRule
from persistence.engine.columns import Key, RegionCode, Stamp, Table, enum_column


class AdoptedRule(Table):
    __tablename__ = "adopted_rules"
    __table_args__ = (
        sa.Index("ix_adopted_rules_rule", "rule", "region_code", "holds_from", "recorded_at"),
    )

    id: Mapped[Key]
    rule: Mapped[AdoptableRule] = enum_column(AdoptableRule)
    region_code: Mapped[RegionCode]
    holds_from: Mapped[dt.date]
    is_in_force: Mapped[bool]
    recorded_at: Mapped[Stamp]
