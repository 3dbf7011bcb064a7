"""What clients say of the parts of an institution: where it trains, what it is entitled to."""

import datetime as dt

import strawberry
from strawberry import UNSET

from domain.institutions import Category, Delivery, EntitlementKind, ListingRole, SubjectKind
from domain.positions import Datum


@strawberry.input(description="Where something is.")
class PositionInput:
    latitude: float = strawberry.field(description="Degrees north, -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east, -180 to 180.")
    datum: Datum = strawberry.field(description="The datum of both.")


@strawberry.input(description="A place where the institution trains.")
class SiteInput:
    name: str = strawberry.field(description="Name, up to 100 characters.")
    region_code: str = strawberry.field(description="Region; one without regions below it.")
    address: str = strawberry.field(description="Address, up to 200 characters.")
    area_m2: int | None = strawberry.field(
        default=UNSET, description="Floor area in square metres, 1 to 1,000,000."
    )
    capacity: int | None = strawberry.field(
        default=UNSET, description="Pupils at the same time, 1 to 100,000; 3 m² each are usual."
    )
    position: PositionInput | None = strawberry.field(default=UNSET, description="Where it is.")


@strawberry.input(description="What the institution is entitled to.")
class EntitlementInput:
    kind: EntitlementKind = strawberry.field(description="Licence, filing, listing …")
    programme: str = strawberry.field(description="Under which law or programme.")
    authority_id: strawberry.ID = strawberry.field(
        description="Who granted it: an organ over the institution's region, or a social"
        " organisation."
    )
    number: str = strawberry.field(description="Licence or certificate number.")
    valid_from: dt.date = strawberry.field(description="First day.")
    valid_to: dt.date | None = strawberry.field(
        default=UNSET, description="Last day; left out without term."
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=UNSET, description="If narrowed to subject-type or not."
    )
    delivery: Delivery | None = strawberry.field(
        default=UNSET, description="If narrowed to offline or online."
    )
    categories: list[Category] = strawberry.field(
        default_factory=list, description="What it covers."
    )
    listing_role: ListingRole | None = strawberry.field(
        default=UNSET, description="Training or evaluation; for a listing, and only for one."
    )
    occupation: str | None = strawberry.field(
        default=UNSET, description="Occupation; for a listing, and only for one."
    )
    direction: str | None = strawberry.field(
        default=UNSET, description="Direction within the occupation; only for a listing."
    )
    levels: list[str] = strawberry.field(
        default_factory=list, description="Levels, at most 20; only for a listing."
    )
