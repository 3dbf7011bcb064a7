"""Institutions, their sites and entitlements."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.institutions import (
    Category,
    CreditGrade,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListingRole,
    ListStatus,
    RiskClass,
    SubjectKind,
)
from domain.permissions import Permission
from domain.positions import Datum
from schema.connections import Connection, Node
from schema.directions import Direction
from schema.fields import (
    After,
    Before,
    CompiledFieldResolved,
    First,
    Last,
    compiled_field,
    field,
)
from schema.regions.types import Authority, Region
from schema.scalars import FenAmount

if TYPE_CHECKING:
    from schema.courses.types import Course, CourseFilter, CourseOrder
    from schema.inspections.types import (
        Inspection,
        InspectionFilter,
        InspectionOrder,
        PublicRecord,
        PublicRecordFilter,
        PublicRecordOrder,
    )
    from schema.teachers.types import Teacher, TeacherFilter, TeacherOrder


@strawberry.type(description="A position on the map, as given and converted to WGS-84.")
class Position:
    latitude: float = field("Latitude in degrees, north positive, in the datum given.")
    longitude: float = field("Longitude in degrees, east positive, in the datum given.")
    datum: Datum = field("Geodetic datum of the position as given.")
    wgs84_latitude: float | None = field("Latitude in degrees, converted to WGS-84.")
    wgs84_longitude: float | None = field("Longitude in degrees, converted to WGS-84.")


@strawberry.type(description="A place where an institution trains.")
class Site(Node):
    id: strawberry.ID = field("Opaque id of the site, `site_…`.")
    institution: "Institution | None" = field("The institution that trains at this site.")
    name: str = field("Name of the site, as registered.")
    region: Region | None = field("Region in which the site lies.")
    address: str = field("Address of the site within its region.")
    is_main: bool = field("Whether this is the institution's main site.")
    area_m2: int | None = field("Floor area in square metres; null if not stated.")
    capacity: int | None = field("Number of pupils that fit at the same time; null if not stated.")
    position: Position | None = field("Position of the site on the map; null if not stated.")
    opened_on: dt.date | None = field("First day on which the site was open; null if not stated.")
    closed_on: dt.date | None = field(
        "Last day on which the site was open, inclusive; null while it is open."
    )


@strawberry.type(
    description="One entitlement of an institution under one programme; the state belongs to"
    " it, not to the institution."
)
class Entitlement(Node):
    id: strawberry.ID = field("Opaque id of the entitlement, `ent_…`.")
    institution: "Institution | None" = field("The institution that holds the entitlement.")
    kind: EntitlementKind = field("Licence, filing, listing, authorisation, base or title.")
    programme: str = field("Law or programme under which it was granted.")
    authority: Authority | None = field("Authority that granted the entitlement.")
    number: str = field("Number of the licence or certificate.")
    subject_kind: SubjectKind | None = field(
        "Subject kind to which it is limited; null if it is not limited."
    )
    delivery: Delivery | None = field(
        "Offline or online, which need separate licences (X18); null if it is not limited."
    )
    categories: list[Category] = field("Categories of training that it covers.")
    listing_role: ListingRole | None = field("Training or evaluation; null unless it is a listing.")
    occupation: str | None = field("Occupation; null unless it is a listing (S2 Art. 2).")
    direction: str | None = field("Direction within the occupation; null if there is none.")
    levels: list[str] = field("Levels of the occupation; empty unless it is a listing.")
    valid_from: dt.date = field("First day on which it is valid.")
    valid_to: dt.date | None = field(
        "Last day on which it is valid, inclusive; null if it has no term."
    )
    period_no: int = field("Number of this period of validity, counted from 1.")
    state: EntitlementState = field("State of the entitlement, such as active or expired.")
    version: int = field("Version of the entitlement, raised by every change.")


@strawberry.type(description="A training or evaluation institution in the register.")
class Institution(Node):
    id: strawberry.ID = field("Opaque id of the institution, `inst_…`.")
    unified_social_credit_code: str = field("Unified social credit code (GB 32100), 18 characters.")
    name: str = field("Name of the institution as registered.")
    kinds: list[InstitutionKind] = field("Kinds of institution that it is.")
    subject_kind: SubjectKind = field(
        "Whether its training is subject-type, by purpose, content and evaluation."
    )
    legal_form: LegalForm = field("Whether it is run for profit.")
    sector: Sector = field("Sector whose authority supervises the institution.")
    region: Region | None = field("Region in which the institution is registered.")
    address: str = field("Registered address of the institution within its region.")
    established_on: dt.date = field("Day on which the institution was established.")
    registered_capital_fen: FenAmount | None = field(
        "Registered capital in fen; 100 fen are one yuan; null if not stated."
    )
    registration_authority: str | None = field(
        "Authority with which it is registered; null if not stated."
    )
    supervising_authority: Authority | None = field(
        "The authority that supervises the institution."
    )
    legal_representative: str | None = field(
        "Legal representative; null outside the caller's scope.",
        Permission.INSTITUTION_READ_CONTACT,
    )
    sponsor: str | None = field(
        "Sponsor of the institution (举办者); null outside the caller's scope or if not stated.",
        Permission.INSTITUTION_READ_CONTACT,
    )
    introduction: str | None = field("The institution's own introduction; null if there is none.")
    website: str | None = field("Web address of the institution; null if there is none.")
    public_phone: str | None = field("Telephone number for the public; null if there is none.")
    contact_name: str | None = field(
        "Name of the contact person; null outside the caller's scope or if not stated.",
        Permission.INSTITUTION_READ_CONTACT,
    )
    contact_phone: str | None = field(
        "Telephone number of the contact person; null outside the caller's scope or if not stated.",
        Permission.INSTITUTION_READ_CONTACT,
    )
    existence: Existence = field(
        "Legal existence: existing, deregistered, revoked, cancelled or moved out."
    )
    list_status: ListStatus = field("Whether it is on the white list, the black list or neither.")
    risk_class: RiskClass | None = field(
        "Internal risk class from A to D; null outside the caller's scope, and for the"
        " institution itself (X25).",
        Permission.INSTITUTION_READ_RISK,
    )
    credit_grade: CreditGrade | None = field(
        "Published grade of creditworthiness, from A to E; null if it has not been graded."
    )
    reading: str | None = field(
        "Pinyin of the name where it was corrected; null where the usual reading is right."
    )
    version: int = field(
        "Version of the entry, raised by every change; `updateInstitution` expects it."
    )
    registered_at: dt.datetime = field("When the institution was entered in the register.")
    updated_at: dt.datetime = field("When the entry was last changed.")
    sites: list[Site] = field("Sites of the institution, main site first.")
    entitlements: list[Entitlement] = field("Entitlements of the institution, latest first.")

    @compiled_field
    def courses(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: Annotated["CourseFilter", strawberry.lazy("schema.courses.types")] | None = UNSET,
        order_by: Annotated["CourseOrder", strawberry.lazy("schema.courses.types")] | None = UNSET,
    ) -> Connection[Annotated["Course", strawberry.lazy("schema.courses.types")]]:
        """Courses of the institution; unpublished ones only within the caller's scope."""
        raise CompiledFieldResolved

    @compiled_field
    def teachers(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: Annotated["TeacherFilter", strawberry.lazy("schema.teachers.types")] | None = UNSET,
        order_by: Annotated["TeacherOrder", strawberry.lazy("schema.teachers.types")]
        | None = UNSET,
    ) -> Connection[Annotated["Teacher", strawberry.lazy("schema.teachers.types")]]:
        """Teachers of the institution; former ones only within the caller's scope."""
        raise CompiledFieldResolved

    @compiled_field(permission=Permission.INSPECTION_READ)
    def inspections(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: Annotated["InspectionFilter", strawberry.lazy("schema.inspections.types")]
        | None = UNSET,
        order_by: Annotated["InspectionOrder", strawberry.lazy("schema.inspections.types")]
        | None = UNSET,
    ) -> Connection[Annotated["Inspection", strawberry.lazy("schema.inspections.types")]]:
        """Inspections of the institution that the caller may see."""
        raise CompiledFieldResolved

    @compiled_field
    def public_inspection_results(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: Annotated["PublicRecordFilter", strawberry.lazy("schema.inspections.types")]
        | None = UNSET,
        order_by: Annotated["PublicRecordOrder", strawberry.lazy("schema.inspections.types")]
        | None = UNSET,
    ) -> Connection[Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")]]:
        """Published inspection results of the institution, latest first by default."""
        raise CompiledFieldResolved


@strawberry.input(one_of=True, description="The key of an institution; exactly one must be given.")
class InstitutionBy:
    id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Opaque id of the institution, `inst_…`."
    )
    credit_code: str | None = strawberry.field(
        default=UNSET, description="Unified social credit code of the institution."
    )
    licence_number: str | None = strawberry.field(
        default=UNSET, description="Number of a licence or other entitlement."
    )


