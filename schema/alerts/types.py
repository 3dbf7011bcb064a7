"""Alerts, their numbers, and visits counted by institution, authority and year."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.alerts.terms import AlertKind
from domain.authorities import Sector
from schema.connections import Connection
from schema.directions import Direction
from schema.evidence.types import Evidence
from schema.fields import field
from schema.rectification.types import CorrectionOrder, EscalationProposal
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection
    from schema.institutions.types import Institution


@strawberry.type(description="A matter that is late, or that waits for someone to act.")
class Alert:
    kind: AlertKind = field("The kind of matter that is late or waits.")
    due_on: dt.date = field(
        "The last day for acting in time. Where no rule sets one, the day since which "
        "the matter waits."
    )
    is_late: bool = field("Whether the day in `dueOn` has passed.")
    authority: Authority | None = field("The administrative organ that has to act.")
    sector: Sector = field("The sector to which the matter belongs.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution concerned; null where the caller may not see it.")
    )
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The visit concerned; null if there is none or the caller may not see it."
    )
    order: CorrectionOrder | None = field(
        "The correction order concerned; null for other kinds of alert."
    )
    proposal: EscalationProposal | None = field(
        "The proposed measure that waits for a decision; null for other kinds of alert."
    )
    evidence: Evidence | None = field(
        "The evidence that has not arrived; null for other kinds of alert."
    )


@strawberry.type(description="How many alerts of one kind an authority has in one sector.")
class AlertCount:
    kind: AlertKind = field("The kind of alert that is counted.")
    authority: Authority | None = field("The administrative organ that has to act.")
    sector: Sector = field("The sector to which the alerts belong.")
    count: int = field("The number of alerts of this kind.")
    oldest_due_on: dt.date = field("The earliest `dueOn` among these alerts.")


@strawberry.type(description="How often an authority visits an institution in a year.")
class InspectionLoad:
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that is visited.")
    )
    authority: Authority | None = field("The administrative organ that visits it.")
    sector: Sector = field("The sector of the visits counted here.")
    year: int = field("The calendar year in which the windows of the visits begin.")
    drawn_count: int = field(
        "The number of routine and campaign visits, which count towards the cap."
    )
    case_count: int = field(
        "The number of case visits (complaint, lead or re-inspection), which do not "
        "count towards the cap."
    )
    visit_count: int = field("The number of all visits, drawn ones and case visits together.")
    cap: int = field(
        "How many routine and campaign visits the authority may make to an institution in a year."
    )
    is_cap_reached: bool = field(
        "Whether the cap is reached, so that no further visit can be drawn."
    )
    last_on: dt.date = field(
        "The day of the last visit or, where no result is filed yet, the first day of its window."
    )


@strawberry.input(description="Conditions that the alerts must meet.")
class AlertFilter:
    kinds: list[AlertKind] | None = strawberry.field(
        default=UNSET, description="Returns only alerts of these kinds."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Returns only alerts on which this authority has to act."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Returns only alerts about this institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET,
        description="Returns only alerts about institutions in this region or the regions below "
        "it.",
    )
    due_before: dt.date | None = strawberry.field(
        default=UNSET, description="Returns only alerts whose `dueOn` is before this day."
    )


@strawberry.enum(description="The property by which alerts are ordered.")
class AlertOrderField(Enum):
    DUE_ON = strawberry.enum_value("DUE_ON", description="Order by the day in `dueOn`.")


@strawberry.input(description="The order in which alerts are listed.")
class AlertOrder:
    field: AlertOrderField = strawberry.field(description="The property to order alerts by.")
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Whether the order is ascending or descending."
    )


@strawberry.input(description="Conditions that the counts of alerts must meet.")
class AlertCountFilter:
    kinds: list[AlertKind] | None = strawberry.field(
        default=UNSET, description="Returns only counts of alerts of these kinds."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Returns only counts for this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET,
        description="Returns only counts for authorities in this region or the regions below it.",
    )


@strawberry.enum(description="The property by which counts of alerts are ordered.")
class AlertCountOrderField(Enum):
    COUNT = strawberry.enum_value("COUNT", description="Order by the number of alerts.")
    OLDEST_DUE_ON = strawberry.enum_value(
        "OLDEST_DUE_ON", description="Order by the earliest `dueOn` among the alerts."
    )


@strawberry.input(description="The order in which counts of alerts are listed.")
class AlertCountOrder:
    field: AlertCountOrderField = strawberry.field(description="The property to order counts by.")
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Whether the order is ascending or descending."
    )


@strawberry.input(description="Conditions that the counts of visits must meet.")
class InspectionLoadFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Returns only visits to this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Returns only visits by this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET,
        description="Returns only visits to institutions in this region or the regions below it.",
    )
    year: int | None = strawberry.field(
        default=UNSET, description="Returns only visits whose window begins in this year."
    )
    visits_at_least: int | None = strawberry.field(
        default=UNSET,
        description="Returns only institutions with at least this many visits by one authority "
        "in a year.",
    )


@strawberry.enum(description="The property by which counts of visits are ordered.")
class InspectionLoadOrderField(Enum):
    VISIT_COUNT = strawberry.enum_value(
        "VISIT_COUNT", description="Order by the number of all visits."
    )
    LAST_ON = strawberry.enum_value("LAST_ON", description="Order by the day of the last visit.")


@strawberry.input(description="The order in which counts of visits are listed.")
class InspectionLoadOrder:
    field: InspectionLoadOrderField = strawberry.field(
        description="The property to order counts of visits by."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Whether the order is ascending or descending."
    )


AlertConnection = Connection[Alert]
AlertCountConnection = Connection[AlertCount]
InspectionLoadConnection = Connection[InspectionLoad]
