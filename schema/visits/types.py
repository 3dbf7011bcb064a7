"""What surrounds a record: notice, arrivals, signatures, appointments and recusal requests."""

import datetime as dt

import strawberry

from domain.inspections.terms import Method, NoticeMode
from domain.positions import Datum
from domain.registries.terms import RecusalGround
from domain.visits.terms import (
    AppointmentState,
    ArrivalFlag,
    PositionProvider,
    RecusalRequestSide,
    RecusalRequestState,
    SignatureParty,
    UnsignedBecause,
)
from schema.accounts.types import Officer
from schema.connections import Node
from schema.evidence.types import Evidence
from schema.fields import field
from schema.legal_bases import INSTEAD, LegalBasis
from schema.scalars import Sha256


@strawberry.type(description="Position of an officer's phone on arrival or departure.")
class ArrivalPosition:
    latitude: float = field("Latitude in degrees, north positive, in the datum given.")
    longitude: float = field("Longitude in degrees, east positive, in the datum given.")
    accuracy_m: float | None = field("Accuracy of the position in metres, if the phone gave one.")
    datum: Datum = field("Geodetic datum of the position as given.")
    provider: PositionProvider | None = field(
        "Source of the position, such as satellite or network; null if the phone did not say."
    )
    is_mock: bool = field("Whether the phone reported a mock location provider.")
    wgs84_latitude: float | None = field("Latitude in degrees, converted to WGS-84.")
    wgs84_longitude: float | None = field("Longitude in degrees, converted to WGS-84.")


@strawberry.type(description="An officer's departure from a visit.")
class CheckOut:
    claimed_at: dt.datetime = field("When the officer left, by the phone's clock.")
    corrected_at: dt.datetime = field(
        "When the officer left, corrected to the server's clock; this time counts."
    )
    received_at: dt.datetime = field("When the server received the departure.")
    distance_m: int | None = field(
        "Distance in metres to the site; null where a position is missing."
    )
    position: ArrivalPosition | None = field(
        "Position of the phone on departure; null if it gave none."
    )


@strawberry.type(description="An officer's arrival at a visit.")
class CheckIn(Node):
    id: strawberry.ID = field("Opaque id of the arrival, `chk_…`.")
    officer: Officer | None = field(
        "The officer who arrived; null where the caller may not see officers."
    )
    claimed_at: dt.datetime = field("When the officer arrived, by the phone's clock.")
    device_clock_offset_ms: int | None = field(
        "The phone's time minus the server's, in milliseconds; null if the phone did not say."
    )
    corrected_at: dt.datetime = field(
        "When the officer arrived, corrected to the server's clock; this time counts."
    )
    received_at: dt.datetime = field("When the server received the arrival.")
    certificates_shown: bool = field("Whether the officers showed their enforcement certificates.")
    rights_told: bool = field("Whether the officers informed the institution of its rights.")
    distance_m: int | None = field(
        "Distance in metres to the site visited, otherwise to the nearest open site; null where"
        " a position is missing."
    )
    flags: list[ArrivalFlag] = field(
        "Remarks on the arrival; none of them keeps the officer from working. Empty if there are"
        " none."
    )
    position: ArrivalPosition | None = field(
        "Position of the phone on arrival; null if it gave none."
    )
    check_out: CheckOut | None = field("The officer's departure; null until the officer leaves.")


@strawberry.type(description="A signature under one version of a record.")
class RecordSignature:
    party: SignatureParty = field("The party for whom the person signed.")
    name: str = field("Name of the person who signed.")
    capacity: str = field("Capacity in which the person signed.")
    record_hash: Sha256 = field("SHA-256 of the canonical record that the signer read.")
    signed_at: dt.datetime = field(
        "When it was signed, by the phone and corrected to the server's clock."
    )
    recorded_at: dt.datetime = field("When the server received the signature.")
    recorded_by: Officer | None = field(
        "The officer who recorded it; null where the caller may not see officers."
    )
    evidence: Evidence | None = field("Picture of the signature; null if there is none.")
    is_valid: bool = field(
        "Whether the signature fits the record and the record is still as it was sealed."
    )


