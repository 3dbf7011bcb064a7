"""Authorities, their officers, and the officers who may inspect."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from domain import identifiers
from domain.authorities import AuthorityKind, ChangeKind, ChangeState, Sector
from domain.authorities.caps import PublishedCap
from domain.inspections.certificates import Certificate
from persistence.engine import spellings
from persistence.engine.columns import (
    KeptHistory,
    Key,
    Moment,
    RegionCode,
    Stamp,
    Table,
    enum_array,
    enum_array_check,
    enum_column,
    foreign_key,
)
from persistence.engine.past import Past


class Authority(Table):
    """One that closed stays, with what it did; `successor_id` is who does its work now."""

    __tablename__ = "authorities"
    __table_args__ = (
        enum_array_check("sectors", Sector),
        sa.CheckConstraint(
            "successor_id is null or closed_at is not null", name="succeeded_when_closed"
        ),
        sa.Index("ix_authorities_region_code_id", "region_code", "id"),
    )

    history = KeptHistory("name")
    past = Past(indexes=(sa.Index("ix_authorities_past_parent_id", "parent_id"),))

    id: Mapped[Key]
    kind: Mapped[AuthorityKind] = enum_column(AuthorityKind)
    name: Mapped[str]
    region_code: Mapped[RegionCode]
    sectors: Mapped[list[str]] = enum_array()
    parent_id: Mapped[UUID | None] = foreign_key("authorities.id")
    complaint_phone: Mapped[str | None]
    complaint_hours: Mapped[str | None]
    yearly_cap: Mapped[int | None]
    """As published last; until the day before `yearly_cap_from` it is `yearly_cap_before` that counts."""
    yearly_cap_from: Mapped[dt.date | None]
    yearly_cap_before: Mapped[int | None]
    closed_at: Mapped[dt.datetime | None]
    successor_id: Mapped[UUID | None] = foreign_key("authorities.id")
    version: Mapped[int] = mapped_column(server_default=sa.text("1"))
    created_at: Mapped[Stamp]
    updated_at: Mapped[Stamp]

    def published_cap(self) -> PublishedCap:
        return PublishedCap(self.yearly_cap, self.yearly_cap_from, self.yearly_cap_before)

    def record_correction(self, changes: Mapping[str, Any], *, at: dt.datetime) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.version += 1
        self.updated_at = at


class ChangeProposal(Table):
    """A change of what officials reach, as it will be when a second person confirms it: of a CLOSING
    the successor, of all others region, sectors and the authority above."""

    __tablename__ = "change_proposals"
    __table_args__ = (enum_array_check("sectors", Sector),)

    id: Mapped[Key]
    kind: Mapped[ChangeKind] = enum_column(ChangeKind)
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    authority_version: Mapped[int]
    """Of the authority that the proposal is about: a later one makes it out of date."""
    region_code: Mapped[str | None] = mapped_column(sa.ForeignKey("regions.code"))
    sectors: Mapped[list[str] | None] = enum_array()
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("authorities.id"))
    successor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("authorities.id"))
    officer_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("officers.id", use_alter=True, name="fk_change_proposals_officer_id")
    )
    staff_no: Mapped[str | None]
    """Of an OFFICER_MOVE: who goes to the successor, and the number there."""
    reason: Mapped[str]
    decline_reason: Mapped[str | None]
    state: Mapped[ChangeState] = enum_column(ChangeState)
    proposed_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    proposed_at: Mapped[Moment]
    decided_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[dt.datetime | None]

    def record_decision(self, state: ChangeState, *, by: UUID | None, at: dt.datetime) -> None:
        self.state, self.decided_by, self.decided_at = state, by, at


class Officer(Table):
    """A member of an authority's staff; an inspector has an `InspectorProfile` too."""

    __tablename__ = "officers"
    __table_args__ = (
        sa.UniqueConstraint(
            "authority_id",
            "staff_no_key",
            "staff_no_spelling",
            name="uq_officers_authority_id_staff_no",
        ),
    )

    history = KeptHistory("name")

    id: Mapped[Key]
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"), unique=True)
    name: Mapped[str]
    staff_no: Mapped[str]
    staff_no_key: Mapped[str] = spellings.key_of("staff_no", identifiers.number)
    staff_no_spelling: Mapped[int] = spellings.spelling()
    post: Mapped[str | None]
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(server_default=sa.func.now())
    """Until a second person confirmed that it is one, nobody is drawn or sent."""
    proposal_id: Mapped[UUID | None] = foreign_key("change_proposals.id")
    version: Mapped[int] = mapped_column(server_default=sa.text("1"))
    created_at: Mapped[Stamp]
    updated_at: Mapped[Stamp]

    def record_change(self, changes: Mapping[str, Any], *, at: dt.datetime) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.version += 1
        self.updated_at = at

    @validates("staff_no")
    def _fold(self, _column: str, staff_no: str) -> str:
        self.staff_no_key = identifiers.number(staff_no)
        return staff_no


class InspectorProfile(Table):
    """What makes an officer an inspector: the enforcement certificate and its validity (X42, X43)."""

    history = KeptHistory("certificate_no", kind="Officer", key="officer_id")

    __tablename__ = "inspector_profiles"
    __table_args__ = (
        sa.CheckConstraint(
            "certificate_valid_from <= certificate_valid_to", name="certificate_days_in_order"
        ),
        sa.UniqueConstraint(
            "certificate_no_key",
            "certificate_no_spelling",
            name="uq_inspector_profiles_certificate_no",
        ),
        enum_array_check("specialities", Sector),
        sa.Index("ix_inspector_profiles_certificate_valid_to", "certificate_valid_to"),
    )

    officer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"), primary_key=True)
    public_no: Mapped[str] = mapped_column(unique=True)
    certificate_no: Mapped[str]
    certificate_no_key: Mapped[str] = spellings.key_of("certificate_no", identifiers.number)
    certificate_no_spelling: Mapped[int] = spellings.spelling()
    certificate_valid_from: Mapped[dt.date]
    certificate_valid_to: Mapped[dt.date]
    specialities: Mapped[list[str]] = enum_array()
    is_expert: Mapped[bool]
    may_lead: Mapped[bool]
    entered_on: Mapped[dt.date]
    left_on: Mapped[dt.date | None]
    suspended_at: Mapped[dt.datetime | None]

    @validates("certificate_no")
    def _fold(self, _column: str, certificate_no: str) -> str:
        self.certificate_no_key = identifiers.number(certificate_no)
        return certificate_no


class EnforcementCertificate(Table):
    """One of an officer's certificates, past, current or to come. The profile has the latest number, and
    the unbroken days of the latest and those that lead to it."""

    __tablename__ = "enforcement_certificates"
    __table_args__ = (sa.CheckConstraint("valid_from <= valid_to", name="days_in_order"),)

    history = KeptHistory("number", kind="Officer", key="officer_id")

    id: Mapped[Key]
    officer_id: Mapped[UUID] = foreign_key("officers.id")
    number: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    recorded_at: Mapped[Stamp]

    def facts(self) -> Certificate:
        return Certificate(self.valid_from, self.valid_to)


STAFF_NO = spellings.Spelt(Officer, "staff_no", within=("authority_id",))
CERTIFICATE_NO = spellings.Spelt(InspectorProfile, "certificate_no", row_key="officer_id")
STAFF_NO.further_spellings()
CERTIFICATE_NO.further_spellings()
