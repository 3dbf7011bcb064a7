"""Accounts, what they were granted, and the devices they are signed in on."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.complaints.terms import RealName
from domain.links import LinkPurpose
from domain.roles import Role
from persistence.engine.columns import (
    Key,
    Moment,
    Stamp,
    Table,
    enum_column,
    foreign_key,
)


class Account(Table):
    """Someone who can sign in: officials and administrators by name, parents by telephone.

    A telephone number is kept as keyed hash for matching and sealed for sending; never in clear.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(login, phone_hash) >= 1", name="can_be_named"),
    )

    id: Mapped[Key]
    login: Mapped[str | None] = mapped_column(unique=True)
    phone_hash: Mapped[bytes | None] = mapped_column(unique=True)
    phone_sealed: Mapped[bytes | None]
    display_name: Mapped[str]
    real_name: Mapped[RealName | None] = enum_column(RealName)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(server_default=sa.false())
    created_by: Mapped[UUID | None]
    created_at: Mapped[Stamp]
    disabled_at: Mapped[dt.datetime | None]
    sessions_valid_from: Mapped[Stamp]
    """Access tokens issued before are dead: moved on by a change of password or disabling."""

    def record_password(self, password_hash: str, *, at: dt.datetime) -> None:
        self.password_hash, self.must_change_password = password_hash, False
        self.sessions_valid_from = at

    def record_enabling(self, *, at: dt.datetime) -> None:
        self.disabled_at, self.sessions_valid_from = None, at

    def record_disabling(self, *, at: dt.datetime) -> None:
        self.disabled_at = self.sessions_valid_from = at


class RoleGrant(Table):
    """A role held at an authority or an institution; ended by a date, never deleted.

    What an administrator grants is not in force before a second person confirmed it.
    """

    __tablename__ = "role_grants"
    __table_args__ = (
        sa.Index(
            "uq_role_grants_live",
            "account_id",
            "role",
            "authority_id",
            "institution_id",
            unique=True,
            postgresql_where=sa.text("revoked_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
        sa.CheckConstraint(
            "num_nonnulls(authority_id, institution_id) <= 1", name="held_in_one_place"
        ),
    )

    id: Mapped[Key]
    account_id: Mapped[UUID] = foreign_key("accounts.id")
    role: Mapped[Role] = enum_column(Role)
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    institution_id: Mapped[UUID | None] = foreign_key("institutions.id")
    granted_by: Mapped[UUID | None]
    proposal_id: Mapped[UUID | None] = foreign_key("change_proposals.id")
    """The one with which it is confirmed, of those proposed together."""
    granted_at: Mapped[Stamp]
    in_force_at: Mapped[dt.datetime | None] = mapped_column(server_default=sa.func.now())
    confirmed_by: Mapped[UUID | None]
    revoked_by: Mapped[UUID | None]
    revoked_at: Mapped[dt.datetime | None]

    def record_confirmation(self, *, by: UUID | None, at: dt.datetime) -> None:
        self.confirmed_by, self.in_force_at = by, at

    def record_revocation(self, *, by: UUID | None, at: dt.datetime) -> None:
        self.revoked_by, self.revoked_at = by, at


class Session(Table):
    """One signed-in device: the family of refresh tokens that follow one another."""

    __tablename__ = "sessions"

    id: Mapped[Key]
    account_id: Mapped[UUID] = foreign_key("accounts.id")
    device_id: Mapped[str]
    created_at: Mapped[Stamp]
    last_used_at: Mapped[Stamp]
    """When it began or was continued last."""
    expires_at: Mapped[Moment]
    ended_at: Mapped[dt.datetime | None]


class RefreshToken(Table):
    """One refresh token, kept as its hash.

    `used_at` opens the 60 seconds in which a lost answer may be asked again.
    """

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = foreign_key("sessions.id")
    issued_at: Mapped[Stamp]
    used_at: Mapped[dt.datetime | None]


class OneTimeCode(Table):
    """A code sent to a telephone, kept as keyed hash until it is used or expires.

    A telephone may have several: one sent later, to whom ever asked, leaves those before good.
    """

    __tablename__ = "one_time_codes"

    phone_hash: Mapped[bytes] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    sent_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    attempts_left: Mapped[int]


class AccountLink(Table):
    """A one-time link with which the holder sets the account's password; its token is kept as a keyed
    hash. At most one of a purpose is open; `closed_at` is when it was used or ended."""

    __tablename__ = "account_links"
    __table_args__ = (
        sa.Index(
            "uq_account_links_open",
            "account_id",
            "purpose",
            unique=True,
            postgresql_where=sa.text("closed_at is null"),
        ),
    )

    id: Mapped[Key]
    account_id: Mapped[UUID] = foreign_key("accounts.id")
    purpose: Mapped[LinkPurpose] = enum_column(LinkPurpose)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    issued_by: Mapped[UUID | None]
    issued_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    in_force_at: Mapped[dt.datetime | None]
    """None as long as a second person has not confirmed it."""
    confirmed_by: Mapped[UUID | None]
    phone_is_lost: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether who issued it wants it answered although the account has a telephone."""
    closed_at: Mapped[dt.datetime | None]
    used_at: Mapped[dt.datetime | None]

    def record_confirmation(self, *, by: UUID | None, at: dt.datetime) -> None:
        self.confirmed_by, self.in_force_at = by, at
        self.expires_at = at + self.purpose.valid_within