@strawberry.type(
    description="A note on why the inspected party did not sign a version of a record."
)
class SignatureRefusal:
    because: UnsignedBecause = field("Whether the party refused to sign or nobody was present.")
    reason: str = field("Why the party did not sign, in words.")
    witness_name: str = field("Name of the person who witnessed it.")
    witness_capacity: str = field("Capacity of the witness, in words.")
    record_hash: Sha256 = field("SHA-256 of the canonical record that was to be signed.")
    noted_at: dt.datetime = field(
        "When it was noted, by the phone and corrected to the server's clock."
    )
    recorded_at: dt.datetime = field("When the server received the note.")
    recorded_by: Officer | None = field(
        "The officer who recorded it; null where the caller may not see officers."
    )
    evidence: Evidence | None = field("Picture of the note; null if there is none.")
    is_valid: bool = field(
        "Whether the note fits the record and the record is still as it was sealed."
    )


@strawberry.type(description="An inspection item that a notice names.")
class NoticeItem:
    code: str = field("Code of the inspection item.")
    title: str = field("Title of the item, in Chinese.")


@strawberry.type(description="An officer whom a notice names.")
class NoticeOfficer:
    officer_id: strawberry.ID = field(
        "Opaque id of the officer, with which a recusal can be requested."
    )
    unit: str = field("Name of the officer's authority.")
    name: str = field("Name of the officer, as registered.")
    certificate_no: str = field("Number of the officer's enforcement certificate.")


@strawberry.type(
    description="The notice of a visit, as the institution received it; later changes do not"
    " alter it."
)
class Notice(Node):
    id: strawberry.ID = field("Opaque id of the notice, `ntc_…`.")
    mode: NoticeMode = field("Whether the notice was given in advance or on arrival.")
    issued_at: dt.datetime = field("When the notice was issued.")
    institution_name: str = field("Name of the institution when the notice was issued.")
    unified_social_credit_code: str = field(
        "Unified social credit code of the institution when the notice was issued."
    )
    task_code: str = field("Code of the inspection task.")
    window_from: dt.date = field("First day on which the visit may take place.")
    window_to: dt.date = field("Last day on which the visit may take place, inclusive.")
    legal_basis: list[str] = field(
        "Documents on which the inspection rests, as marks or as the authority named them.",
        deprecated=INSTEAD,
    )
    legal_bases: list[LegalBasis] = field("Documents and articles on which the inspection rests.")
    items: list[NoticeItem] = field("Inspection items that the visit checks.")
    methods: list[Method] = field("Methods by which the inspection is carried out.")
    materials: list[str] = field("Materials to prepare, requested once; empty if there are none.")
    officers: list[NoticeOfficer] = field(
        "Assigned officers, leader first, as they were when the notice was issued; empty for who only"
        " supervises the institution's county or city."
    )
    contact: str = field("Contact at the authority for questions.")
    appointment_possible: bool = field(
        "Whether the institution may propose a time within the window."
    )
    visits_this_year: int = field(
        "Number of earlier visits to the institution in this calendar year."
    )
    text_edition: int = field("Edition of the texts on rights and duties.")
    paragraphs_zh: list[str] = field(
        "Rights, duties and prohibitions, one paragraph each, in Chinese."
    )
    paragraphs_en: list[str] = field(
        "Rights, duties and prohibitions, one paragraph each, in English."
    )
    seal_authority: str = field("Name of the authority that issued the notice.")
    sealed_on: dt.date = field("Date of the notice, in Asia/Shanghai time.")
    acknowledged_at: dt.datetime | None = field(
        "When the institution acknowledged the notice; null until then."
    )


@strawberry.type(description="A time that an institution proposed for a visit.")
class Appointment(Node):
    id: strawberry.ID = field("Opaque id of the appointment, `appt_…`.")
    visit_at: dt.datetime = field("The time that the institution proposed.")
    note: str | None = field("The institution's note to the authority; null if there is none.")
    state: AppointmentState = field("Whether the proposal is open, accepted or declined.")
    proposed_at: dt.datetime = field("When the institution proposed the time.")
    decided_at: dt.datetime | None = field("When the authority answered; null until then.")
    reason: str | None = field("Reason of the answer; always given when the authority declined.")


@strawberry.type(description="A request that an officer does not take part in a visit.")
class RecusalRequest(Node):
    id: strawberry.ID = field("Opaque id of the recusal request, `rreq_…`.")
    officer: Officer | None = field(
        "The officer concerned; null where the caller may not see officers."
    )
    side: RecusalRequestSide = field("Whether the institution or the officer made the request.")
    ground: RecusalGround | None = field("Ground of the request; null if none was named.")
    statement: str = field("Reason of the request, in words.")
    state: RecusalRequestState = field("Whether the request is open, upheld or refused.")
    requested_at: dt.datetime = field("When the request was made.")
    decided_at: dt.datetime | None = field("When the head decided the request; null until then.")
    reason: str | None = field("Reason of the decision; always given for a refusal.")
