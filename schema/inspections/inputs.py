"""The parts of a visit report as clients send them."""

import strawberry

from domain.inspections.terms import Handling
from domain.positions import Datum
from schema.fields import field


@strawberry.input(description="The answer to one checklist item.")
class RecordAnswerInput:
    item_code: str = field("Code of an item of the inspection's checklist.")
    is_checked: bool = field("Whether the officers checked this item.")
    problem_found: bool | None = strawberry.field(
        default=None,
        description="Whether a problem was found; given for checked items only, and required"
        " there.",
    )
    handling: Handling | None = strawberry.field(
        default=None,
        description="How the problem was handled; given for checked items only, and required"
        " there.",
    )
    note: str | None = strawberry.field(
        default=None, description="Note on the item, up to 500 characters; never published."
    )


@strawberry.input(description="One violation found at the visit.")
class FindingInput:
    violation_code: str = field("Code of the violation, as the catalogue lists it.")
    detail: str = field("What was found, up to 1,000 characters; never published.")
    item_code: str | None = strawberry.field(
        default=None, description="Code of the checklist item that the violation belongs to."
    )


@strawberry.input(description="Position of the officer's phone when the result was written.")
class VisitPositionInput:
    latitude: float = field("Latitude in degrees, north positive, in `datum`.")
    longitude: float = field("Longitude in degrees, east positive, in `datum`.")
    accuracy_m: float | None = strawberry.field(
        default=None, description="Accuracy of the position in metres, if the phone gave one."
    )
    datum: Datum = field("Geodetic datum of latitude and longitude.")
