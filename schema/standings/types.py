"""Decisions on institutions, entitlements and persons, and the public lists."""

import datetime as dt

import strawberry

from domain.institutions import CreditGrade, EntitlementState
from domain.standings.terms import Ending, StandingKind
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.institutions.types import Entitlement, Institution
from schema.legal_bases import LegalBasis
from schema.pages import order_of
from schema.regions.types import Authority


@strawberry.type(description="Somebody on a list of persons; officials alone see who it is.")
class ListedPerson:
    name: str = field("Name of the person as listed.")
    masked_identity_number: str | None = field(
        "Identity number with all but its first and last character masked."
    )


@strawberry.type(description="How and when what stood on somebody ended.")
class StandingEnd:
    ended_on: dt.date = field("First day on which it held no more.")
    ending: Ending = field(
        "How it ended: lifted, replaced by a later decision, corrected, or quashed. From the day on which a"
        " decision is quashed all is as if it had never been made."
    )
    authority: Authority | None = field("The authority that ended it.")
    decided_at: dt.datetime = field("When it was decided that it ends.")


@strawberry.type(
    description="One decision: what it put on an institution, an entitlement or a person, and for how long."
    " Decisions are never changed; what holds on a day follows from all of them."
)
class Standing(Node):
    id: strawberry.ID = field("Opaque id of the decision, `stdg_…`.")
    kind: StandingKind = field("What was put on whom.")
    institution: Institution | None = field("The institution; null where it is about a person.")
    entitlement: Entitlement | None = field("The entitlement, where it is about one.")
    person: ListedPerson | None = field("The person, of a list of persons; for officials in scope.")
    entitlement_state: EntitlementState | None = field(
        "The state in which it puts the entitlement; active where it was granted or renewed."
    )
    credit_grade: CreditGrade | None = field("The grade, where it is one.")
    rule_version: str | None = field("Version of the rules by which the grade was found.")
    from_on: dt.date = field("First day on which it holds.")
    until_on: dt.date | None = field(
        "Last day on which it holds, inclusive; null while it holds until it is ended."
    )
    holds_today: bool = field("Whether what was decided holds today.")
    end: StandingEnd | None = field("How it ended before its last day; null where it did not.")
    ground: str | None = field(
        "Ground of the decision, in words. Null for what the register held before decisions were kept; of one"
        " that was quashed or corrected, for the institution and officials in scope alone."
    )
    legal_bases: list[LegalBasis] = field("Documents and articles on which it rests.")
    is_as_entered: bool = field(
        "Whether it is what the register held before decisions were kept: when and by whom it was decided is"
        " not known then."
    )
    authority: Authority | None = field("The authority that made the decision.")
    decided_at: dt.datetime = field("When it was decided, or entered.")


@strawberry.input(
    description="Conditions on entries of the public lists; all that are given must hold."
)
class StandingFilter:
    kinds: list[StandingKind] | None = optional("Only entries of these lists.")
    region_code: str | None = optional("Only entries from this region or below it.")
    institution_id: strawberry.ID | None = optional("Only entries of this institution.")
    holds_on: dt.date | None = optional("Only entries that hold, or held, on this day.")


StandingOrder = order_of(
    "Standing",
    "entries of lists",
    {"DECIDED_AT": "By the time of the decision."},
    default=Direction.DESC,
)
