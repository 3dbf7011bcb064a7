"""Alerts, how many there are, and visits counted by institution, authority and year."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.alerts.terms import AlertKind
from domain.authorities import Sector
from schema.answering import said
from schema.connections import Connection
from schema.evidence.types import Evidence
from schema.ordering import Direction
from schema.rectification.types import CorrectionOrder, EscalationProposal
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection
    from schema.institutions.types import Institution


@strawberry.type(description="Something that is late or waits for somebody.")
class Alert:
    kind: AlertKind = said("What it is.")
    due_on: dt.date = said(
        "The last day in time or, where no rule sets one, the day since which it waits."
    )
    is_late: bool = said("Whether that day is over.")
    authority: Authority | None = said("The organ that is to act.")
    sector: Sector = said("Sector.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution it is about.")
    )
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit it is about."
    )
    order: CorrectionOrder | None = said("The correction order it is about.")
    proposal: EscalationProposal | None = said("The proposed measure that waits.")
    evidence: Evidence | None = said("The evidence that does not come.")


@strawberry.type(description="How many alerts of a kind an authority has in a sector.")
class AlertCount:
    kind: AlertKind = said("What they are.")
    authority: Authority | None = said("The organ that is to act.")
    sector: Sector = said("Sector.")
    count: int = said("How many.")
    oldest_due_on: dt.date = said("The earliest of their days.")


@strawberry.type(description="How often an authority visits an institution in a year.")
class InspectionLoad:
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution.")
    )
    authority: Authority | None = said("The organ that visits it.")
    sector: Sector = said("Sector.")
    year: int = said("The year in which the visits' windows begin.")
    drawn_count: int = said("Routine and campaign visits; they count against the cap.")
    case_count: int = said(
        "Case visits: complaint, lead, re-inspection; they count against no cap."
    )
    visit_count: int = said("All of them.")
    cap: int = said("How many routine and campaign visits an authority may make in a year.")
    is_cap_reached: bool = said("Whether no further one can be drawn.")
    last_on: dt.date = said("Day of the last visit, or the first day of its window.")


@strawberry.input(description="Which alerts.")
class AlertFilter:
    kinds: list[AlertKind] | None = strawberry.field(default=UNSET, description="Of these kinds.")
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="About this institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="About institutions in this region's subtree."
    )
    due_before: dt.date | None = strawberry.field(
        default=UNSET, description="Whose day is before this one."
    )


@strawberry.enum(description="What alerts are ordered by.")
class AlertOrderField(Enum):
    DUE_ON = strawberry.enum_value("DUE_ON", description="Their day.")


@strawberry.input(description="Order of alerts.")
class AlertOrder:
    field: AlertOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


@strawberry.input(description="Which counts of alerts.")
class AlertCountFilter:
    kinds: list[AlertKind] | None = strawberry.field(default=UNSET, description="Of these kinds.")
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Of authorities in this region's subtree."
    )


@strawberry.enum(description="What counts of alerts are ordered by.")
class AlertCountOrderField(Enum):
    COUNT = strawberry.enum_value("COUNT", description="How many.")
    OLDEST_DUE_ON = strawberry.enum_value("OLDEST_DUE_ON", description="The earliest day.")


@strawberry.input(description="Order of counts of alerts.")
class AlertCountOrder:
    field: AlertCountOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


@strawberry.input(description="Which institutions visited again.")
class InspectionLoadFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="By this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="In this region's subtree."
    )
    year: int | None = strawberry.field(default=UNSET, description="In this year.")
    visits_at_least: int | None = strawberry.field(
        default=UNSET, description="With so many visits or more."
    )


@strawberry.enum(description="What repeated visits are ordered by.")
class InspectionLoadOrderField(Enum):
    VISIT_COUNT = strawberry.enum_value("VISIT_COUNT", description="How many visits.")
    LAST_ON = strawberry.enum_value("LAST_ON", description="The last visit.")


@strawberry.input(description="Order of repeated visits.")
class InspectionLoadOrder:
    field: InspectionLoadOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


AlertConnection = Connection[Alert]
AlertCountConnection = Connection[AlertCount]
InspectionLoadConnection = Connection[InspectionLoad]
