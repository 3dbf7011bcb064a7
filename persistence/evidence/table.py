"""Evidence: its slots, the files that fill them, uploads under way, and which record covers which."""

import datetime as dt
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.evidence.arrivals import ReceivedFile
from domain.evidence.declarations import EvidenceDeclaration
from domain.evidence.terms import EvidenceKind, EvidenceState, EvidenceVerdict, OwnerKind
from domain.positions import Datum
from persistence.engine.columns import (
    Key,
    Moment,
    Table,
    enum_column,
    foreign_key,
)


class Evidence(Table):
    """One thing that was declared: nothing of what is declared ever changes, a correction is a
    further version. `captured_by`, place and file name stay empty for a complaint, for they could
    tell who complained (decision 0020)."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.CheckConstraint("octet_length(sha256) = 32", name="hash_whole"),
        sa.CheckConstraint("size between 1 and 2147483647", name="size_in_range"),
        sa.CheckConstraint(
            "num_nulls(latitude, longitude, datum) in (0, 3)", name="position_whole"
        ),
        sa.CheckConstraint(
            "latitude between -90 and 90 and longitude between -180 and 180", name="position_range"
        ),
        sa.CheckConstraint(
            "owner_kind <> 'COMPLAINT' or num_nonnulls(captured_by, latitude, file_name) = 0",
            name="complaint_names_nobody",
        ),
        sa.CheckConstraint(
            "num_nonnulls(received_at, seal, verdict, checked_at)"
            " = case state when 'RECEIVED' then 4 else 0 end",
            name="received_is_sealed",
        ),
        sa.CheckConstraint("(state = 'REFUSED') = (refusal is not null)", name="refused_with_code"),
        sa.CheckConstraint(
            "(state = 'WITHDRAWN') = (withdrawn_at is not null)", name="withdrawn_stamp"
        ),
        sa.CheckConstraint(
            "(version_no = 1) = (replaces_id is null)"
            " and (replaces_id is null or reason is not null)",
            name="later_version_has_reason",
        ),
        sa.CheckConstraint(
            "num_nulls(released_at, released_by) in (0, 2) and (released_at is null"
            " or state = 'RECEIVED' and owner_kind = 'INSPECTION')",
            name="released_whole",
        ),
        sa.Index("ix_evidence_owner_kind_owner_id_id", "owner_kind", "owner_id", "id"),
        sa.Index("ix_evidence_captured_by_declared_at", "captured_by", "declared_at"),
        sa.Index(
            "ix_evidence_waiting",
            "declared_at",
            "id",
            postgresql_where=sa.text("state = 'EXPECTED'"),
        ),
    )

    id: Mapped[Key]
    owner_kind: Mapped[OwnerKind] = enum_column(OwnerKind)
    owner_id: Mapped[UUID]
    declaration_id: Mapped[UUID] = mapped_column(index=True)
    """What was declared together, by one operation."""
    kind: Mapped[EvidenceKind] = enum_column(EvidenceKind)
    sha256: Mapped[bytes] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    media_type: Mapped[str]
    file_name: Mapped[str | None]
    captured_at: Mapped[dt.datetime | None]
    """Claimed by the device; `declared_at` and `received_at` are the server's."""
    captured_by: Mapped[UUID | None] = foreign_key("officers.id", index=False)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    datum: Mapped[Datum | None] = enum_column(Datum)
    wgs84_latitude: Mapped[float | None]
    wgs84_longitude: Mapped[float | None]
    declared_at: Mapped[Moment]
    state: Mapped[EvidenceState] = enum_column(EvidenceState)
    received_at: Mapped[dt.datetime | None]
    refusal: Mapped[str | None]
    """The code of the refusal that its bytes met."""
    version_no: Mapped[int]
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("evidence.id"), unique=True)
    superseded_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawal_reason: Mapped[str | None]
    seal: Mapped[bytes | None]
    """A keyed hash over the entry as it was when the bytes had arrived."""
    verdict: Mapped[EvidenceVerdict | None] = enum_column(EvidenceVerdict)
    """What the bytes kept were found to be at `checked_at`, for the first time at arrival."""
    checked_at: Mapped[dt.datetime | None]
    released_at: Mapped[dt.datetime | None]
    released_by: Mapped[UUID | None] = foreign_key("accounts.id", index=False)

    @classmethod
    def expected(
        cls,
        declared: EvidenceDeclaration,
        *,
        id: UUID,
        owner_kind: OwnerKind,
        owner_id: UUID,
        declaration_id: UUID,
        version_no: int,
        captured_by: UUID | None,
        at: dt.datetime,
    ) -> Self:
        position, wgs84 = declared.position, declared.wgs84
        return cls(
            id=id,
            owner_kind=owner_kind,
            owner_id=owner_id,
            declaration_id=declaration_id,
            kind=declared.kind,
            sha256=declared.sha256,
            size=declared.size,
            media_type=declared.media_type,
            file_name=declared.file_name,
            captured_at=declared.captured_at,
            captured_by=captured_by,
            latitude=position and position.latitude,
            longitude=position and position.longitude,
            accuracy_m=position and position.accuracy_m,
            datum=position and position.datum,
            wgs84_latitude=wgs84 and wgs84.latitude,
            wgs84_longitude=wgs84 and wgs84.longitude,
            declared_at=at,
            state=EvidenceState.EXPECTED,
            version_no=version_no,
            replaces_id=declared.replaces_id,
            reason=declared.reason,
        )

    def record_arrival(self, seal: bytes, *, at: dt.datetime) -> None:
        self.state, self.received_at, self.seal = EvidenceState.RECEIVED, at, seal
        self.verdict, self.checked_at = EvidenceVerdict.INTACT, at

    def record_refusal(self, code: str) -> None:
        self.state, self.refusal = EvidenceState.REFUSED, code

    def record_withdrawal(self, reason: str, *, at: dt.datetime) -> None:
        self.state, self.withdrawn_at = EvidenceState.WITHDRAWN, at
        self.withdrawal_reason = reason

    def record_check(self, verdict: EvidenceVerdict, *, at: dt.datetime) -> None:
        self.verdict, self.checked_at = verdict, at

    def record_release(self, *, by: UUID | None, at: dt.datetime | None) -> None:
        """Open the picture to everyone, or close it again with neither."""
        self.released_by, self.released_at = by, at