@strawberry.input(
    description="A circle around a place; what counts is the nearest open site of each institution."
)
class Near:
    latitude: float = strawberry.field(
        description="Latitude of the place in degrees, from -90 to 90."
    )
    longitude: float = strawberry.field(
        description="Longitude of the place in degrees, from -180 to 180."
    )
    datum: Datum = strawberry.field(
        description="Geodetic datum of both; phones in China give GCJ-02."
    )
    radius_m: int = strawberry.field(description="Greatest distance in metres, from 1 to 50,000.")


@strawberry.input(description="Conditions on institutions; all that are given must hold.")
class InstitutionFilter:
    region_code: str | None = strawberry.field(
        default=UNSET, description="Only institutions in this region or below it."
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=UNSET, description="Only institutions of this subject kind."
    )
    kinds: list[InstitutionKind] | None = strawberry.field(
        default=UNSET, description="Only institutions of one of these kinds."
    )
    sectors: list[Sector] | None = strawberry.field(
        default=UNSET, description="Only institutions supervised in one of these sectors."
    )
    list_status: ListStatus | None = strawberry.field(
        default=UNSET, description="Only institutions with this list status."
    )
    existence: Existence | None = strawberry.field(
        default=UNSET, description="Only institutions with this legal existence."
    )
    credit_grades: list[CreditGrade] | None = strawberry.field(
        default=UNSET, description="Only institutions with one of these published grades."
    )
    supervising_authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only institutions supervised by this authority."
    )
    search: str | None = strawberry.field(
        default=UNSET,
        description="Only institutions whose name, address or licence number contains every word"
        " of this text, or whose name matches in pinyin, without tones or by"
        " initials. From 1 to 100 characters.",
    )
    near: Near | None = strawberry.field(
        default=UNSET, description="Only institutions with an open site in this circle."
    )


@strawberry.enum(description="Values by which institutions can be ordered.")
class InstitutionOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value(
        "REGISTERED_AT", description="By the time of registration on this platform."
    )
    NAME = strawberry.enum_value("NAME", description="By name, in order of code points.")
    ESTABLISHED_ON = strawberry.enum_value(
        "ESTABLISHED_ON", description="By the day of establishment."
    )
    PINYIN = strawberry.enum_value("PINYIN", description="By name, in order of its pinyin.")
    RELEVANCE = strawberry.enum_value(
        "RELEVANCE",
        description="By how the first word of `search` matches the name: at its beginning,"
        " within it, at the beginning of its pinyin, within that, or elsewhere; then"
        " by pinyin. Requires `search`.",
    )
    DISTANCE = strawberry.enum_value(
        "DISTANCE", description="By the distance of the nearest open site. Requires `near`."
    )


@strawberry.input(description="The order in which institutions are listed.")
class InstitutionOrder:
    field: InstitutionOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Ascending or descending; ascending by default."
    )


InstitutionConnection = Connection[Institution]
