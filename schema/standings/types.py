"""Decisions on institutions, entitlements and persons, and the public lists."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.authorities import Sector
from domain.institutions import CreditGrade, EntitlementState
from domain.rectification.terms import EscalationMeasure
from domain.standings.terms import Ending, RulingState, RulingStepKind, StandingKind
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.institutions.types import Entitlement, Institution
from schema.legal_bases import LegalBasis
from schema.pages import order_of
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.rectification.types import EscalationProposal


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
    reason: str | None = field(
        "Why it was ended; for the institution and officials in scope alone."
    )


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
    ruling: "Ruling | None" = field(
        "The ruling by which it was decided, where it takes a livelihood; for its institution and officials in"
        " scope."
    )
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


@strawberry.type(description="A step on the way of a ruling: a statement, a hearing, an appeal.")
class RulingStep:
    kind: RulingStepKind = field("What was done at this step.")
    happened_on: dt.date = field("Day on which it was done, or came in.")
    text: str | None = field("What was stated, heard or found; null where nothing was written.")
    is_by_institution: bool = field("Whether the institution itself entered it.")
    entered_at: dt.datetime = field("When it was entered here.")


@strawberry.type(
    description="A decision that takes a livelihood: revocation, removal, cancellation, shut-down, a stop of"
    " enrolment beyond 30 days. The institution is given notice and may state its case or ask for a hearing; a"
    " second person confirms it; it may be appealed against. The public sees what came of it, once that holds."
)
class Ruling(Node):
    id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    institution: Institution | None = field("The institution that it is about.")
    authority: Authority | None = field("The authority whose ruling it is.")
    sector: Sector = field("Sector of the institution when the notice was given.")
    measure: EscalationMeasure = field("What is to be done, or was.")
    entitlements: list[Entitlement] = field(
        "The entitlements that it takes; empty where it takes none."
    )
    until_on: dt.date | None = field(
        "Last day on which it is to hold, inclusive; null where it is to hold until it is ended."
    )
    facts: str = field("What was found, as the notice says it; never public.")
    ground: str = field("Ground of the ruling; it is public once that is in force.")
    legal_bases: list[LegalBasis] = field("Documents and articles on which it rests.")
    proposal: (
        Annotated["EscalationProposal", strawberry.lazy("schema.rectification.types")] | None
    ) = field("The adopted measure that it carries out, where it comes of one.")
    state: RulingState = field("State of the ruling: noticed, in force, dropped or quashed.")
    noticed_at: dt.datetime = field("When the institution was given notice.")
    statement_due_on: dt.date = field(
        "Last day on which the institution may ask for a hearing, and before whose end nothing is decided"
        " unless it waived or was heard (5 working days, `RULING_STATEMENT`)."
    )
    statement_due_is_provisional: bool = field(
        "Whether the calendar of that day is still to be announced."
    )
    steps: list[RulingStep] = field("What was stated, held and appealed, oldest first.")
    decided_at: dt.datetime | None = field(
        "When it was put into force or dropped; null while it is neither."
    )
    reason: str | None = field("Why it was dropped; null where it was not.")
    appeal_due_on: dt.date | None = field(
        "Last day on which it may be appealed against (60 days, `RULING_APPEAL`); null until it is in force."
    )
    standings: list[Standing] = field("What it put on the institution; empty until it is in force.")
    version: int = field("Version of the ruling, raised by every step; decisions on it expect it.")


@strawberry.input(description="Conditions on rulings; all that are given must hold.")
class RulingFilter:
    institution_id: strawberry.ID | None = optional("Only rulings on this institution.")
    authority_id: strawberry.ID | None = optional("Only rulings of this authority.")
    region_code: str | None = optional("Only rulings on institutions of this region or below it.")
    measures: list[EscalationMeasure] | None = optional("Only rulings for one of these measures.")
    states: list[RulingState] | None = optional("Only rulings in one of these states.")
    statement_due_before: dt.date | None = optional(
        "Only rulings on which the institution could state its case until a day before this one."
    )


RulingOrder = order_of(
    "Ruling", "rulings", {"NOTICED_AT": "By the time of the notice."}, default=Direction.DESC
)
