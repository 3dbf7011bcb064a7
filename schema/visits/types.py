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
from schema.answering import said
from schema.connections import Node
from schema.evidence.types import Evidence
from schema.scalars import Sha256


@strawberry.type(description="Position of an officer's phone on arrival or departure.")
class ArrivalPosition:
    latitude: float = said("Latitude in degrees, north positive, in the datum given.")
    longitude: float = said("Longitude in degrees, east positive, in the datum given.")
    accuracy_m: float | None = said("Accuracy of the position in metres, if the phone gave one.")
    datum: Datum = said("Geodetic datum of the position as given.")
    provider: PositionProvider | None = said(
        "Source of the position, such as satellite or network; null if the phone did not say."
    )
    is_mock: bool = said("Whether the phone reported a mock location provider.")
    wgs84_latitude: float | None = said("Latitude in degrees, converted to WGS-84.")
    wgs84_longitude: float | None = said("Longitude in degrees, converted to WGS-84.")


@strawberry.type(description="An officer's departure from a visit.")
class CheckOut:
    claimed_at: dt.datetime = said("When the officer left, by the phone's clock.")
    corrected_at: dt.datetime = said(
        "When the officer left, corrected to the server's clock; this time counts."
    )
    received_at: dt.datetime = said("When the server received the departure.")
    distance_m: int | None = said(
        "Distance in metres to the site; null where a position is missing."
    )
    position: ArrivalPosition | None = said(
        "Position of the phone on departure; null if it gave none."
    )


@strawberry.type(description="An officer's arrival at a visit.")
class CheckIn(Node):
    id: strawberry.ID = said("Opaque id of the arrival, `chk_…`.")
    officer: Officer | None = said(
        "The officer who arrived; null where the caller may not see officers."
    )
    claimed_at: dt.datetime = said("When the officer arrived, by the phone's clock.")
    device_clock_offset_ms: int | None = said(
        "The phone's time minus the server's, in milliseconds; null if the phone did not say."
    )
    corrected_at: dt.datetime = said(
        "When the officer arrived, corrected to the server's clock; this time counts."
    )
    received_at: dt.datetime = said("When the server received the arrival.")
    certificates_shown: bool = said("Whether the officers showed their enforcement certificates.")
    rights_told: bool = said("Whether the officers informed the institution of its rights.")
    distance_m: int | None = said(
        "Distance in metres to the site visited, otherwise to the nearest open site; null where"
        " a position is missing."
    )
    flags: list[ArrivalFlag] = said(
        "Remarks on the arrival; none of them keeps the officer from working. Empty if there are"
        " none."
    )
    position: ArrivalPosition | None = said(
        "Position of the phone on arrival; null if it gave none."
    )
    check_out: CheckOut | None = said("The officer's departure; null until the officer leaves.")


@strawberry.type(description="A signature under one version of a record.")
class RecordSignature:
    party: SignatureParty = said("The party for whom the person signed.")
    name: str = said("Name of the person who signed.")
    capacity: str = said("Capacity in which the person signed.")
    record_hash: Sha256 = said("SHA-256 of the canonical record that the signer read.")
    signed_at: dt.datetime = said(
        "When it was signed, by the phone and corrected to the server's clock."
    )
    recorded_at: dt.datetime = said("When the server received the signature.")
    recorded_by: Officer | None = said(
        "The officer who recorded it; null where the caller may not see officers."
    )
    evidence: Evidence | None = said("Picture of the signature; null if there is none.")
    is_valid: bool = said(
        "Whether the signature fits the record and the record is still as it was sealed."
    )


@strawberry.type(
    description="A note on why the inspected party did not sign a version of a record."
)
class SignatureRefusal:
    because: UnsignedBecause = said("Whether the party refused to sign or nobody was present.")
    reason: str = said("Why the party did not sign, in words.")
    witness_name: str = said("Name of the person who witnessed it.")
    witness_capacity: str = said("Capacity of the witness, in words.")
    record_hash: Sha256 = said("SHA-256 of the canonical record that was to be signed.")
    noted_at: dt.datetime = said(
        "When it was noted, by the phone and corrected to the server's clock."
    )
    recorded_at: dt.datetime = said("When the server received the note.")
    recorded_by: Officer | None = said(
        "The officer who recorded it; null where the caller may not see officers."
    )
    evidence: Evidence | None = said("Picture of the note; null if there is none.")
    is_valid: bool = said(
        "Whether the note fits the record and the record is still as it was sealed."
    )


