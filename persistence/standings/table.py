"""Decisions on institutions, entitlements and persons, and how they ended: written once, never changed."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.institutions import CreditGrade, EntitlementState
from domain.standings import replay
from domain.standings.terms import Ending, StandingKind
from persistence.engine.columns import (
    WITHHELD,
    Key,
    Moment,
    RegionCode,
    Table,
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
    """That a decision holds no more, from which day on, and by whom it was ended."""

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
