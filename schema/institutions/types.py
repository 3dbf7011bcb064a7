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
from schema.answering import (
    After,
    AnsweredByShape,
    Before,
    First,
    Last,
    answered,
    answered_needing,
    said,
)
from schema.connections import Connection, Node
from schema.ordering import Direction
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


@strawberry.type(description="Where something is: as given, and as WGS-84.")
class Position:
    latitude: float = said("Degrees north, as given.")
    longitude: float = said("Degrees east, as given.")
    datum: Datum = said("The datum it was given in.")
    wgs84_latitude: float | None = said("Degrees north, WGS-84.")
    wgs84_longitude: float | None = said("Degrees east, WGS-84.")


@strawberry.type(description="A place where an institution trains.")
class Site(Node):
    id: strawberry.ID = said("Opaque id, `site_…`.")
    institution: "Institution | None" = said("Whose place it is.")
    name: str = said("Name.")
    region: Region | None = said("Region.")
    address: str = said("Address.")
    is_main: bool = said("Whether it is the main place.")
    area_m2: int | None = said("Floor area in square metres.")
    capacity: int | None = said("How many pupils fit at the same time.")
    position: Position | None = said("Where it is.")
    opened_on: dt.date | None = said("First day.")
    closed_on: dt.date | None = said("Last day.")


@strawberry.type(
    description="What an institution is entitled to under one programme; it carries the state."
)
class Entitlement(Node):
    id: strawberry.ID = said("Opaque id, `ent_…`.")
    institution: "Institution | None" = said("Who is entitled.")
    kind: EntitlementKind = said("Licence, filing, listing, authorisation, base or title.")
    programme: str = said("Under which programme or law.")
    authority: Authority | None = said("Who granted it.")
    number: str = said("Licence or certificate number.")
    subject_kind: SubjectKind | None = said("Subject-type or not, where it matters.")
    delivery: Delivery | None = said("Offline or online; separate licences (X18).")
    categories: list[Category] = said("What it covers.")
    listing_role: ListingRole | None = said("Training or evaluation, for a listing.")
    occupation: str | None = said("Occupation, for a listing (S2 Art. 2).")
    direction: str | None = said("Direction within the occupation.")
    levels: list[str] = said("Levels, for a listing.")
    valid_from: dt.date = said("First day.")
    valid_to: dt.date | None = said("Last day; null without term.")
    period_no: int = said("Which period of validity this is.")
    state: EntitlementState = said("Where it stands.")
    version: int = said("Counts the changes.")


@strawberry.type(description="A training or evaluation institution.")
class Institution(Node):
    id: strawberry.ID = said("Opaque id, `inst_…`.")
    unified_social_credit_code: str = said("Unified social credit code (GB 32100), 18 characters.")
    name: str = said("Name as registered.")
    kinds: list[InstitutionKind] = said("What it is.")
    subject_kind: SubjectKind = said("Subject-type or not.")
    legal_form: LegalForm = said("For profit or not.")
    sector: Sector = said("The sector that supervises it.")
    region: Region | None = said("Region it is registered in.")
    address: str = said("Registered address.")
    established_on: dt.date = said("Date of establishment.")
    registered_capital_fen: FenAmount | None = said("Registered capital.")
    registration_authority: str | None = said("Where it is registered.")
    supervising_authority: Authority | None = said("The authority that supervises it.")
    legal_representative: str | None = said(
        "Legal representative; null out of scope.", Permission.INSTITUTION_READ_CONTACT
    )
    sponsor: str | None = said("Sponsor; null out of scope.", Permission.INSTITUTION_READ_CONTACT)
    introduction: str | None = said("What it says of itself.")
    website: str | None = said("Web site.")
    public_phone: str | None = said("Published telephone number.")
    contact_name: str | None = said(
        "Contact person; null out of scope.", Permission.INSTITUTION_READ_CONTACT
    )
    contact_phone: str | None = said(
        "Contact telephone; null out of scope.", Permission.INSTITUTION_READ_CONTACT
    )
    existence: Existence = said("Legal existence.")
    list_status: ListStatus = said("White list, black list or none.")
    risk_class: RiskClass | None = said(
        "Internal risk class; null out of scope.", Permission.INSTITUTION_READ_RISK
    )
    credit_grade: CreditGrade | None = said("Published creditworthiness grade.")
    reading: str | None = said("Pinyin of the name, where it was corrected.")
    version: int = said("Counts the changes; `updateInstitution` expects it.")
    registered_at: dt.datetime = said("When it was entered here.")
    updated_at: dt.datetime = said("When it was last changed here.")
    sites: list[Site] = said("Its places, the main one first.")
    entitlements: list[Entitlement] = said("What it is entitled to, latest first.")

    @answered
    def courses(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: Annotated["CourseFilter", strawberry.lazy("schema.courses.types")] | None = UNSET,
        order_by: Annotated["CourseOrder", strawberry.lazy("schema.courses.types")] | None = UNSET,
    ) -> Connection[Annotated["Course", strawberry.lazy("schema.courses.types")]]:
        """Its courses."""
        raise AnsweredByShape

    @answered
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
        """Its teachers."""
        raise AnsweredByShape

    @answered_needing(Permission.INSPECTION_READ)
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
        """Inspections of it that reach the caller."""
        raise AnsweredByShape

    @answered
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
        """Its published inspection results, latest first."""
        raise AnsweredByShape


