"""Annual plans with their lines, and why they were amended."""

import sqlalchemy as sa

from persistence.plans.policies import can_see_plan, seen_by_plan
from persistence.plans.table import InspectionPlan, PlanAmendment, PlanLine
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import one_of_values, refers_to, within
from persistence.reading.shape import (
    Column,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    column,
    moment,
)


def now_of_plan(parent: Row, row: Row) -> Predicate:
    return sa.and_(row.c.plan_id == parent.c.id, row.c.plan_version_no == parent.c.version_no)


def before_of_plan(parent: Row, row: Row) -> Predicate:
    return sa.and_(row.c.plan_id == parent.c.id, row.c.plan_version_no < parent.c.version_no)


PLAN = Shape(
    "InspectionPlan",
    InspectionPlan.__table__,
    {
        "id": Column(lambda row: ids.expression("InspectionPlan", row.c.id)),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "sector": column("sector"),
        "year": column("year"),
        "name": column("name"),
        "documentNo": column("document_no"),
        "isJoint": column("is_joint"),
        "state": column("state"),
        "versionNo": column("version_no"),
        "lines": Many("PlanLine", on=now_of_plan, order=lambda row: [row.c.position]),
        "earlierLines": Many(
            "PlanLine",
            on=before_of_plan,
            order=lambda row: [row.c.plan_version_no, row.c.position],
        ),
        "amendments": Many(
            "PlanAmendment",
            on=lambda parent, row: row.c.plan_id == parent.c.id,
            order=lambda row: [row.c.version_no],
        ),
        "createdAt": moment("created_at"),
        "approvedAt": moment("approved_at"),
        "publishedAt": moment("published_at"),
        "closedAt": moment("closed_at"),
        "version": column("version"),
    },
    can_see_plan,
)

LINE = Shape(
    "PlanLine",
    PlanLine.__table__,
    {
        "id": Column(lambda row: ids.expression("PlanLine", row.c.id)),
        "plan": One("InspectionPlan", on=lambda parent, row: row.c.id == parent.c.plan_id),
        "planVersionNo": column("plan_version_no"),
        "position": column("position"),
        "item": One("InspectionItem", on=lambda parent, row: row.c.id == parent.c.item_id),
        "region": One("Region", on=lambda parent, row: row.c.code == parent.c.region_code),
        "firstOn": column("first_on"),
        "lastOn": column("last_on"),
        "ratioBp": column("ratio_bp"),
        "objectCount": column("object_count"),
        "scope": column("scope"),
        "frequency": column("frequency"),
        "note": column("note"),
    },
    seen_by_plan,
)

AMENDMENT = Shape(
    "PlanAmendment",
    PlanAmendment.__table__,
    {
        "versionNo": column("version_no"),
        "reason": column("reason"),
        "amendedAt": moment("amended_at"),
    },
    by_parent,
)

SHAPES = (PLAN, LINE, AMENDMENT)

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
            "year": lambda row, value: row.c.year == value.bind(sa.Integer()),
        },
    ),
}
