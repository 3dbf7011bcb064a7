"""Institutions, their sites and entitlements."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

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
    Programme,
    RiskClass,
    SubjectKind,
)
from domain.permissions import Permission
from domain.positions import Datum
from domain.registrations import RegistrationKind
from schema.connections import Node
from schema.fields import field, optional
from schema.history.types import history_of
from schema.pages import order_of, page_of
from schema.regions.types import Authority, Region
from schema.registrations.types import ExternalRegistration, RegistrationCondition
from schema.scalars import FenAmount

if TYPE_CHECKING:
    from schema.publication.types import Tombstone
    from schema.standings.types import Standing


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
    shares_address: bool = field(
        "Whether the institution has another open site at the same address but for its spelling. A"
        " registrar merges two that are one with `mergeSites`."
    )
    is_main: bool = field("Whether this is the institution's main site.")
    area_m2: int | None = field("Floor area in square metres; null if not stated.")
    capacity: int | None = field("Number of pupils that fit at the same time; null if not stated.")
    position: Position | None = field("Position of the site on the map; null if not stated.")
    opened_on: dt.date | None = field("First day on which the site was open; null if not stated.")
    closed_on: dt.date | None = field(
        "Last day on which the site was open, inclusive; null while it is open."
    )
    history = history_of("the site")


@strawberry.type(
    description="One entitlement of an institution under one programme; the state belongs to"
    " it, not to the institution."
)
class Entitlement(Node):
    id: strawberry.ID = field("Opaque id of the entitlement, `ent_…`.")
    institution: "Institution | None" = field("The institution that holds the entitlement.")
    kind: EntitlementKind = field("Licence, filing, listing, authorisation, base or title.")
    programme: str = field(
        "Law or programme under which it was granted.",
        deprecated="Use programmeCode. Kept until 2027-12-31.",
    )
    programme_code: Programme | None = field(
        "The programme under which it was granted; null where the text of before fits none of the list."
    )
    authority: Authority | None = field("Authority that granted the entitlement.")
    number: str = field("Number of the licence or certificate.")
    shares_number: bool = field(
        "Whether another entitlement has the same number but for its spelling: from before numbers "
        "were compared without it. A registrar corrects one with `correctLicenceNumber`, or merges one "
        "that was entered twice with `mergeEntitlements`."
    )
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
    state: EntitlementState = field(
        "State of the entitlement, such as active or expired: what holds today of all that was decided."
    )
    standings: list[Annotated["Standing", strawberry.lazy("schema.standings.types")]] = field(
        "What was decided on the entitlement, latest first; empty where nothing was since it was entered."
    )
    version: int = field("Version of the entitlement, raised by every change.")


@strawberry.type(
    description="What rules ask of an institution's staff and room, and what it has; not a finding."
)
class StaffRatio:
    code: str = field("Code of the threshold, such as `STAFF_FULLTIME` or `AREA_PER_PUPIL`.")
    label_zh: str = field("What is compared, in words, in Chinese.")
    label_en: str = field("What is compared, in words, in English.")
    measured: str = field("Unit of both numbers: `BASIS_POINTS` or `SQUARE_METRES`.")
    required: int = field("The number that there must be at least.")
    actual: int | None = field(
        "The number that there is, rounded down; null where what it is reckoned from is not known."
    )
    is_met: bool | None = field("Whether there is enough; null where that is not known.")
    missing: str | None = field(
        "What is not known: `staffCount` or `offlineLearnerCount`, which `stateHeadcount` states, or `sites`"
        " without area or capacity; null where nothing is missing."
    )
    basis: str = field("Mark of the document on which the threshold rests, such as X16.")


@strawberry.type(description="A name that an institution had before it was renamed.")
class FormerName:
    name: str = field("The name as it was registered.")
    last_on: dt.date = field("Last day on which the institution had this name, inclusive.")


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
    closed_on: dt.date | None = field(
        "Last day of its legal existence, inclusive; null while it exists, and where no day was recorded."
    )
    list_status: ListStatus = field("Whether it is on the white list, the black list or neither.")
    external_ref: str | None = field(
        "Reference of the institution on the national platform; null outside the caller's scope and if none is "
        "known.",
        Permission.INSTITUTION_READ_CONTACT,
    )
    source_updated_at: dt.datetime | None = field(
        "When the national platform last changed its entry, as far as it was reported; null outside the "
        "caller's scope and if it never was.",
        Permission.INSTITUTION_READ_CONTACT,
    )
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
        "Version of the entry, raised by every change; `updateInstitution` expects it. Outside the caller's"
        " scope, only by changes of what everybody sees."
    )
    registered_at: dt.datetime = field("When the institution was entered in the register.")
    updated_at: dt.datetime = field(
        "When the entry was last changed; outside the caller's scope, when what everybody sees was."
    )
    staff_ratios: list[StaffRatio] | None = field(
        "Full-time teachers among the staff, and for the learners offline and of pre-school age, each counted"
        " whole for both; area for each learner at the site with the least. Null outside the caller's scope.",
        Permission.INSTITUTION_READ_CONTACT,
    )
    former_names: list[FormerName] = field(
        "Names that the institution had before, latest first; a name that was corrected is none."
    )
    key_supervision: bool = field(
        "Whether it is on the list of institutions under key supervision."
    )
    is_enrolment_stopped: bool = field("Whether it may enrol nobody today.")
    standings: list[Annotated["Standing", strawberry.lazy("schema.standings.types")]] = field(
        "What was decided on the institution and on its entitlements, latest first."
    )
    sites: list[Site] = field("Sites of the institution, main site first.")
    entitlements: list[Entitlement] = field("Entitlements of the institution, latest first.")

    registrations: list[ExternalRegistration] = field(
        "What other organs have registered of the institution: ICP record, MLPS filing, registration as a legal "
        "person, telecom licence; those that ended too."
    )

    courses = page_of(
        "courses.Course",
        "Courses of the institution; unpublished ones only within the caller's scope.",
    )

    teachers = page_of(
        "teachers.Teacher",
        "Teachers of the institution; former ones only within the caller's scope.",
    )

    inspections = page_of(
        "inspections.Inspection",
        "Inspections of the institution that the caller may see.",
        permission=Permission.INSPECTION_READ,
    )

    public_inspection_results = page_of(
        "inspections.PublicRecord",
        "Published inspection results of the institution, latest first by default.",
    )

    tombstones: list[Annotated["Tombstone", strawberry.lazy("schema.publication.types")]] = field(
        "What is left of results that were listed at the moment `asOf` and have been taken out of the public"
        " since, latest first; empty without `asOf`."
    )

    history = history_of("the institution, and of its sites, entitlements, courses and teachers")


@strawberry.input(one_of=True, description="The key of an institution; exactly one must be given.")
class InstitutionBy:
    id: strawberry.ID | None = optional("Opaque id of the institution, `inst_…`.")
    credit_code: str | None = optional("Unified social credit code of the institution.")
    licence_number: str | None = optional("Number of a licence or other entitlement.")


@strawberry.input(
    description="A circle around a place; what counts is the nearest open site of each institution."
)
class Near:
    latitude: float = field("Latitude of the place in degrees, from -90 to 90.")
    longitude: float = field("Longitude of the place in degrees, from -180 to 180.")
    datum: Datum = field("Geodetic datum of both; phones in China give GCJ-02.")
    radius_m: int = field("Greatest distance in metres, from 1 to 50,000.")


@strawberry.input(
    description="Conditions on one entitlement; one of the institution must meet all that are given."
)
class EntitlementCondition:
    kinds: list[EntitlementKind] | None = optional("It is of one of these kinds.")
    states: list[EntitlementState] | None = optional("It is in one of these states.")
    programme_codes: list[Programme] | None = optional("It is of one of these programmes.")
    has_programme_code: bool | None = optional(
        "Its programme is one of the list, or its text fits none."
    )
    categories: list[Category] | None = optional("It covers one of these categories of training.")
    delivery: Delivery | None = optional("It lets train in this way, or is not limited to one.")
    valid_on: dt.date | None = optional("This day lies within its term, whatever its state.")
    expires_before: dt.date | None = optional("It has a last day, which is before this one.")


@strawberry.input(description="Conditions on institutions; all that are given must hold.")
class InstitutionFilter:
    region_code: str | None = optional("Only institutions in this region or below it.")
    subject_kind: SubjectKind | None = optional("Only institutions of this subject kind.")
    kinds: list[InstitutionKind] | None = optional("Only institutions of one of these kinds.")
    sectors: list[Sector] | None = optional("Only institutions supervised in one of these sectors.")
    list_status: ListStatus | None = optional("Only institutions with this list status.")
    existence: Existence | None = optional("Only institutions with this legal existence.")
    key_supervision: bool | None = optional(
        "Only institutions that are, or are not, under key supervision."
    )
    is_enrolment_stopped: bool | None = optional(
        "Only institutions whose enrolment is stopped today, or is not."
    )
    credit_grades: list[CreditGrade] | None = optional(
        "Only institutions with one of these published grades."
    )
    supervising_authority_id: strawberry.ID | None = optional(
        "Only institutions supervised by this authority."
    )
    shares_licence_number: bool | None = optional(
        "Only institutions that hold, or do not hold, an entitlement whose number is another's too but "
        "for its spelling."
    )
    shares_site_address: bool | None = optional(
        "Only institutions that have, or do not have, two open sites at one address but for its spelling."
    )
    former_name: str | None = optional(
        "Only institutions that had a name before which contains this text. From 1 to 100 characters."
    )
    search: str | None = optional(
        "Only institutions whose name, address or licence number contains every word"
        " of this text, or whose name matches in pinyin, without tones or by"
        " initials. From 1 to 100 characters."
    )
    entitlement: EntitlementCondition | None = optional(
        "Only institutions with an entitlement that meets all of these conditions at once."
    )
    registration: RegistrationCondition | None = optional(
        "Only institutions with an external registration that meets all of these conditions at once."
    )
    without_registration: RegistrationKind | None = optional(
        "Only institutions of which no registration of this kind is recorded that has not ended."
    )
    near: Near | None = optional("Only institutions with an open site in this circle.")


InstitutionOrder = order_of(
    "Institution",
    "institutions",
    {
        "REGISTERED_AT": "By the time of registration on this platform.",
        "NAME": "By name, in order of code points.",
        "ESTABLISHED_ON": "By the day of establishment.",
        "PINYIN": "By name, in order of its pinyin.",
        "RELEVANCE": "By how the first word of `search` matches the name: at its beginning,"
        " within it, at the beginning of its pinyin, within that, or elsewhere; then"
        " by pinyin. Requires `search`.",
        "DISTANCE": "By the distance of the nearest open site. Requires `near`.",
    },
)
