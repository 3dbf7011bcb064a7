"""Decisions on institutions, entitlements and persons, and how they ended: written once, never changed."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.deadlines import Due
from domain.institutions import CreditGrade, EntitlementState
from domain.moments import day_of
from domain.rectification.terms import EscalationMeasure
from domain.standings import replay, rulings
from domain.standings.terms import Ending, RulingState, RulingStepKind, StandingKind
from persistence.engine.columns import (
    WITHHELD,
    Key,
    Moment,
    RegionCode,
    Table,
    by_level,
    enum_column,
    foreign_key,
)
from persistence.engine.past import Past

_LISTED = "kind in ('WHITE_LIST', 'BLACK_LIST', 'KEY_SUPERVISION', 'STAFF_BLACK_LIST')"


class ListedPerson(Table):
    """Somebody on a list of persons; the identity number is a keyed hash for matching and sealed."""

    __tablename__ = "listed_persons"

    id: Mapped[Key]
    name: Mapped[str]
    identity_hash: Mapped[bytes] = mapped_column(unique=True)
    identity_sealed: Mapped[bytes]


class Standing(Table):
    """One decision: what it puts on whom, from when until when, on which ground, decided by whom.

    Region and sector are those of the institution, or of the deciding authority where it is about a person,
    when it was decided. What the register held before decisions were kept is `is_as_entered`.
    """

    __tablename__ = "standings"
    __table_args__ = (
        sa.CheckConstraint("until_on is null or from_on <= until_on", name="days_in_order"),
        sa.CheckConstraint(
            "num_nonnulls(institution_id, person_id) = 1", name="of_institution_or_person"
        ),
        sa.CheckConstraint(
            "(kind = 'ENTITLEMENT') = (entitlement_state is not null)"
            " and (kind = 'ENTITLEMENT') = (entitlement_id is not null)"
            " and (kind = 'CREDIT_GRADE') = (credit_grade is not null)"
            " and (kind = 'STAFF_BLACK_LIST') = (person_id is not null)",
            name="of_its_kind",
        ),
        sa.CheckConstraint(
            "is_as_entered or num_nulls(ground, authority_id, decided_by) = 0", name="decided_whole"
        ),
        sa.Index("ix_standings_institution_id", "institution_id", "kind"),
        sa.Index("ix_standings_entitlement_id", "entitlement_id"),
        sa.Index("ix_standings_person_id", "person_id"),
        # Of the few whose entitlements were taken for good.
        sa.Index(
            "ix_standings_taken",
            "institution_id",
            postgresql_where=sa.text(
                "entitlement_state in ('REMOVED', 'REVOKED', 'CANCELLED', 'SHUT_DOWN', 'WITHDRAWN')"
                " and not is_as_entered"
            ),
        ),
        # A list of the nation, and of a region, latest first.
        sa.Index("ix_standings_listed", "kind", "id", postgresql_where=sa.text(_LISTED)),
        sa.Index(
            "ix_standings_listed_in", "region_code", "kind", "id", postgresql_where=sa.text(_LISTED)
        ),
        # Of the few that keep institutions from enrolling.
        sa.Index(
            "ix_standings_stops",
            "institution_id",
            "from_on",
            "until_on",
            postgresql_where=sa.text("kind = 'ENROLMENT_STOP'"),
        ),
    )

    past = Past()

    id: Mapped[Key]
    kind: Mapped[StandingKind] = enum_column(StandingKind)
    institution_id: Mapped[UUID | None] = foreign_key("institutions.id", index=False)
    entitlement_id: Mapped[UUID | None] = foreign_key("entitlements.id", index=False)
    person_id: Mapped[UUID | None] = foreign_key("listed_persons.id", index=False)
    region_code: Mapped[RegionCode]
    sector: Mapped[Sector] = enum_column(Sector)
    entitlement_state: Mapped[EntitlementState | None] = enum_column(EntitlementState)
    credit_grade: Mapped[CreditGrade | None] = enum_column(CreditGrade)
    rule_version: Mapped[str | None]
    from_on: Mapped[dt.date]
    until_on: Mapped[dt.date | None]
    ground: Mapped[str | None]
    legal_basis: Mapped[list[str]]
    is_as_entered: Mapped[bool]
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    decided_by: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("accounts.id"), info=dict(WITHHELD)
    )
    decided_at: Mapped[Moment]
    proposal_id: Mapped[UUID | None] = foreign_key("escalation_proposals.id", info=dict(WITHHELD))
    """The measure proposed after an order was not kept, where it came of one."""
    ruling_id: Mapped[UUID | None] = foreign_key("rulings.id", info=dict(WITHHELD))
    """The ruling by which it was decided, where it takes a livelihood."""

    def facts(self, ended: "StandingEnd | None") -> replay.Standing:
        return replay.Standing(
            self.kind,
            self.from_on,
            self.until_on,
            self.decided_at,
            self.entitlement_state,
            self.credit_grade,
            None if ended is None else ended.ended_on,
        )


class StandingEnd(Table):
    """That a decision holds no more, from which day on, and by whom it was ended.

    An end that is still to come may be brought forward, and what ended may be quashed; a trigger keeps all
    else as it was written.
    """

    __tablename__ = "standing_ends"

    past = Past()

    standing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("standings.id"), primary_key=True)
    ended_on: Mapped[dt.date]
    ending: Mapped[Ending] = enum_column(Ending)
    reason: Mapped[str] = mapped_column(info=dict(WITHHELD))
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    decided_by: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("accounts.id"), info=dict(WITHHELD)
    )
    decided_at: Mapped[Moment]
    proposal_id: Mapped[UUID | None] = foreign_key("escalation_proposals.id", info=dict(WITHHELD))
    """The measure that ended it, where one did."""
    former_ended_on: Mapped[dt.date | None] = mapped_column(info=dict(WITHHELD))
    """From when on it was to hold no more, before another end was decided."""
    former_reason: Mapped[str | None] = mapped_column(info=dict(WITHHELD))

    def supersede(
        self,
        on: dt.date,
        ending: Ending,
        reason: str,
        *,
        authority_id: UUID | None,
        decided_by: UUID | None,
        decided_at: dt.datetime,
        proposal_id: UUID | None = None,
    ) -> None:
        self.former_ended_on, self.former_reason = self.ended_on, self.reason
        self.ended_on, self.ending, self.reason = on, ending, reason
        self.authority_id, self.decided_by = authority_id, decided_by
        self.decided_at, self.proposal_id = decided_at, proposal_id


class Ruling(Table):
    """A decision that takes a livelihood, from the notice of it on; region and sector are those of the
    institution when it was noticed."""

    __tablename__ = "rulings"
    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'NOTICED') = (decided_at is null)"
            " and num_nulls(decided_at, decided_by) in (0, 2)",
            name="decided_stamp",
        ),
        sa.CheckConstraint(
            "(state in ('IN_FORCE', 'QUASHED')) = (appeal_due_on is not null)"
            " and num_nulls(appeal_due_on, appeal_due_is_provisional) in (0, 2)",
            name="appeal_term",
        ),
        sa.CheckConstraint("state <> 'DROPPED' or reason is not null", name="dropped_with_reason"),
        sa.Index(
            "uq_rulings_noticed",
            "institution_id",
            "measure",
            unique=True,
            postgresql_where=sa.text("state = 'NOTICED'"),
        ),
        sa.Index("ix_rulings_institution_id_id", "institution_id", "id"),
        sa.Index("ix_rulings_authority_id_id", "authority_id", "id"),
        *by_level("ix_rulings", "region_code", "id"),
    )

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    region_code: Mapped[RegionCode]
    sector: Mapped[Sector] = enum_column(Sector)
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    measure: Mapped[EscalationMeasure] = enum_column(EscalationMeasure)
    entitlement_ids: Mapped[list[UUID]] = mapped_column(ARRAY(sa.Uuid()))
    until_on: Mapped[dt.date | None]
    """Last day of what it is to put on the institution, where that has one."""
    facts: Mapped[str]
    ground: Mapped[str]
    legal_basis: Mapped[list[str]]
    proposal_id: Mapped[UUID | None] = foreign_key("escalation_proposals.id")
    state: Mapped[RulingState] = enum_column(RulingState)
    drafted_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    noticed_at: Mapped[Moment]
    statement_due_on: Mapped[dt.date]
    statement_due_is_provisional: Mapped[bool]
    decided_at: Mapped[dt.datetime | None]
    """When it was put into force, or dropped."""
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    reason: Mapped[str | None]
    """Why it was dropped."""
    appeal_due_on: Mapped[dt.date | None]
    appeal_due_is_provisional: Mapped[bool | None]
    version: Mapped[int]

    def facts_with(
        self, steps: Collection["RulingStep"], officers: frozenset[UUID] = frozenset()
    ) -> rulings.Ruling:
        return rulings.Ruling(
            self.state,
            self.authority_id,
            self.institution_id,
            self.drafted_by,
            day_of(self.noticed_at),
            self.statement_due_on,
            self.appeal_due_on,
            tuple(rulings.RulingStep(each.kind, each.happened_on) for each in steps),
            officers,
        )

    def record_step(self) -> None:
        self.version += 1

    def record_decision(
        self,
        state: RulingState,
        *,
        by: UUID,
        at: dt.datetime,
        reason: str | None = None,
        appeal: Due | None = None,
    ) -> None:
        self.state, self.decided_by, self.decided_at, self.reason = state, by, at, reason
        if appeal is not None:
            self.appeal_due_on, self.appeal_due_is_provisional = appeal.on, appeal.provisional
        self.version += 1

    def record_quashing(self, state: RulingState) -> None:
        self.state = state
        self.version += 1


class RulingStep(Table):
    """What was said, held and appealed on the way of a ruling."""

    __tablename__ = "ruling_steps"

    id: Mapped[Key]
    ruling_id: Mapped[UUID] = foreign_key("rulings.id")
    kind: Mapped[RulingStepKind] = enum_column(RulingStepKind)
    happened_on: Mapped[dt.date]
    text: Mapped[str | None]
    is_by_institution: Mapped[bool]
    entered_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    entered_at: Mapped[Moment]
