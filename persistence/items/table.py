"""The list of random inspection items, in all its versions."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.inspections.terms import Method
from domain.institutions import InstitutionKind
from domain.items.editions import Listing
from domain.items.terms import ItemClass
from domain.plans.rules import PlannedItem
from persistence.engine.columns import (
    WITHHELD,
    Key,
    Stamp,
    Table,
    enum_array,
    enum_array_check,
    enum_column,
    foreign_key,
)


class InspectionItem(Table):
    """A version of an item; one without an authority belongs to the common list of every installation."""

    __tablename__ = "inspection_items"
    __table_args__ = (
        enum_array_check("applies_to", InstitutionKind),
        enum_array_check("methods", Method),
        sa.UniqueConstraint("code", "version_no"),
        sa.CheckConstraint("ratio_bp between 0 and 10000", name="ratio_in_range"),
        sa.CheckConstraint(
            "effective_to is null or effective_from <= effective_to", name="days_in_order"
        ),
        sa.CheckConstraint("max_per_year between 1 and 12", name="frequency_in_range"),
    )

    id: Mapped[Key]
    code: Mapped[str]
    version_no: Mapped[int]
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    sector: Mapped[Sector] = enum_column(Sector)
    item_class: Mapped[ItemClass] = enum_column(ItemClass)
    title: Mapped[str]
    english_title: Mapped[str | None]
    legal_basis: Mapped[list[str]]
    applies_to: Mapped[list[str]] = enum_array()
    ratio_bp: Mapped[int]
    max_per_year: Mapped[int]
    methods: Mapped[list[str]] = enum_array()
    checklist_code: Mapped[str]
    checklist_version: Mapped[int]
    checklist_item_codes: Mapped[list[str]]
    violation_codes: Mapped[list[str]]
    threshold_codes: Mapped[list[str]]
    effective_from: Mapped[dt.date]
    effective_to: Mapped[dt.date | None]
    published_by: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("accounts.id"), info=dict(WITHHELD)
    )
    published_at: Mapped[Stamp]

    def facts(self, region_code: str | None = None) -> PlannedItem:
        """With the region of the authority whose list it is on."""
        return PlannedItem(
            self.id,
            self.code,
            self.item_class,
            self.ratio_bp,
            self.max_per_year,
            self.effective_from,
            self.effective_to,
            frozenset(InstitutionKind[kind] for kind in self.applies_to),
            (self.checklist_code, self.checklist_version),
            self.authority_id,
            region_code,
        )

    def listing(self) -> Listing:
        return Listing(self.authority_id, self.version_no, self.effective_from, self.effective_to)
