"""External registrations, their differences from our register, and what the national platform reported."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from domain.registrations import differences, kinds, rules
from domain.registrations.terms import (
    DifferenceField,
    DifferenceState,
    RegistrationKind,
)
from persistence.engine.columns import (
    BOOKKEEPING,
    WITHHELD,
    KeptHistory,
    Key,
    Moment,
    Stamp,
    Table,
    enum_column,
    foreign_key,
)

WAITS = "state in ('OPEN', 'PUT_TO_INSTITUTION', 'EXPLAINED')"


class ExternalRegistration(Table):
    """One registration of an institution with another organ, and when it was last verified there."""

    __tablename__ = "external_registrations"
    __table_args__ = (
        sa.CheckConstraint("(level is null) = (kind <> 'MLPS_FILING')", name="level_of_mlps"),
        sa.CheckConstraint("level between 1 and 5", name="level_range"),
        sa.CheckConstraint(
            "num_nulls(verified_on, stale_on, verified_by) in (0, 3)", name="verified_by_whom"
        ),
        sa.Index(
            "uq_external_registrations_number",
            "kind",
            "number_key",
            unique=True,
            postgresql_where=sa.text("ended_on is null"),
        ),
        sa.Index("ix_external_registrations_kind_holder_key", "kind", "holder_key"),
        # Those whose verification is too old on a day, in the order of that day.
        sa.Index("ix_external_registrations_stale_on", "stale_on", "id"),
    )

    history = KeptHistory("number", institution="institution_id")

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    kind: Mapped[RegistrationKind] = enum_column(RegistrationKind)
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(info=dict(BOOKKEEPING))
    holder_key: Mapped[str] = mapped_column(info=dict(BOOKKEEPING))
    level: Mapped[int | None]
    source: Mapped[str]
    valid_to: Mapped[dt.date | None]
    verified_on: Mapped[dt.date | None]
    stale_on: Mapped[dt.date | None] = mapped_column(info=dict(BOOKKEEPING))
    verified_by: Mapped[UUID | None] = foreign_key(
        "accounts.id", index=False, info={**BOOKKEEPING, **WITHHELD}
    )
    verified_authority_id: Mapped[UUID | None] = foreign_key(
        "authorities.id", index=False, info={**BOOKKEEPING, **WITHHELD}
    )
    ended_on: Mapped[dt.date | None]
    version: Mapped[int]
    recorded_at: Mapped[Stamp]

    @validates("number")
    def _fold(self, _column: str, number: str) -> str:
        self.number_key = kinds.key(number)
        self.holder_key = kinds.holder_key(self.kind, number)
        return number

    def facts(self) -> rules.Registration:
        return rules.Registration(
            self.kind,
            self.number,
            self.level,
            self.valid_to,
            self.verified_on,
            self.stale_on,
            self.ended_on,
        )

    def record_verification(
        self, *, on: dt.date, source: str, by: UUID | None, authority_id: UUID | None
    ) -> None:
        self.verified_on, self.stale_on = on, rules.stale_on(self.kind, on)
        self.source = source
        self.verified_by, self.verified_authority_id = by, authority_id
        self.version += 1

    def record_correction(self, **changes: Any) -> None:
        """What was verified was the number and the level as they were."""
        for name, value in changes.items():
            setattr(self, name, value)
        if changes.keys() & {"number", "level"}:
            self.verified_on = self.stale_on = None
            self.verified_by = self.verified_authority_id = None
        self.version += 1

    def record_end(self, on: dt.date) -> None:
        self.ended_on = on
        self.version += 1


class RegistrationDifference(Table):
    """What another register says otherwise than ours: of an institution's entry, or of a registration."""

    __tablename__ = "registration_differences"
    __table_args__ = (
        # Of each field one waits at a time.
        sa.Index(
            "uq_registration_differences_open",
            "institution_id",
            "registration_id",
            "field",
            unique=True,
            postgresql_where=sa.text(WAITS),
            postgresql_nulls_not_distinct=True,
        ),
        sa.Index(
            "ix_registration_differences_seen_at",
            "seen_at",
            "id",
            postgresql_where=sa.text(WAITS),
        ),
        sa.Index("ix_registration_differences_institution_id", "institution_id", "id"),
        sa.Index(
            "ix_registration_differences_registration_id",
            "registration_id",
            postgresql_where=sa.text(WAITS),
        ),
        sa.CheckConstraint(
            "num_nulls(question, asked_at) in (0, 2)"
            " and num_nulls(explanation, explained_at) in (0, 2)"
            " and num_nulls(decided_at, decided_by, reason) in (0, 3)",
            name="steps_whole",
        ),
    )

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    registration_id: Mapped[UUID | None] = foreign_key("external_registrations.id", index=False)
    field: Mapped[DifferenceField] = enum_column(DifferenceField)
    ours: Mapped[str | None]
    theirs: Mapped[str | None]
    source: Mapped[str]
    source_updated_at: Mapped[dt.datetime | None]
    seen_at: Mapped[Moment]
    seen_by: Mapped[UUID | None] = foreign_key("accounts.id", index=False)
    state: Mapped[DifferenceState] = enum_column(DifferenceState)
    question: Mapped[str | None]
    asked_at: Mapped[dt.datetime | None]
    explanation: Mapped[str | None]
    explained_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[UUID | None] = foreign_key("accounts.id", index=False)
    version: Mapped[int]

    def facts(self) -> differences.Difference:
        return differences.Difference(self.id, self.field, self.ours, self.theirs, self.state)

    def record_state(self, state: DifferenceState) -> None:
        self.state = state
        self.version += 1

    def record_question(self, state: DifferenceState, question: str, *, at: dt.datetime) -> None:
        """An explanation of before was of another question; the transitions keep both."""
        self.record_state(state)
        self.question, self.asked_at = question, at
        self.explanation = self.explained_at = None

    def record_explanation(self, state: DifferenceState, text: str, *, at: dt.datetime) -> None:
        self.record_state(state)
        self.explanation, self.explained_at = text, at

    def record_decision(
        self, state: DifferenceState, reason: str, *, by: UUID | None, at: dt.datetime
    ) -> None:
        self.record_state(state)
        self.reason, self.decided_by, self.decided_at = reason, by, at


class PlatformReport(Table):
    """What one report of the national platform's entries came to."""

    __tablename__ = "platform_reports"

    id: Mapped[Key]
    reported_by: Mapped[UUID | None] = foreign_key("accounts.id")
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    reported_at: Mapped[Moment]
    row_count: Mapped[int]
    heard_count: Mapped[int]
    """Of institutions of the office, and not older than what came before."""
    outdated_count: Mapped[int]
    difference_count: Mapped[int]
    rejected: Mapped[Any] = mapped_column(sa.JSON())
    """`index`, `externalRef`, `field`, `zh` and `en` of each row that was not heard."""
