"""A draw as it happened: the frozen pool, who was drawn and dealt, the trail, and the public proof.

`text` is what the commitment commits to, byte for byte; with the salt, the nonce and the entropy it
gives everything else again.
"""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.authorities import Sector
from domain.inspections.terms import ReplacementReason
from domain.institutions import RiskClass
from domain.registries.terms import ExclusionGround, OfficerExclusion
from domain.roles import Role
from domain.tasks.draw_steps import Share
from domain.tasks.terms import DrawStage, EntropySource
from persistence.engine.columns import (
    Key,
    Moment,
    RegionCode,
    Table,
    enum_column,
    foreign_key,
)


class Draw(Table):
    """One for each task, for ever: a second draw of a task is impossible."""

    __tablename__ = "draws"
    __table_args__ = (
        sa.UniqueConstraint("task_id"),
        sa.UniqueConstraint("task_code"),
        sa.CheckConstraint(
            "num_nulls(seed, revelation, drawn_at, drawn_by) in (0, 4)", name="drawn_whole"
        ),
        sa.CheckConstraint("revealed_at is null or drawn_at is not null", name="revealed_is_drawn"),
        sa.Index("ix_draws_frozen_at_id", "frozen_at", "id"),
        sa.Index("ix_draws_authority_region_code_id", "authority_region_code", "id"),
    )

    id: Mapped[Key]
    task_id: Mapped[UUID] = foreign_key("inspection_tasks.id", index=False)
    task_code: Mapped[str]
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    authority_region_code: Mapped[RegionCode]
    """The authority's region, kept here so that those above it see the draw by one range."""
    sector: Mapped[Sector] = enum_column(Sector)
    stage: Mapped[DrawStage] = enum_column(DrawStage)
    algorithm: Mapped[str]
    software: Mapped[str]
    text: Mapped[str]
    commitment: Mapped[str]
    entropy_source: Mapped[EntropySource] = enum_column(EntropySource)
    entropy_terms: Mapped[dict[str, Any]] = mapped_column(JSONB)
    draw_at: Mapped[Moment]
    salt_sealed: Mapped[bytes]
    nonce_sealed: Mapped[bytes]
    revelation: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    seed: Mapped[str | None]
    object_count: Mapped[int]
    eligible_count: Mapped[int]
    drawn_count: Mapped[int]
    """Before the draw: how many will be."""
    unstaffed_count: Mapped[int]
    replacement_count: Mapped[int]
    frozen_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    frozen_at: Mapped[Moment]
    drawn_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    drawn_at: Mapped[dt.datetime | None]
    locked_at: Mapped[dt.datetime | None]
    issue_due_on: Mapped[dt.date]
    """The last day on which the task may be issued: after it a draw that waits is void, written down
    or not."""
    reveal_due_on: Mapped[dt.date]
    reveal_due_is_provisional: Mapped[bool]
    revealed_at: Mapped[dt.datetime | None]
    void_reason: Mapped[str | None]
    redraw_of_code: Mapped[str | None]
    redraw_no: Mapped[int]
    """How many draws of the same line were voided before this one."""
    proof: Mapped[str]
    """The JSON text that is public now."""


class PoolStratum(Table):
    """What a risk class came to when the pool was frozen; outside it has an opaque label."""

    __tablename__ = "pool_strata"

    draw_id: Mapped[UUID] = mapped_column(sa.ForeignKey("draws.id"), primary_key=True)
    risk_class: Mapped[RiskClass] = enum_column(RiskClass, primary_key=True)
    label: Mapped[str]
    row_count: Mapped[int]
    eligible_count: Mapped[int]
    drawn_count: Mapped[int]


class PoolObject(Table):
    """An object of the frozen pool; rank and place stay empty until the draw."""

    __tablename__ = "pool_objects"
    __table_args__ = (
        sa.UniqueConstraint("draw_id", "institution_id"),
        sa.UniqueConstraint("draw_id", "pseudonym"),
        # Every eligible row is written once more at the draw: it finds its room on its page.
        {"postgresql_with": {"fillfactor": "50"}},
    )

    id: Mapped[Key]
    draw_id: Mapped[UUID] = foreign_key("draws.id", index=False)
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    pseudonym: Mapped[str]
    stratum_label: Mapped[str]
    risk_class: Mapped[RiskClass] = enum_column(RiskClass)
    exclusion: Mapped[ExclusionGround | None] = enum_column(ExclusionGround)
    rank: Mapped[int | None]
    """Place in the ranking of the class, from 1."""
    visit_no: Mapped[int | None]
    """Place in the order of visiting, from 1, for those that were drawn."""
    is_unstaffed: Mapped[bool] = mapped_column(server_default=sa.false())
    inspection_id: Mapped[UUID | None] = foreign_key("inspections.id")


