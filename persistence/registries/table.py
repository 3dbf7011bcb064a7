"""What the registries of objects and inspectors know beyond the register: risk, stops, recusals."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.institutions import RiskClass
from domain.registries.terms import RecusalGround, RiskInput, StopGround
from persistence.engine.columns import (
    Key,
    Moment,
    Table,
    enum_column,
    foreign_key,
)


class RiskAssessment(Table):
    """How an object came to its risk class: the counts, the points, the version of the weights."""

    __tablename__ = "risk_assessments"
    __table_args__ = (
        sa.Index("ix_risk_assessments_institution_id_assessed_at", "institution_id", "assessed_at"),
    )

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    risk_class: Mapped[RiskClass] = enum_column(RiskClass)
    earlier_class: Mapped[RiskClass] = mapped_column(
        sa.Enum(
            RiskClass, native_enum=False, length=40, create_constraint=True, name="earlier_class"
        )
    )
    points: Mapped[int]
    rules: Mapped[str]
    assessed_at: Mapped[Moment]


class RiskInputCount(Table):
    """How often an assessment found one thing."""

    __tablename__ = "risk_input_counts"

    assessment_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("risk_assessments.id"), primary_key=True
    )
    input: Mapped[RiskInput] = enum_column(RiskInput, primary_key=True)
    count: Mapped[int]


class ObjectStop(Table):
    """Inspections of an object stopped for a time."""

    __tablename__ = "object_stops"
    __table_args__ = (
        sa.CheckConstraint("last_on is null or first_on <= last_on + 1", name="days_in_order"),
    )

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    ground: Mapped[StopGround] = enum_column(StopGround)
    reason: Mapped[str]
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date | None]
    stopped_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    stopped_at: Mapped[Moment]


class Recusal(Table):
    """An officer kept away from an object until it is lifted."""

    __tablename__ = "recusals"
    __table_args__ = (
        sa.Index(
            "uq_recusals_live",
            "officer_id",
            "institution_id",
            unique=True,
            postgresql_where=sa.text("lifted_at is null"),
        ),
        sa.CheckConstraint("num_nulls(lifted_at, lifted_by) in (0, 2)", name="lifted_by_whom"),
    )

    id: Mapped[Key]
    officer_id: Mapped[UUID] = foreign_key("officers.id", index=False)
    institution_id: Mapped[UUID] = foreign_key("institutions.id")
    ground: Mapped[RecusalGround] = enum_column(RecusalGround)
    note: Mapped[str | None]
    declared_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    declared_at: Mapped[Moment]
    lifted_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    lifted_at: Mapped[dt.datetime | None]