@strawberry.type(description="An inspection item that a notice names.")
class NoticeItem:
    code: str = said("Code of the inspection item.")
    title: str = said("Title of the item, in Chinese.")


@strawberry.type(description="An officer whom a notice names.")
class NoticeOfficer:
    officer_id: strawberry.ID = said(
        "Opaque id of the officer, with which a recusal can be requested."
    )
    unit: str = said("Name of the officer's authority.")
    name: str = said("Name of the officer, as registered.")
    certificate_no: str = said("Number of the officer's enforcement certificate.")


@strawberry.type(
    description="The notice of a visit, as the institution received it; later changes do not"
    " alter it."
)
class Notice:
    mode: NoticeMode = said("Whether the notice was given in advance or on arrival.")
    issued_at: dt.datetime = said("When the notice was issued.")
    institution_name: str = said("Name of the institution when the notice was issued.")
    unified_social_credit_code: str = said(
        "Unified social credit code of the institution when the notice was issued."
    )
    task_code: str = said("Code of the inspection task.")
    window_from: dt.date = said("First day on which the visit may take place.")
    window_to: dt.date = said("Last day on which the visit may take place, inclusive.")
    legal_basis: list[str] = said("Documents and articles on which the inspection rests.")
    items: list[NoticeItem] = said("Inspection items that the visit checks.")
    methods: list[Method] = said("Methods by which the inspection is carried out.")
    materials: list[str] = said("Materials to prepare, requested once; empty if there are none.")
    officers: list[NoticeOfficer] = said(
        "Assigned officers, leader first, as they were when the notice was issued."
    )
    contact: str = said("Contact at the authority for questions.")
    appointment_possible: bool = said(
        "Whether the institution may propose a time within the window."
    )
    visits_this_year: int = said(
        "Number of earlier visits to the institution in this calendar year."
    )
    text_edition: int = said("Edition of the texts on rights and duties.")
    paragraphs_zh: list[str] = said(
        "Rights, duties and prohibitions, one paragraph each, in Chinese."
    )
    paragraphs_en: list[str] = said(
        "Rights, duties and prohibitions, one paragraph each, in English."
    )
    seal_authority: str = said("Name of the authority that issued the notice.")
    sealed_on: dt.date = said("Date of the notice, in Asia/Shanghai time.")
    acknowledged_at: dt.datetime | None = said(
        "When the institution acknowledged the notice; null until then."
    )


@strawberry.type(description="A time that an institution proposed for a visit.")
class Appointment(Node):
    id: strawberry.ID = said("Opaque id of the appointment, `appt_…`.")
    visit_at: dt.datetime = said("The time that the institution proposed.")
    note: str | None = said("The institution's note to the authority; null if there is none.")
    state: AppointmentState = said("Whether the proposal is open, accepted or declined.")
    proposed_at: dt.datetime = said("When the institution proposed the time.")
    decided_at: dt.datetime | None = said("When the authority answered; null until then.")
    reason: str | None = said("Reason of the answer; always given when the authority declined.")


@strawberry.type(description="A request that an officer does not take part in a visit.")
class RecusalRequest(Node):
    id: strawberry.ID = said("Opaque id of the recusal request, `rreq_…`.")
    officer: Officer | None = said(
        "The officer concerned; null where the caller may not see officers."
    )
    side: RecusalRequestSide = said("Whether the institution or the officer made the request.")
    ground: RecusalGround | None = said("Ground of the request; null if none was named.")
    statement: str = said("Reason of the request, in words.")
    state: RecusalRequestState = said("Whether the request is open, upheld or refused.")
    requested_at: dt.datetime = said("When the request was made.")
    decided_at: dt.datetime | None = said("When the head decided the request; null until then.")
    reason: str | None = said("Reason of the decision; always given for a refusal.")
