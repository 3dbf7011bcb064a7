"""The registry of objects with risk and stops; standing recusals."""

import datetime as dt
from enum import Enum

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.institutions import Existence, InstitutionKind, RiskClass
from domain.registries.terms import RecusalGround, RiskInput, StopGround
from schema.accounts.types import Officer
from schema.answering import said
from schema.connections import Connection, Node
from schema.institutions.types import Institution
from schema.ordering import Direction


@strawberry.type(description="How often an assessment found one thing.")
class RiskInputCount:
    input: RiskInput = said("What was found.")
    count: int = said("How often.")


@strawberry.type(description="How an object came to its risk class.")
class RiskAssessment:
    risk_class: RiskClass = said("The class found.")
    earlier_class: RiskClass = said("The class before.")
    points: int = said("The points that decide.")
    inputs: list[RiskInputCount] = said("What the points come from.")
    rules: str = said("Version of the weights.")
    assessed_at: dt.datetime = said("When.")


@strawberry.type(description="Inspections of an object stopped for a time.")
class ObjectStop(Node):
    id: strawberry.ID = said("Opaque id, `stop_…`.")
    institution: Institution | None = said("The object.")
    ground: StopGround = said("On what ground.")
    reason: str = said("Why.")
    first_on: dt.date = said("First day.")
    last_on: dt.date | None = said("Last day, inclusive; null while open.")
    stopped_at: dt.datetime = said("When it was decided.")


@strawberry.type(description="An institution as an object of random inspections.")
class InspectionObject:
    institution: Institution | None = said("Its entry in the register.")
    unified_social_credit_code: str = said("Registration number.")
    kinds: list[InstitutionKind] = said("What it is.")
    sector: Sector = said("Sector.")
    existence: Existence = said("Only what exists can be drawn.")
    risk_class: RiskClass = said("Internal risk class.")
    visits_this_year: int = said(
        "Visits of all authorities this year that were made, announced or not made in their window."
    )
    is_stopped: bool = said("Whether inspections of it are stopped today.")
    assessments: list[RiskAssessment] = said("How it came to its class, the newest first.")
    stops: list[ObjectStop] = said("When inspections of it are or were stopped.")


@strawberry.type(description="An officer kept away from an object.")
class Recusal(Node):
    id: strawberry.ID = said("Opaque id, `rec_…`.")
    officer: Officer | None = said("The officer.")
    institution: Institution | None = said("The object.")
    ground: RecusalGround = said("On what ground; never published.")
    note: str | None = said("Note.")
    declared_at: dt.datetime = said("When it was declared.")
    lifted_at: dt.datetime | None = said("When it was lifted.")


@strawberry.input(description="Which objects.")
class InspectionObjectFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="This institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="In this region's subtree."
    )
    kinds: list[InstitutionKind] | None = strawberry.field(
        default=UNSET, description="Of one of these kinds."
    )
    sectors: list[Sector] | None = strawberry.field(
        default=UNSET, description="Of one of these sectors."
    )
    risk_classes: list[RiskClass] | None = strawberry.field(
        default=UNSET, description="Of one of these classes."
    )
    existence: Existence | None = strawberry.field(
        default=UNSET, description="With this legal existence."
    )
    is_stopped: bool | None = strawberry.field(
        default=UNSET, description="Only those stopped today, or only the others."
    )


@strawberry.enum(description="What objects are ordered by.")
class InspectionObjectOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value(
        "REGISTERED_AT", description="When the institutions were registered."
    )


@strawberry.input(description="Order of objects.")
class InspectionObjectOrder:
    field: InspectionObjectOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


@strawberry.input(description="Which recusals.")
class RecusalFilter:
    officer_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this officer."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="From this object."
    )
    is_standing: bool | None = strawberry.field(
        default=UNSET, description="Only those that stand, or only those lifted."
    )


@strawberry.enum(description="What recusals are ordered by.")
class RecusalOrderField(Enum):
    DECLARED_AT = strawberry.enum_value("DECLARED_AT", description="When they were declared.")


@strawberry.input(description="Order of recusals.")
class RecusalOrder:
    field: RecusalOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


InspectionObjectConnection = Connection[InspectionObject]
RecusalConnection = Connection[Recusal]
