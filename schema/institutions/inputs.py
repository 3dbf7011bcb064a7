"""Inputs for the parts of an institution: its sites and its entitlements."""

import datetime as dt

import strawberry

from domain.institutions import (
    Category,
    Delivery,
    EntitlementKind,
    ListingRole,
    Programme,
    SubjectKind,
)
from domain.positions import Datum
from schema.fields import field, optional


@strawberry.input(description="A position on the map, in the datum given.")
class PositionInput:
    latitude: float = field("Latitude in degrees, from -90 to 90, north positive.")
    longitude: float = field("Longitude in degrees, from -180 to 180, east positive.")
    datum: Datum = field("Geodetic datum of latitude and longitude.")


@strawberry.input(description="A place where the institution trains.")
class SiteInput:
    name: str = field("Name of the site, up to 100 characters.")
    region_code: str = field("Code of the site's region, which must have no regions below it.")
    address: str = field("Address of the site, up to 200 characters.")
    area_m2: int | None = optional("Floor area in square metres, from 1 to 1,000,000.")
    capacity: int | None = optional(
        "Number of pupils at the same time, from 1 to 100,000; 3 m² each are usual."
    )
    position: PositionInput | None = optional("Position of the site on the map.")


@strawberry.input(description="One entitlement of the institution under one programme.")
class EntitlementInput:
    kind: EntitlementKind = field("Licence, filing, listing, authorisation, base or title.")
    programme: str = field("Law or programme under which it was granted, up to 100 characters.")
    programme_code: Programme | None = optional(
        "The programme by its code; left out, it is the one that `programme` names, if it names one."
    )
    authority_id: strawberry.ID = field(
        "Authority that granted it: an organ in whose region the institution lies,"
        " or a social organisation."
    )
    number: str = field("Number of the licence or certificate, up to 100 characters.")
    valid_from: dt.date = field("First day on which it is valid.")
    valid_to: dt.date | None = optional(
        "Last day on which it is valid, inclusive; left out if it has no term."
    )
    subject_kind: SubjectKind | None = optional(
        "Subject kind to which it is limited, if it is limited."
    )
    delivery: Delivery | None = optional("Offline or online, if it is limited to one of them.")
    categories: list[Category] = strawberry.field(
        default_factory=list, description="Categories of training that it covers."
    )
    listing_role: ListingRole | None = optional(
        "Training or evaluation; required for a listing and not allowed otherwise."
    )
    occupation: str | None = optional(
        "Occupation, up to 100 characters; required for a listing and not allowed"
        " otherwise (S2 Art. 2)."
    )
    direction: str | None = optional(
        "Direction within the occupation, up to 100 characters; for a listing only."
    )
    levels: list[str] = strawberry.field(
        default_factory=list,
        description="Levels of the occupation, at most 20; for a listing only.",
    )
