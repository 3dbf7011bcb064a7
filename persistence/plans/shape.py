"""Annual plans with their lines, and why they were amended."""

import sqlalchemy as sa

from domain.plans.terms import PlanState
from persistence.plans.policies import can_see_plan, seen_by_plan
from persistence.plans.table import CampaignFiling, InspectionPlan, PlanAmendment, PlanLine
from persistence.reading.cases import run_by_grants
from persistence.reading.compiler import by_id
from persistence.reading.conditions import equals, one_of_values, refers_to, within
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.shape import (
    Column,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    referenced_by,
    references,
)


def now_of_plan(parent: Row, row: Row) -> Predicate:
    return sa.and_(row.c.plan_id == parent.c.id, row.c.plan_version_no == parent.c.version_no)


def before_of_plan(parent: Row, row: Row) -> Predicate:
    return sa.and_(row.c.plan_id == parent.c.id, row.c.plan_version_no < parent.c.version_no)


def _published_steps(row: Row) -> Expression:
    """How many steps of it were public: how often a draft was returned is nobody's business but theirs who see
    drafts."""
    one: Expression = sa.literal_column("1")
    none: Expression = sa.literal_column("0")
    is_closed = sa.cast(row.c.state, sa.Text) == sa.literal_column(f"'{PlanState.CLOSED.value}'")
    return row.c.version_no + sa.case((is_closed, one), else_=none)


PLAN = Shape(
    "InspectionPlan",
    InspectionPlan.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "orderedBy": One("Authority", on=references("ordered_by_id")),
        "filing": One("CampaignFiling", on=referenced_by("plan_id")),
        "lines": Many("PlanLine", on=now_of_plan, order=lambda row: [row.c.position], weight=30),
        "earlierLines": Many(
            "PlanLine",
            on=before_of_plan,
            order=lambda row: [row.c.plan_version_no, row.c.position],
            weight=30,
        ),
        "amendments": Many(
            "PlanAmendment",
            on=referenced_by("plan_id"),
            order=lambda row: [row.c.version_no],
        ),
        "version": Column(
            lambda row: row.c.version, visible_if=run_by_grants, fallback=_published_steps
        ),
    },
    can_see_plan,
)

LINE = Shape(
    "PlanLine",
    PlanLine.__table__,
    {
        "plan": One("InspectionPlan", on=references("plan_id")),
        "item": One("InspectionItem", on=references("item_id")),
        "region": One("Region", on=references("region_code", "code")),
    },
    seen_by_plan,
)

AMENDMENT = Shape(
    "PlanAmendment",
    PlanAmendment.__table__,
    {},
    by_parent,
)

FILING = Shape(
    "CampaignFiling",
    CampaignFiling.__table__,
    {},
    by_parent,
)

SHAPES = (PLAN, LINE, AMENDMENT, FILING)

_IS_PUBLISHED = "{row}.state in ('PUBLISHED', 'CLOSED')"
_WITH_PLAN = Beside("plan_id", InspectionPlan, _IS_PUBLISHED)
PUBLIC_TABLES = (
    PublicTable(InspectionPlan, _IS_PUBLISHED),
    PublicTable(PlanLine, beside=_WITH_PLAN),
    PublicTable(CampaignFiling, beside=_WITH_PLAN),
    PublicTable(PlanAmendment, beside=_WITH_PLAN),
)


ROOTS = {
    "inspectionPlan": One("InspectionPlan", arguments={"id": by_id("InspectionPlan")}),
    "inspectionPlans": Page(
        "InspectionPlan",
        orders={"YEAR": KeysetOrder((lambda row: row.c.year,)), "CREATED_AT": KeysetOrder(())},
        default_order=("YEAR", "DESC"),
        filters={
            "authorityId": refers_to("Authority", "authority_id"),
            "regionCode": within("authority_region_code"),
            "sectors": one_of_values("sector"),
            "states": one_of_values("state"),
            "category": equals("category"),
            "year": lambda row, value: row.c.year == value.bind(sa.Integer()),
        },
    ),
}