@strawberry.input(one_of=True, description="Exactly one way to name an institution.")
class InstitutionBy:
    id: strawberry.ID | None = strawberry.field(default=UNSET, description="By id.")
    credit_code: str | None = strawberry.field(
        default=UNSET, description="By unified social credit code."
    )
    licence_number: str | None = strawberry.field(
        default=UNSET, description="By the number of a licence or other entitlement."
    )


@strawberry.input(description="Around a place, by the nearest open site of each institution.")
class Near:
    latitude: float = strawberry.field(description="Degrees north, -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east, -180 to 180.")
    datum: Datum = strawberry.field(description="The datum of both; phones in China give GCJ-02.")
    radius_m: int = strawberry.field(description="At most this many metres away, 1 to 50,000.")


@strawberry.input(description="Which institutions.")
class InstitutionFilter:
    region_code: str | None = strawberry.field(
        default=UNSET, description="In this region's subtree."
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=UNSET, description="Of this subject kind."
    )
    kinds: list[InstitutionKind] | None = strawberry.field(
        default=UNSET, description="Being one of these."
    )
    sectors: list[Sector] | None = strawberry.field(
        default=UNSET, description="Supervised in one of these sectors."
    )
    list_status: ListStatus | None = strawberry.field(
        default=UNSET, description="With this list status."
    )
    existence: Existence | None = strawberry.field(
        default=UNSET, description="With this legal existence."
    )
    credit_grades: list[CreditGrade] | None = strawberry.field(
        default=UNSET, description="With one of these published grades."
    )
    supervising_authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Supervised by this authority."
    )
    search: str | None = strawberry.field(
        default=UNSET,
        description="Whose name, address or licence number holds every word of this text, or whose"
        " name is read so: in pinyin without tones, or by its initials. 1 to 100 characters.",
    )
    near: Near | None = strawberry.field(
        default=UNSET, description="With an open site within this distance."
    )


@strawberry.enum(description="What institutions are ordered by.")
class InstitutionOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="When they were entered.")
    NAME = strawberry.enum_value("NAME", description="Name, by code point.")
    ESTABLISHED_ON = strawberry.enum_value("ESTABLISHED_ON", description="Date of establishment.")
    PINYIN = strawberry.enum_value("PINYIN", description="Name, by its reading.")
    RELEVANCE = strawberry.enum_value(
        "RELEVANCE",
        description="What the first word of `search` is to the name: its beginning, within it, the"
        " beginning of its reading, within that, or elsewhere; then by reading. Needs `search`.",
    )
    DISTANCE = strawberry.enum_value(
        "DISTANCE", description="Nearest open site, in metres. Needs `near`."
    )


@strawberry.input(description="Order of institutions.")
class InstitutionOrder:
    field: InstitutionOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


InstitutionConnection = Connection[Institution]
