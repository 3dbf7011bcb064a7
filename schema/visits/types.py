"""What surrounds a record: notice, arrivals, signatures, and what was asked before the visit."""

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


@strawberry.type(description="Where an officer's phone was on arriving or leaving.")
class ArrivalPosition:
    latitude: float = said("Degrees north, as given.")
    longitude: float = said("Degrees east, as given.")
    accuracy_m: float | None = said("Accuracy in metres.")
    datum: Datum = said("The datum it was given in.")
    provider: PositionProvider | None = said("Where the phone has it from.")
    is_mock: bool = said("Whether a mock provider gave it.")
    wgs84_latitude: float | None = said("Degrees north, WGS-84.")
    wgs84_longitude: float | None = said("Degrees east, WGS-84.")


@strawberry.type(description="An officer's departure.")
class CheckOut:
    claimed_at: dt.datetime = said("When, as the phone claimed.")
    corrected_at: dt.datetime = said("The same on the server's clock: the moment that counts.")
    received_at: dt.datetime = said("When the server received it.")
    distance_m: int | None = said("Metres to the place.")
    position: ArrivalPosition | None = said("Where the phone was.")


@strawberry.type(description="An officer's arrival at a visit.")
class CheckIn(Node):
    id: strawberry.ID = said("Opaque id, `chk_…`.")
    officer: Officer | None = said("The officer; null where the caller may not see officers.")
    claimed_at: dt.datetime = said("When, as the phone claimed.")
    device_clock_offset_ms: int | None = said("How far the phone's clock was off, in milliseconds.")
    corrected_at: dt.datetime = said("The same on the server's clock: the moment that counts.")
    received_at: dt.datetime = said("When the server received it.")
    certificates_shown: bool = said("Whether the enforcement certificates were shown.")
    rights_told: bool = said("Whether the institution was told its rights.")
    distance_m: int | None = said("Metres to the place visited, else to the nearest open one.")
    flags: list[ArrivalFlag] = said("What is noted about it; nothing of it keeps anybody away.")
    position: ArrivalPosition | None = said("Where the phone was.")
    check_out: CheckOut | None = said("The departure.")


@strawberry.type(description="A signature under one version of a record.")
class RecordSignature:
    party: SignatureParty = said("For whom.")
    name: str = said("Who signed.")
    capacity: str = said("As what.")
    record_hash: Sha256 = said("SHA-256 of the canonical record that the person read.")
    signed_at: dt.datetime = said("When, as claimed, on the server's clock.")
    recorded_at: dt.datetime = said("When the server received it.")
    recorded_by: Officer | None = said("Who wrote it down; null where officers are not seen.")
    evidence: Evidence | None = said("The picture of the signature.")
    is_valid: bool = said("Whether it fits the record, and the record is as it was sealed.")


@strawberry.type(description="Why the inspected party did not sign a version of a record.")
class SignatureRefusal:
    because: UnsignedBecause = said("Whether it refused, or nobody was there.")
    reason: str = said("Why, in words.")
    witness_name: str = said("Who saw it.")
    witness_capacity: str = said("As what.")
    record_hash: Sha256 = said("SHA-256 of the canonical record that was to be signed.")
    noted_at: dt.datetime = said("When, as claimed, on the server's clock.")
    recorded_at: dt.datetime = said("When the server received it.")
    recorded_by: Officer | None = said("Who wrote it down; null where officers are not seen.")
    evidence: Evidence | None = said("The picture of the note.")
    is_valid: bool = said("Whether it fits the record, and the record is as it was sealed.")


@strawberry.type(description="One item that a notice names.")
class NoticeItem:
    code: str = said("Code of the item.")
    title: str = said("What is checked.")


@strawberry.type(description="One officer that a notice names.")
class NoticeOfficer:
    officer_id: strawberry.ID = said("The officer's id, to ask for a recusal with.")
    unit: str = said("The officer's authority.")
    name: str = said("Name.")
    certificate_no: str = said("Number of the enforcement certificate.")


@strawberry.type(description="What an institution was told of a visit, as it was then.")
class Notice:
    mode: NoticeMode = said("In advance or on arrival.")
    issued_at: dt.datetime = said("When.")
    institution_name: str = said("The institution, as it was registered then.")
    unified_social_credit_code: str = said("Its code, as it was registered then.")
    task_code: str = said("Task code.")
    window_from: dt.date = said("First day of the window.")
    window_to: dt.date = said("Last day of the window, inclusive.")
    legal_basis: list[str] = said("Legal basis.")
    items: list[NoticeItem] = said("What is checked.")
    methods: list[Method] = said("How.")
    materials: list[str] = said("What to prepare; asked for once.")
    officers: list[NoticeOfficer] = said("Who comes, the leader first.")
    contact: str = said("Whom to ask.")
    appointment_possible: bool = said("Whether a time may be proposed.")
    visits_this_year: int = said("Visits to the institution before this one in this year.")
    text_edition: int = said("Edition of the texts on rights and duties.")
    paragraphs_zh: list[str] = said("Rights, duties and prohibitions, in Chinese.")
    paragraphs_en: list[str] = said("The same in English.")
    seal_authority: str = said("The authority that gives the notice.")
    sealed_on: dt.date = said("Its date.")
    acknowledged_at: dt.datetime | None = said("When the institution said that it knows.")


@strawberry.type(description="A time that an institution proposed for a visit.")
class Appointment(Node):
    id: strawberry.ID = said("Opaque id, `appt_…`.")
    visit_at: dt.datetime = said("The time proposed.")
    note: str | None = said("Note.")
    state: AppointmentState = said("Whether it was answered, and how.")
    proposed_at: dt.datetime = said("When it was proposed.")
    decided_at: dt.datetime | None = said("When it was answered.")
    reason: str | None = said("Why it was declined.")


@strawberry.type(description="A request that an officer does not take part in a visit.")
class RecusalRequest(Node):
    id: strawberry.ID = said("Opaque id, `rreq_…`.")
    officer: Officer | None = said("The officer; null where the caller may not see officers.")
    side: RecusalRequestSide = said("Who asked.")
    ground: RecusalGround | None = said("On what ground.")
    statement: str = said("Why, in words.")
    state: RecusalRequestState = said("Whether it was decided, and how.")
    requested_at: dt.datetime = said("When it was asked.")
    decided_at: dt.datetime | None = said("When it was decided.")
    reason: str | None = said("Reason of the decision.")