class Blob(Table):
    """A file kept once under its hash, whichever slots name it, with what was derived from it."""

    __tablename__ = "blobs"
    __table_args__ = (
        sa.CheckConstraint("octet_length(sha256) = 32", name="hash_whole"),
        sa.CheckConstraint(
            "num_nulls(width, height, derivative_sha256, thumbnail_sha256) in (0, 4)",
            name="picture_whole",
        ),
        sa.Index("ix_blobs_derivative_sha256", "derivative_sha256"),
        sa.Index("ix_blobs_thumbnail_sha256", "thumbnail_sha256"),
    )

    sha256: Mapped[bytes] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    media_type: Mapped[str]
    """By its content."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    derivative_sha256: Mapped[bytes | None]
    thumbnail_sha256: Mapped[bytes | None]
    stored_at: Mapped[Moment]

    @classmethod
    def of(cls, arrival: ReceivedFile, *, at: dt.datetime) -> Self:
        return cls(
            sha256=arrival.sha256,
            size=arrival.size,
            media_type=arrival.media_type,
            width=arrival.width,
            height=arrival.height,
            derivative_sha256=arrival.derivative_sha256,
            thumbnail_sha256=arrival.thumbnail_sha256,
            stored_at=at,
        )


class Upload(Table):
    """An upload under way: how far it has come is what the store holds of it, not what a row says."""

    __tablename__ = "uploads"
    __table_args__ = (
        sa.Index(
            "uq_uploads_open",
            "evidence_id",
            unique=True,
            postgresql_where=sa.text("finished_at is null"),
        ),
        sa.Index(
            "ix_uploads_expires_at",
            "expires_at",
            postgresql_where=sa.text("finished_at is null"),
        ),
    )

    id: Mapped[Key]
    """Random and unguessable: a client that knows it may continue the upload."""
    evidence_id: Mapped[UUID] = foreign_key("evidence.id")
    size: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    whole_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]


class RecordEvidence(Table):
    """What was declared when a record was filed, and so is covered by its seal."""

    __tablename__ = "record_evidence"

    record_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("inspection_records.id"), primary_key=True
    )
    evidence_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evidence.id"), primary_key=True)
