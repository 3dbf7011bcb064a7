"""Plans of a year, their lines, and how they were changed."""

from typing import Any
from uuid import UUID

from domain.plans.terms import DrawScope, PlanState
from persistence.plans.table import CampaignFiling, InspectionPlan, PlanAmendment, PlanLine
from persistence.regions import reference
from tests.factories import NOW, TODAY, row
from tests.people import Place, lin


def plan(place: Place, **facts: Any) -> InspectionPlan:
    return row(
        InspectionPlan,
        facts,
        authority_id=place.id,
        authority_region_code=place.region_code,
        sector=place.sectors[0],
        year=2026,
        name="年度抽查工作计划",
        is_joint=False,
        state=PlanState.DRAFT,
        version_no=1,
        created_by=lin.id,
        created_at=NOW,
        version=1,
    )


def line(plan: InspectionPlan, **facts: Any) -> PlanLine:
    """By a share of the objects, unless a count is named and the share is none."""
    return row(
        PlanLine,
        facts,
        plan_id=plan.id,
        plan_version_no=plan.version_no,
        position=1,
        item_id=reference.item_key("XW01"),
        region_code=plan.authority_region_code,
        first_on=TODAY,
        last_on=TODAY,
        ratio_bp=500,
        scope=DrawScope.UNTARGETED,
        frequency=1,
    )


def filing(plan_id: UUID, **facts: Any) -> CampaignFiling:
    return row(
        CampaignFiling,
        facts,
        plan_id=plan_id,
        approved_by="苏州市人民政府",
        decision_no="苏府复〔2026〕1号",
        approved_on=TODAY,
        filed_with="苏州市司法局",
        filing_no="苏司备〔2026〕1号",
        filed_on=TODAY,
        recorded_by=lin.id,
        recorded_at=NOW,
    )


def amendment(plan_id: UUID, **facts: Any) -> PlanAmendment:
    return row(
        PlanAmendment,
        facts,
        plan_id=plan_id,
        version_no=2,
        reason="调整",
        amended_by=lin.id,
        amended_at=NOW,
    )
