"""The registry of inspection objects with risk and stops; standing recusals."""

import datetime as dt

import strawberry

from domain.authorities import Sector
from domain.institutions import Existence, InstitutionKind, RiskClass
from domain.registries.terms import RecusalGround, RiskInput, StopGround
from schema.accounts.types import Officer
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.institutions.types import Institution
from schema.pages import order_of


@strawberry.type(description="One finding of a risk assessment, and how often it occurred.")
class RiskInputCount:
    input: RiskInput = field("The finding that counts, such as upheld complaints.")
    count: int = field("How often it was found in the period.")


@strawberry.type(
    description="A risk assessment of an inspection object; internal, never published."
)
class RiskAssessment:
    risk_class: RiskClass = field("Risk class that the assessment found, from A to D.")
    earlier_class: RiskClass = field("Risk class before the assessment, from A to D.")
    points: int = field("Sum of the weighted findings; it decides the class.")
    inputs: list[RiskInputCount] = field(
        "Findings from which the points were summed; empty if there were none."
    )
    rules: str = field("Version of the weights that were applied.")
    assessed_at: dt.datetime = field("When the assessment was made.")


@strawberry.type(description="A stop of inspections of one object for a time.")
class ObjectStop(Node):
    id: strawberry.ID = field("Opaque id of the stop, `stop_…`.")
    institution: Institution | None = field("The institution that is not inspected.")
    ground: StopGround = field("Ground on which inspections were stopped.")
    reason: str = field("Reason of the stop, in words.")
    first_on: dt.date = field("First day of the stop.")
    last_on: dt.date | None = field("Last day of the stop, inclusive; null while it is open.")
    stopped_at: dt.datetime = field("When the head ordered the stop.")


@strawberry.type(description="An institution as an object of random inspections.")
class InspectionObject:
    institution: Institution | None = field("The institution's entry in the register.")
    unified_social_credit_code: str = field("Unified social credit code (GB 32100), 18 characters.")
    kinds: list[InstitutionKind] = field("Kinds of institution that it is.")
    sector: Sector = field("Sector whose authority supervises it.")
    existence: Existence = field("Legal existence; only an existing institution can be drawn.")
    risk_class: RiskClass = field("Internal risk class from A to D; never published (X25).")
    visits_this_year: int = field(
        "Visits by all authorities in this calendar year that were announced, were made, or"
        " whose window has passed; one still to come unannounced is not counted."
    )
    is_stopped: bool = field("Whether inspections of it are stopped today.")
    assessments: list[RiskAssessment] = field(
        "Risk assessments of the object, newest first; empty before the first."
    )
    stops: list[ObjectStop] = field("Stops of inspections, past and present, latest first.")


@strawberry.type(
    description="A standing recusal: in no draw is the officer paired with the object."
)
class Recusal(Node):
    id: strawberry.ID = field("Opaque id of the recusal, `rec_…`.")
    officer: Officer | None = field("The officer who does not inspect the object.")
    institution: Institution | None = field("The institution that the officer does not inspect.")
    ground: RecusalGround = field("Ground of the recusal; never published.")
    note: str | None = field("Note on the recusal; never published; null if there is none.")
    declared_at: dt.datetime = field("When the recusal was declared.")
    lifted_at: dt.datetime | None = field("When the recusal was lifted; null while it stands.")


@strawberry.input(description="Conditions on inspection objects; all that are given must hold.")
class InspectionObjectFilter:
    institution_id: strawberry.ID | None = optional("Only the object that is this institution.")
    region_code: str | None = optional("Only objects in this region or below it.")
    kinds: list[InstitutionKind] | None = optional("Only objects of one of these kinds.")
    sectors: list[Sector] | None = optional("Only objects of one of these sectors.")
    risk_classes: list[RiskClass] | None = optional("Only objects of one of these risk classes.")
    existence: Existence | None = optional("Only objects with this legal existence.")
    is_stopped: bool | None = optional("True for objects stopped today, false for the others.")


InspectionObjectOrder = order_of(
    "InspectionObject",
    "inspection objects",
    {
        "REGISTERED_AT": "By the time of the institution's registration.",
    },
)


@strawberry.input(description="Conditions on standing recusals; all that are given must hold.")
class RecusalFilter:
    officer_id: strawberry.ID | None = optional("Only recusals of this officer.")
    institution_id: strawberry.ID | None = optional("Only recusals from this institution.")
    is_standing: bool | None = optional("True for recusals that stand, false for those lifted.")


RecusalOrder = order_of(
    "Recusal",
    "standing recusals",
    {
        "DECLARED_AT": "By the time of declaration.",
    },
    default=Direction.DESC,
)