class PoolOfficer(Table):
    """An inspector of a department as the draw saw one."""

    __tablename__ = "pool_officers"
    __table_args__ = (sa.UniqueConstraint("draw_id", "officer_id"),)

    id: Mapped[Key]
    draw_id: Mapped[UUID] = foreign_key("draws.id", index=False)
    officer_id: Mapped[UUID] = foreign_key("officers.id")
    authority_id: Mapped[UUID] = foreign_key("authorities.id")
    officer_no: Mapped[str]
    may_lead: Mapped[bool]
    max_load: Mapped[int]
    exclusion: Mapped[OfficerExclusion | None] = enum_column(OfficerExclusion)
    object_count: Mapped[int] = mapped_column(server_default="0")
    """How many objects were dealt to the officer."""


class PoolRecusal(Table):
    """A pair that the draw kept apart."""

    __tablename__ = "pool_recusals"

    draw_id: Mapped[UUID] = mapped_column(sa.ForeignKey("draws.id"), primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"), primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institutions.id"), primary_key=True)


class Pairing(Table):
    """An officer dealt to an object; who goes now stands in the assignments of the visit."""

    __tablename__ = "pairings"
    __table_args__ = (sa.UniqueConstraint("object_id", "officer_id"),)

    id: Mapped[Key]
    object_id: Mapped[UUID] = foreign_key("pool_objects.id", index=False)
    officer_id: Mapped[UUID] = foreign_key("pool_officers.id")
    position: Mapped[int]
    is_leader: Mapped[bool]


class OfficerReplacement(Table):
    """Who went instead of whom, why, and who approved it."""

    __tablename__ = "officer_replacements"

    id: Mapped[Key]
    draw_id: Mapped[UUID] = foreign_key("draws.id")
    inspection_id: Mapped[UUID] = foreign_key("inspections.id")
    outgoing_id: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"))
    incoming_id: Mapped[UUID] = mapped_column(sa.ForeignKey("officers.id"))
    reason: Mapped[ReplacementReason] = enum_column(ReplacementReason)
    approved_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    replaced_at: Mapped[Moment]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)


class DrawEvent(Table):
    """An entry of the draw's trail, chained to the one before by its hash."""

    __tablename__ = "draw_events"
    __table_args__ = (sa.UniqueConstraint("draw_id", "position"),)

    id: Mapped[Key]
    draw_id: Mapped[UUID] = foreign_key("draws.id", index=False)
    position: Mapped[int]
    event: Mapped[str]
    at: Mapped[Moment]
    by_role: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    previous: Mapped[str]
    hash: Mapped[str]


class DrawShare(Table):
    """A party's share of the entropy: committed before the freeze, revealed after it."""

    __tablename__ = "draw_shares"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "party"),
        sa.UniqueConstraint("task_id", "account_id"),
        sa.CheckConstraint("num_nulls(authority_id, institution_id) = 1", name="of_one_party"),
        sa.CheckConstraint("num_nulls(secret, revealed_at) in (0, 2)", name="revealed_whole"),
    )

    id: Mapped[Key]
    task_id: Mapped[UUID] = foreign_key("inspection_tasks.id", index=False)
    party: Mapped[str]
    authority_id: Mapped[UUID | None] = foreign_key("authorities.id")
    institution_id: Mapped[UUID | None] = foreign_key("institutions.id")
    account_id: Mapped[UUID] = foreign_key("accounts.id")
    role: Mapped[Role | None] = enum_column(Role)
    """In which the account committed; unknown of shares from before it was kept."""
    commitment: Mapped[str]
    reveal_within_minutes: Mapped[int] = mapped_column(server_default="120")
    """The shortest time for revealing to which the party agreed."""
    committed_at: Mapped[Moment]
    secret: Mapped[str | None]
    revealed_at: Mapped[dt.datetime | None]

    def facts(self, task_code: str) -> Share:
        return Share(task_code, self.party, self.commitment, self.secret is not None)
