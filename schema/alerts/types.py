"""Alerts, their numbers, and visits counted by institution, authority and year."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.alerts.terms import AlertKind
from domain.authorities import Sector
from schema.accounts.types import Officer
from schema.directions import Direction
from schema.evidence.types import Evidence
from schema.fields import field, optional
from schema.pages import order_of
from schema.rectification.types import CorrectionOrder, EscalationProposal
from schema.regions.types import Authority, Region

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
        field(
            "The institution concerned; null where the caller may not see it, and for certificates."
        )
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
    officer: Officer | None = field(
        "The officer whose certificate ends; null for other kinds, and where the caller sees no officers."
    )


@strawberry.type(description="How many alerts of one kind an authority has in one sector.")
class AlertCount:
    kind: AlertKind = field("The kind of alert that is counted.")
    authority: Authority | None = field("The administrative organ that has to act.")
    region: Region | None = field(
        "The county of the institutions, where the authority lies outside the caller's region and only"
        " what concerns that county is counted; null where all of the authority's alerts are."
    )
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
        "The number of routine and campaign visits, which count towards the cap; those of campaigns"
        " that an authority above ordered are not among them."
    )
    case_count: int = field(
        "The number of case visits (complaint, lead or re-inspection), which do not "
        "count towards the cap."
    )
    visit_count: int = field("The number of all visits, also of campaigns ordered from above.")
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
    kinds: list[AlertKind] | None = optional("Returns only alerts of these kinds.")
    authority_id: strawberry.ID | None = optional(
        "Returns only alerts on which this authority has to act."
    )
    institution_id: strawberry.ID | None = optional("Returns only alerts about this institution.")
    region_code: str | None = optional(
        "Returns only alerts about institutions in this region or the regions below it."
    )
    due_before: dt.date | None = optional("Returns only alerts whose `dueOn` is before this day.")


AlertOrder = order_of(
    "Alert",
    "alerts",
    {
        "DUE_ON": "Order by the day in `dueOn`.",
    },
)


@strawberry.input(description="Conditions that the counts of alerts must meet.")
class AlertCountFilter:
    kinds: list[AlertKind] | None = optional("Returns only counts of alerts of these kinds.")
    authority_id: strawberry.ID | None = optional("Returns only counts for this authority.")
    region_code: str | None = optional(
        "Returns only counts for authorities in this region or the regions below it."
    )


AlertCountOrder = order_of(
    "AlertCount",
    "counts of alerts",
    {
        "COUNT": "Order by the number of alerts.",
        "OLDEST_DUE_ON": "Order by the earliest `dueOn` among the alerts.",
    },
)


@strawberry.input(description="Conditions that the counts of visits must meet.")
class InspectionLoadFilter:
    institution_id: strawberry.ID | None = optional("Returns only visits to this institution.")
    authority_id: strawberry.ID | None = optional("Returns only visits by this authority.")
    region_code: str | None = optional(
        "Returns only visits to institutions in this region or the regions below it."
    )
    year: int | None = optional("Returns only visits whose window begins in this year.")
    visits_at_least: int | None = optional(
        "Returns only institutions with at least this many visits by one authority in a year."
    )


InspectionLoadOrder = order_of(
    "InspectionLoad",
    "counts of visits",
    {
        "VISIT_COUNT": "Order by the number of all visits.",
        "LAST_ON": "Order by the day of the last visit.",
    },
    default=Direction.DESC,
)
