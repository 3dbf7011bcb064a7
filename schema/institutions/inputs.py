"""Inputs for the parts of an institution: its sites and its entitlements."""

import datetime as dt

import strawberry
from strawberry import UNSET

from domain.institutions import Category, Delivery, EntitlementKind, ListingRole, SubjectKind
from domain.positions import Datum


@strawberry.input(description="A position on the map, in the datum given.")
class PositionInput:
    latitude: float = strawberry.field(
        description="Latitude in degrees, from -90 to 90, north positive."
    )
    longitude: float = strawberry.field(
        description="Longitude in degrees, from -180 to 180, east positive."
    )
    datum: Datum = strawberry.field(description="Geodetic datum of latitude and longitude.")


@strawberry.input(description="A place where the institution trains.")
class SiteInput:
    name: str = strawberry.field(description="Name of the site, up to 100 characters.")
    region_code: str = strawberry.field(
        description="Code of the site's region, which must have no regions below it."
    )
    address: str = strawberry.field(description="Address of the site, up to 200 characters.")
    area_m2: int | None = strawberry.field(
        default=UNSET, description="Floor area in square metres, from 1 to 1,000,000."
    )
    capacity: int | None = strawberry.field(
        default=UNSET,
        description="Number of pupils at the same time, from 1 to 100,000; 3 m² each are usual.",
    )
    position: PositionInput | None = strawberry.field(
        default=UNSET, description="Position of the site on the map."
    )


@strawberry.input(description="One entitlement of the institution under one programme.")
class EntitlementInput:
    kind: EntitlementKind = strawberry.field(
        description="Licence, filing, listing, authorisation, base or title."
    )
    programme: str = strawberry.field(
        description="Law or programme under which it was granted, up to 100 characters."
    )
    authority_id: strawberry.ID = strawberry.field(
        description="Authority that granted it: an organ in whose region the institution lies,"
        " or a social organisation."
    )
    number: str = strawberry.field(
        description="Number of the licence or certificate, up to 100 characters."
    )
    valid_from: dt.date = strawberry.field(description="First day on which it is valid.")
    valid_to: dt.date | None = strawberry.field(
        default=UNSET,
        description="Last day on which it is valid, inclusive; left out if it has no term.",
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=UNSET, description="Subject kind to which it is limited, if it is limited."
    )
    delivery: Delivery | None = strawberry.field(
        default=UNSET, description="Offline or online, if it is limited to one of them."
    )
    categories: list[Category] = strawberry.field(
        default_factory=list, description="Categories of training that it covers."
    )
    listing_role: ListingRole | None = strawberry.field(
        default=UNSET,
        description="Training or evaluation; required for a listing and not allowed otherwise.",
    )
    occupation: str | None = strawberry.field(
        default=UNSET,
        description="Occupation, up to 100 characters; required for a listing and not allowed"
        " otherwise (S2 Art. 2).",
    )
    direction: str | None = strawberry.field(
        default=UNSET,
        description="Direction within the occupation, up to 100 characters; for a listing only.",
    )
    levels: list[str] = strawberry.field(
        default_factory=list,
        description="Levels of the occupation, at most 20; for a listing only.",
    )
