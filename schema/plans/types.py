"""Annual plans with their lines."""

import datetime as dt

import strawberry

from domain.authorities import Sector
from domain.inspections.terms import TaskCategory
from domain.plans.terms import DrawScope, PlanState
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.items.types import InspectionItem
from schema.pages import order_of
from schema.regions.types import Authority, Region


@strawberry.type(
    description="One line of an annual plan: what is checked, where, when and how much."
)
class PlanLine(Node):
    id: strawberry.ID = field("Opaque id of the line, `line_…`.")
    plan: "InspectionPlan | None" = field("The plan that the line belongs to.")
    plan_version_no: int = field("Version of the plan in which the line stands.")
    position: int = field("Position of the line in the plan, counted from 1.")
    item: InspectionItem | None = field("The inspection item to check.")
    region: Region | None = field("Region in which objects are inspected.")
    first_on: dt.date = field("First day of the period.")
    last_on: dt.date = field("Last day of the period, inclusive.")
    ratio_bp: int | None = field(
        "Share of the objects, in basis points (100 are 1 per cent); null where a count is given."
    )
    object_count: int | None = field("Number of objects; null where a share is given.")
    scope: DrawScope = field(
        "Whether objects are drawn from all or within a kind, subject or area."
    )
    frequency: int = field("How often in the year the line is carried out.")
    note: str | None = field("Note on the line; null if there is none.")


@strawberry.type(description="An amendment of a published plan.")
class PlanAmendment:
    version_no: int = field("Version of the plan that the amendment made.")
    reason: str = field("Why the plan was amended; public.")
    amended_at: dt.datetime = field("When the plan was amended.")


@strawberry.type(
    description="Approval and filing of a campaign (专项检查) that the authority plans by itself."
)
class CampaignFiling:
    approved_by: str = field("The government of the same level that approved it.")
    decision_no: str = field("Number of the decision by which it was approved.")
    approved_on: dt.date = field("Day on which the campaign was approved.")
    filed_with: str = field("The justice department with which it was filed.")
    filing_no: str = field("Number under which it was filed.")
    filed_on: dt.date = field("Day on which the campaign was filed.")
    recorded_at: dt.datetime = field("When approval and filing were recorded here.")


@strawberry.type(description="The annual plan of random inspections of one authority.")
class InspectionPlan(Node):
    id: strawberry.ID = field("Opaque id of the plan, `plan_…`.")
    authority: Authority | None = field("Authority whose plan it is.")
    sector: Sector = field("Sector in which the plan inspects.")
    year: int = field("Calendar year that the plan covers.")
    name: str = field("Name of the plan, up to 100 characters.")
    document_no: str | None = field("Number of the official document; null if there is none.")
    is_joint: bool = field("Whether several departments take part in the inspections.")
    category: TaskCategory = field("Whether it plans routine inspections or a campaign.")
    ordered_by: Authority | None = field(
        "The authority above that ordered the campaign; null for others."
    )
    order_no: str | None = field(
        "Number of the document that orders the campaign; null where nobody above did."
    )
    filing: CampaignFiling | None = field(
        "Approval and filing of a campaign of the authority's own; null until they are recorded."
    )
    state: PlanState = field("State of the plan, from draft to closed.")
    version_no: int = field("Number of the current version, from 1, raised by every amendment.")
    lines: list[PlanLine] = field("Lines of the current version, in order.")
    earlier_lines: list[PlanLine] = field(
        "Lines of all earlier versions, oldest version first; empty if the plan was never amended."
    )
    amendments: list[PlanAmendment] = field("Amendments made after publication, oldest first.")
    created_at: dt.datetime = field("When the draft was written.")
    approved_at: dt.datetime | None = field("When the head approved the plan; null until then.")
    published_at: dt.datetime | None = field("When the plan was published; null until then.")
    closed_at: dt.datetime | None = field("When the plan was closed; null until then.")
    version: int = field(
        "Version of the row, raised by every change; decisions on the plan expect it. For those who do not"
        " see drafts, the steps since publication are counted, from 1."
    )


@strawberry.input(description="Conditions on plans; all that are given must hold.")
class InspectionPlanFilter:
    authority_id: strawberry.ID | None = optional("Only plans of this authority.")
    region_code: str | None = optional("Only plans of authorities in this region or below it.")
    sectors: list[Sector] | None = optional("Only plans of one of these sectors.")
    states: list[PlanState] | None = optional("Only plans in one of these states.")
    category: TaskCategory | None = optional("Only plans of this category.")
    year: int | None = optional("Only plans for this year.")


InspectionPlanOrder = order_of(
    "InspectionPlan",
    "plans",
    {
        "YEAR": "By the year of the plan.",
        "CREATED_AT": "By the time of writing.",
    },
    default=Direction.DESC,
)
