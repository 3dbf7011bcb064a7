"""Ledgers that were uploaded: how far each has come, what its rows come to, and which chunks are in."""

import datetime as dt
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.ledgers.jobs import LedgerPlace
from domain.ledgers.terms import LedgerJobState, LedgerKind, LedgerRowOutcome
from persistence.engine.columns import Key, Moment, Table, enum_array, enum_column, foreign_key

_OPEN = "state in ('DECLARED', 'UPLOADED', 'CHECKING', 'CHECKED', 'APPLYING')"


class LedgerJob(Table):
    """One uploaded file. Its bytes are parts of the store under its key, until it is at its end."""

    __tablename__ = "ledger_jobs"
    __table_args__ = (
        sa.CheckConstraint("octet_length(sha256) = 32", name="hash_whole"),
        sa.CheckConstraint(
            "(failure_code is null) = (state <> 'FAILED')"
            " and num_nulls(failure_code, failure_zh, failure_en) in (0, 3)",
            name="failed_with_reason",
        ),
        sa.Index(
            "ix_ledger_jobs_open", "declared_by", "leased_until", postgresql_where=sa.text(_OPEN)
        ),
        sa.Index(
            "ix_ledger_jobs_kept", "changed_at", postgresql_where=sa.text("cleared_at is null")
        ),
    )

    id: Mapped[Key]
    kind: Mapped[LedgerKind] = enum_column(LedgerKind)
    declared_by: Mapped[UUID] = foreign_key("accounts.id")
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    institution_id: Mapped[UUID | None] = foreign_key("institutions.id")
    file_name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    declared_at: Mapped[Moment]
    state: Mapped[LedgerJobState] = enum_column(LedgerJobState)
    changed_at: Mapped[Moment]
    """When the state last changed: from then on it counts how long the job is kept."""
    applied_by: Mapped[UUID | None] = foreign_key("accounts.id", index=False)
    done_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int | None]
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    rejected_count: Mapped[int] = mapped_column(default=0)
    unchecked_count: Mapped[int] = mapped_column(default=0)
    failure_code: Mapped[str | None]
    failure_zh: Mapped[str | None]
    failure_en: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(default=0)
    """Counts those who took the job up; each writes only while it is the last."""
    try_count: Mapped[int] = mapped_column(default=0)
    """How often it was taken up in this state."""
    leased_until: Mapped[dt.datetime | None]
    """By the database's clock. Past it, the process is taken for dead."""
    rejected_key: Mapped[UUID | None]
    """Under which the store has the rejected rows."""
    cleared_at: Mapped[dt.datetime | None]

    @classmethod
    def declared(
        cls,
        *,
        id: UUID,
        kind: LedgerKind,
        by: UUID,
        place: LedgerPlace,
        file_name: str,
        size: int,
        sha256: bytes,
        at: dt.datetime,
    ) -> Self:
        return cls(
            id=id,
            kind=kind,
            declared_by=by,
            authority_id=place.authority_id,
            institution_id=place.institution_id,
            file_name=file_name,
            size=size,
            sha256=sha256,
            declared_at=at,
            state=LedgerJobState.DECLARED,
            changed_at=at,
        )

    @property
    def is_dry(self) -> bool:
        return self.applied_by is None

    def record_state(self, state: LedgerJobState, *, at: dt.datetime) -> None:
        """Who worked on it stops: what is to be done now is another thing."""
        self.state, self.changed_at = state, at
        self.attempt, self.try_count, self.leased_until = self.attempt + 1, 0, None

    def record_apply(self, state: LedgerJobState, *, by: UUID, at: dt.datetime) -> None:
        """Judged from the beginning: what the dry run counted is not what is in."""
        self.record_state(state, at=at)
        self.applied_by, self.rejected_key = by, None
        self.done_count = self.new_count = self.changed_count = 0
        self.unchanged_count = self.rejected_count = self.unchecked_count = 0

    def record_failure(self, code: str, zh: str, en: str, *, at: dt.datetime) -> None:
        self.record_state(LedgerJobState.FAILED, at=at)
        self.failure_code, self.failure_zh, self.failure_en = code, zh, en


class LedgerRow(Table):
    """What one row of the file comes to, where it changes something or is rejected."""

    __tablename__ = "ledger_rows"
    __table_args__ = (
        sa.Index("ix_ledger_rows_job_id_is_dry_position", "job_id", "is_dry", "position"),
        sa.Index(
            "ix_ledger_rows_rejected",
            "job_id",
            "is_dry",
            "position",
            postgresql_where=sa.text("outcome = 'REJECTED'"),
        ),
    )

    id: Mapped[Key]
    job_id: Mapped[UUID]
    """Without a foreign key: jobs are never deleted, and each row would lock its job."""
    is_dry: Mapped[bool]
    chunk: Mapped[int]
    position: Mapped[int]
    """Among the rows of the file, from 0."""
    sheet: Mapped[str]
    line: Mapped[int]
    label: Mapped[str]
    outcome: Mapped[LedgerRowOutcome] = enum_column(LedgerRowOutcome)
    changed: Mapped[list[str]] = enum_array()
    """Headings of what it changes."""
    refusals: Mapped[Any] = mapped_column(sa.JSON())
    """`column`, `heading`, `zh` and `en` of each thing that is wrong with it."""


class LedgerChunk(Table):
    """Rows that were carried out together: once, for it is written in their transaction."""

    __tablename__ = "ledger_chunks"

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_dry: Mapped[bool] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    new_count: Mapped[int]
    changed_count: Mapped[int]
    unchanged_count: Mapped[int]
    rejected_count: Mapped[int]
    unchecked_count: Mapped[int]
    versions: Mapped[dict[str, Any]]
    """Of the entries that it changed: what it made of them is nobody else's change."""
