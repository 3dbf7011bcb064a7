"""What mutations leave behind: operations, audit events, state transitions, histories, the outbox."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from persistence.engine.columns import Key, Stamp, Table


class Operation(Table):
    """A completed operation: the same id with the same input returns the same success again."""

    __tablename__ = "operations"

    actor_key: Mapped[bytes] = mapped_column(primary_key=True)
    """A keyed hash of the account, or for anonymous visitors a constant (decision 0020)."""
    operation_id: Mapped[UUID] = mapped_column(primary_key=True)
    mutation: Mapped[str]
    input_hmac: Mapped[bytes]
    success: Mapped[str]
    ids: Mapped[dict[str, Any]] = mapped_column(JSONB)
    done_at: Mapped[Stamp]


class Installation(Table):
    """One row: of which secret the keys are that this register's values are sealed with, where its
    topmost authority answers, and the token with which an empty one may be set up."""

    __tablename__ = "installation"
    __table_args__ = (sa.CheckConstraint("is_only", name="one_row"),)

    is_only: Mapped[bool] = mapped_column(primary_key=True, server_default=sa.true())
    key_fingerprint: Mapped[bytes]
    recorded_at: Mapped[Stamp]
    top_region_code: Mapped[str | None]
    """Null for the nation."""
    setup_token_hash: Mapped[bytes | None]
    setup_expires_at: Mapped[dt.datetime | None]
    entitlements_expire_from: Mapped[dt.date] = mapped_column(server_default=sa.func.current_date())
    """Entitlements whose last day is before this one are left as they were entered."""


class AuditEvent(Table):
    """Who did what to which thing, written in the transaction of the mutation."""

    __tablename__ = "audit_events"
    __table_args__ = (sa.Index("ix_audit_events_subject_id_at", "subject_id", "at"),)

    id: Mapped[Key]
    at: Mapped[Stamp]
    tag: Mapped[str]
    actor_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    request_id: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)


class FieldChange(Table):
    """One field of an entry of the register that was changed: by whom, by what, from what to what.

    Without a field: the entry itself, which was made, or is no more.
    """

    __tablename__ = "field_changes"
    __table_args__ = (
        sa.Index("ix_field_changes_object_id_id", "object_id", "id"),
        sa.Index("ix_field_changes_institution_id_id", "institution_id", "id"),
    )

    id: Mapped[Key]
    changed_at: Mapped[Stamp]
    kind: Mapped[str]
    object_id: Mapped[UUID]
    institution_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    authority_id: Mapped[UUID | None]
    operation: Mapped[str | None]
    reason: Mapped[str | None]
    field_name: Mapped[str | None]
    is_confidential: Mapped[bool]
    before: Mapped[Any | None] = mapped_column(JSONB)
    after: Mapped[Any | None] = mapped_column(JSONB)


class StateTransition(Table):
    __tablename__ = "state_transitions"
    __table_args__ = (sa.Index("ix_state_transitions_subject_id_at", "subject_id", "at"),)

    id: Mapped[Key]
    at: Mapped[Stamp]
    entity: Mapped[str]
    subject_id: Mapped[UUID]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    event: Mapped[str]
    actor_id: Mapped[UUID | None]
    ground: Mapped[str | None]


_WAITS = "delivered_at is null and dead_at is null"


class OutboxMessage(Table):
    """An effect outside the database, to be delivered at least once and in order per object.

    Sealed ones are for a telephone, the others for other systems; each have a channel of their own.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        sa.Index(
            "ix_outbox_messages_to_phones",
            "next_at",
            "id",
            postgresql_where=sa.text(f"{_WAITS} and payload_sealed is not null"),
        ),
        sa.Index(
            "ix_outbox_messages_events",
            "next_at",
            "id",
            postgresql_where=sa.text(f"{_WAITS} and payload_sealed is null"),
        ),
        sa.Index("ix_outbox_messages_order", "object_id", "id", postgresql_where=sa.text(_WAITS)),
        sa.Index(
            "ix_outbox_messages_expires_at",
            "expires_at",
            postgresql_where=sa.text("delivered_at is null and expires_at is not null"),
        ),
        sa.Index("ix_outbox_messages_dead", "id", postgresql_where=sa.text("dead_at is not null")),
        sa.Index(
            "ix_outbox_messages_delivered_at",
            "delivered_at",
            postgresql_where=sa.text("delivered_at is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(server_default=sa.func.gen_random_uuid())
    """The same at each attempt, and in no other message: also after a restore, where ids come again."""
    topic: Mapped[str]
    object_id: Mapped[UUID | None]
    payload_sealed: Mapped[bytes | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[Stamp]
    expires_at: Mapped[dt.datetime | None]
    """From then on it is of no use to anybody, and is removed undelivered."""
    next_at: Mapped[Stamp]
    lease_until: Mapped[dt.datetime | None]
    held_by: Mapped[UUID | None]
    """Who claimed it: an id made for the claim. Only its holder may say what came of it."""
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str | None]
    delivered_at: Mapped[dt.datetime | None]
    dead_at: Mapped[dt.datetime | None]


class ScheduledJob(Table):
    """One job that runs by itself; only the holder of its lease runs it."""

    __tablename__ = "scheduled_jobs"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[Stamp]
    lease_until: Mapped[dt.datetime | None]
    held_by: Mapped[UUID | None]
    last_started_at: Mapped[dt.datetime | None]
    last_succeeded_at: Mapped[dt.datetime | None]
    failure_count: Mapped[int] = mapped_column(server_default="0")
    """Since the last success."""
    last_error: Mapped[str | None]
    stopped_at: Mapped[dt.datetime | None]
    stopped_because: Mapped[str | None]
