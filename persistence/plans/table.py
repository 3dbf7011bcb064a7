"""Annual plans with their lines; an amendment is a further version, the earlier lines stay."""

import datetime as dt
from dataclasses import asdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.inspections.terms import TaskCategory
from domain.plans.campaigns import Campaign
from domain.plans.campaigns import CampaignFiling as Filing
from domain.plans.terms import DrawScope, PlanState
from persistence.engine.columns import (
    WITHHELD,
    Key,
    Moment,
    RegionCode,
    Table,
    enum_column,
    foreign_key,
)


class InspectionPlan(Table):
    __tablename__ = "inspection_plans"
    __table_args__ = (
        sa.CheckConstraint("category in ('ROUTINE', 'CAMPAIGN')", name="drawn"),
        sa.CheckConstraint(
            "(ordered_by_id is null) = (order_no is null)"
            " and (ordered_by_id is null or category = 'CAMPAIGN')",
            name="campaign_ordered",
        ),
        sa.Index("ix_inspection_plans_authority_region_code_id", "authority_region_code", "id"),
    )

    id: Mapped[Key]
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    authority_region_code: Mapped[RegionCode]
    """The authority's region, kept here so that those above it see the plan by one range."""
    sector: Mapped[Sector] = enum_column(Sector)
    year: Mapped[int]
    name: Mapped[str]
    document_no: Mapped[str | None]
    is_joint: Mapped[bool]
    category: Mapped[TaskCategory] = enum_column(
        TaskCategory, server_default=TaskCategory.ROUTINE.value
    )
    ordered_by_id: Mapped[UUID | None] = foreign_key("authorities.id", index=False)
    """The authority above that ordered the campaign, by a document of that number."""
    order_no: Mapped[str | None]
    state: Mapped[PlanState] = enum_column(PlanState)
    version_no: Mapped[int]
    created_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"), info=dict(WITHHELD))
    created_at: Mapped[Moment]
    approved_by: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("accounts.id"), info=dict(WITHHELD)
    )
    approved_at: Mapped[dt.datetime | None]
    published_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(info=dict(WITHHELD))

    def as_campaign(self, *, is_approved: bool = False, of_year: int = 0) -> Campaign:
        return Campaign(self.category, self.ordered_by_id is not None, is_approved, of_year)

    def record_state(self, state: PlanState) -> None:
        self.state = state
        self.version += 1


class CampaignFiling(Table):
    """By whom a campaign of the authority's own was approved, and with whom it was filed."""

    __tablename__ = "campaign_filings"

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_plans.id"), primary_key=True)
    approved_by: Mapped[str]
    decision_no: Mapped[str]
    approved_on: Mapped[dt.date]
    filed_with: Mapped[str]
    filing_no: Mapped[str]
    filed_on: Mapped[dt.date]
    recorded_by: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("accounts.id"), info=dict(WITHHELD)
    )
    recorded_at: Mapped[Moment]

    def record(self, filing: Filing, *, by: UUID | None, at: dt.datetime) -> None:
        for name, value in asdict(filing).items():
            setattr(self, name, value)
        self.recorded_by, self.recorded_at = by, at


class PlanLine(Table):
    __tablename__ = "plan_lines"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "plan_version_no", "position"),
        sa.CheckConstraint("first_on <= last_on", name="days_in_order"),
        sa.CheckConstraint("num_nulls(ratio_bp, object_count) = 1", name="ratio_or_count"),
    )

    id: Mapped[Key]
    plan_id: Mapped[UUID] = foreign_key("inspection_plans.id", index=False)
    plan_version_no: Mapped[int]
    position: Mapped[int]
    item_id: Mapped[UUID] = foreign_key("inspection_items.id")
    region_code: Mapped[RegionCode]
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    ratio_bp: Mapped[int | None]
    object_count: Mapped[int | None]
    scope: Mapped[DrawScope] = enum_column(DrawScope)
    frequency: Mapped[int]
    note: Mapped[str | None]


class PlanAmendment(Table):
    """Why a published plan was changed."""

    __tablename__ = "plan_amendments"

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_plans.id"), primary_key=True)
    version_no: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    amended_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"), info=dict(WITHHELD))
    amended_at: Mapped[Moment]
