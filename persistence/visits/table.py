"""The surroundings of a record: notices, check-ins and check-outs, signatures, earlier requests."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

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
from persistence.engine.columns import (
    Key,
    Moment,
    Table,
    enum_array,
    enum_array_check,
    enum_column,
    foreign_key,
)


class CheckIn(Table):
    """An officer's arrival as claimed, with what is noted about it."""

    __tablename__ = "check_ins"
    __table_args__ = (
        enum_array_check("flags", ArrivalFlag),
        sa.UniqueConstraint("inspection_id", "officer_id"),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)", name="position_whole"
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180", name="position_range"
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id", index=False)
    officer_id: Mapped[UUID] = foreign_key("officers.id")
    claimed_at: Mapped[Moment]
    device_clock_offset_ms: Mapped[int | None]
    corrected_at: Mapped[Moment]
    """The claimed moment on the server's clock: the one that counts."""
    received_at: Mapped[Moment]
    certificates_shown: Mapped[bool]
    rights_told: Mapped[bool]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    datum: Mapped[Datum | None] = enum_column(Datum)
    provider: Mapped[PositionProvider | None] = enum_column(PositionProvider)
    is_mock: Mapped[bool]
    wgs84_latitude: Mapped[float | None]
    wgs84_longitude: Mapped[float | None]
    distance_m: Mapped[int | None]
    """To the place visited, else the institution's nearest open one."""
    flags: Mapped[list[str]] = enum_array()


class CheckOut(Table):
    """The same officer's departure."""

    __tablename__ = "check_outs"
    __table_args__ = (
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)", name="position_whole"
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180", name="position_range"
        ),
    )

    check_in_id: Mapped[UUID] = mapped_column(sa.ForeignKey("check_ins.id"), primary_key=True)
    claimed_at: Mapped[Moment]
    device_clock_offset_ms: Mapped[int | None]
    corrected_at: Mapped[Moment]
    received_at: Mapped[Moment]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    datum: Mapped[Datum | None] = enum_column(Datum)
    provider: Mapped[PositionProvider | None] = enum_column(PositionProvider)
    is_mock: Mapped[bool]
    wgs84_latitude: Mapped[float | None]
    wgs84_longitude: Mapped[float | None]
    distance_m: Mapped[int | None]


class RecordSignature(Table):
    """A person's signature under one version of a record, bound to the bytes that were read."""

    __tablename__ = "record_signatures"
    __table_args__ = (sa.UniqueConstraint("record_id", "party", "name"),)

    id: Mapped[Key]
    record_id: Mapped[UUID] = foreign_key("inspection_records.id", index=False)
    party: Mapped[SignatureParty] = enum_column(SignatureParty)
    name: Mapped[str]
    capacity: Mapped[str]
    record_hash: Mapped[str]
    signed_at: Mapped[Moment]
    """As claimed, on the server's clock."""
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"))
    evidence_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("evidence.id"))
    """The picture of the signature."""


class SignatureRefusal(Table):
    """Why the inspected party did not sign a version, and who saw it."""

    __tablename__ = "signature_refusals"

    id: Mapped[Key]
    record_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_records.id"), unique=True)
    because: Mapped[UnsignedBecause] = enum_column(UnsignedBecause)
    reason: Mapped[str]
    witness_name: Mapped[str]
    witness_capacity: Mapped[str]
    record_hash: Mapped[str]
    noted_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"))
    evidence_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("evidence.id"))


class Notice(Table):
    """The notice of a visit as it was issued; only its receipt is added later."""

    __tablename__ = "notices"
    __table_args__ = (
        enum_array_check("methods", Method),
        sa.CheckConstraint(
            "num_nulls(acknowledged_at, acknowledged_by) in (0, 2)", name="acknowledged_by_whom"
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspections.id"), unique=True)
    mode: Mapped[NoticeMode] = enum_column(NoticeMode)
    issued_at: Mapped[Moment]
    issued_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    institution_name: Mapped[str]
    credit_code: Mapped[str]
    task_code: Mapped[str]
    window_from: Mapped[dt.date]
    window_to: Mapped[dt.date]
    legal_basis: Mapped[list[str]]
    methods: Mapped[list[str]] = enum_array()
    materials: Mapped[list[str]]
    contact: Mapped[str]
    appointment_possible: Mapped[bool]
    visits_this_year: Mapped[int]
    """To the institution before this one, of all authorities."""
    text_edition: Mapped[int]
    paragraphs_zh: Mapped[list[str]]
    paragraphs_en: Mapped[list[str]]
    seal_authority: Mapped[str]
    sealed_on: Mapped[dt.date]
    acknowledged_at: Mapped[dt.datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))


class NoticeItem(Table):
    """One item that the notice names."""

    __tablename__ = "notice_items"
    __table_args__ = (sa.UniqueConstraint("notice_id", "position"),)

    id: Mapped[Key]
    notice_id: Mapped[UUID] = foreign_key("notices.id", index=False)
    position: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]


class NoticeOfficer(Table):
    """One officer named in the notice."""

    __tablename__ = "notice_officers"
    __table_args__ = (sa.UniqueConstraint("notice_id", "position"),)

    id: Mapped[Key]
    notice_id: Mapped[UUID] = foreign_key("notices.id", index=False)
    position: Mapped[int]
    officer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"))
    unit: Mapped[str]
    name: Mapped[str]
    certificate_no: Mapped[str]


class Appointment(Table):
    """A time that the institution proposed, and the answer."""

    __tablename__ = "appointments"
    __table_args__ = (
        sa.Index(
            "uq_appointments_open",
            "inspection_id",
            unique=True,
            postgresql_where=sa.text("state = 'PROPOSED'"),
        ),
        sa.CheckConstraint(
            "(state = 'PROPOSED') = (decided_at is null)", name="decided_when_answered"
        ),
        sa.CheckConstraint(
            "state <> 'DECLINED' or reason is not null", name="declined_with_reason"
        ),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    visit_at: Mapped[Moment]
    note: Mapped[str | None]
    state: Mapped[AppointmentState] = enum_column(AppointmentState)
    proposed_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    proposed_at: Mapped[Moment]
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]


class RecusalRequest(Table):
    """A request that an officer does not take part in one visit."""

    __tablename__ = "recusal_requests"
    __table_args__ = (
        sa.Index(
            "uq_recusal_requests_open",
            "inspection_id",
            "officer_id",
            unique=True,
            postgresql_where=sa.text("state = 'REQUESTED'"),
        ),
        sa.CheckConstraint(
            "(state = 'REQUESTED') = (decided_at is null)", name="decided_when_answered"
        ),
        sa.CheckConstraint("state <> 'REFUSED' or reason is not null", name="refused_with_reason"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    officer_id: Mapped[UUID] = foreign_key("officers.id")
    side: Mapped[RecusalRequestSide] = enum_column(RecusalRequestSide)
    ground: Mapped[RecusalGround | None] = enum_column(RecusalGround)
    statement: Mapped[str]
    state: Mapped[RecusalRequestState] = enum_column(RecusalRequestState)
    requested_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    requested_at: Mapped[Moment]
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]
    incoming_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("officers.id"))
    """Who went instead."""
