"""Annual plans with their lines."""

import datetime as dt
from enum import Enum

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.plans.terms import DrawScope, PlanState
from schema.answering import said
from schema.connections import Connection, Node
from schema.items.types import InspectionItem
from schema.ordering import Direction
from schema.regions.types import Authority, Region


@strawberry.type(description="One line of an annual plan.")
class PlanLine(Node):
    id: strawberry.ID = said("Opaque id, `line_…`.")
    plan: "InspectionPlan | None" = said("The plan.")
    plan_version_no: int = said("The version of the plan it belongs to.")
    position: int = said("Its place in the plan, from 1.")
    item: InspectionItem | None = said("What is checked.")
    region: Region | None = said("Where.")
    first_on: dt.date = said("First day.")
    last_on: dt.date = said("Last day, inclusive.")
    ratio_bp: int | None = said("How many objects, in basis points.")
    object_count: int | None = said("How many objects, as a number.")
    scope: DrawScope = said("Whether the draw is targeted.")
    frequency: int = said("How many times in the year.")
    note: str | None = said("Note.")


@strawberry.type(description="Why a published plan was changed.")
class PlanAmendment:
    version_no: int = said("The version that the change made.")
    reason: str = said("Why.")
    amended_at: dt.datetime = said("When.")


@strawberry.type(description="The annual plan of random inspections of one authority.")
class InspectionPlan(Node):
    id: strawberry.ID = said("Opaque id, `plan_…`.")
    authority: Authority | None = said("Whose plan it is.")
    sector: Sector = said("Sector.")
    year: int = said("Year.")
    name: str = said("Name.")
    document_no: str | None = said("Number of the document.")
    is_joint: bool = said("Whether several departments take part.")
    state: PlanState = said("Where it stands.")
    version_no: int = said("Version; an amendment makes the next.")
    lines: list[PlanLine] = said("The lines of this version.")
    earlier_lines: list[PlanLine] = said("The lines of the versions before.")
    amendments: list[PlanAmendment] = said("What was changed after publication.")
    created_at: dt.datetime = said("When it was written.")
    approved_at: dt.datetime | None = said("When it was approved.")
    published_at: dt.datetime | None = said("When it was published.")
    closed_at: dt.datetime | None = said("When it was closed.")
    version: int = said("Counts the changes.")


@strawberry.input(description="Which plans.")
class InspectionPlanFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Of authorities in this region's subtree."
    )
    sectors: list[Sector] | None = strawberry.field(
        default=UNSET, description="Of one of these sectors."
    )
    states: list[PlanState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    year: int | None = strawberry.field(default=UNSET, description="Of this year.")


@strawberry.enum(description="What plans are ordered by.")
class InspectionPlanOrderField(Enum):
    YEAR = strawberry.enum_value("YEAR", description="Year.")
    CREATED_AT = strawberry.enum_value("CREATED_AT", description="When they were written.")


@strawberry.input(description="Order of plans.")
class InspectionPlanOrder:
    field: InspectionPlanOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


InspectionPlanConnection = Connection[InspectionPlan]
