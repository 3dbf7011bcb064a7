"""What a drawn task asks for: items, departments, how many of which class; and the policies in force."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain.institutions import RiskClass
from domain.tasks.policy import Quota
from persistence.engine.columns import (
    Key,
    Moment,
    Table,
    enum_column,
    foreign_key,
)


class TaskItem(Table):
    """An item that a task checks."""

    __tablename__ = "task_items"

    task_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_tasks.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("inspection_items.id"), primary_key=True, index=True
    )
    position: Mapped[int]


class TaskDepartment(Table):
    """A department that draws officers of its own; the first leads."""

    __tablename__ = "task_departments"
    __table_args__ = (sa.UniqueConstraint("task_id", "position"),)

    task_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_tasks.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("authorities.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    officers_per_object: Mapped[int]
    max_load: Mapped[int]


class TaskQuota(Table):
    """How many of a risk class the task draws: the policy of the day it was made, or what it asks."""

    __tablename__ = "task_quotas"
    __table_args__ = (
        sa.CheckConstraint("num_nulls(ratio_bp, object_count) = 1", name="ratio_or_count"),
    )

    task_id: Mapped[UUID] = mapped_column(sa.ForeignKey("inspection_tasks.id"), primary_key=True)
    risk_class: Mapped[RiskClass] = enum_column(RiskClass, primary_key=True)
    ratio_bp: Mapped[int | None]
    object_count: Mapped[int | None]
    min_count: Mapped[int]
    max_per_year: Mapped[int]

    def facts(self) -> Quota:
        return Quota(
            self.risk_class, self.ratio_bp, self.object_count, self.min_count, self.max_per_year
        )


class DrawPolicy(Table):
    """An authority's ratio for one class, in the version it adopted; the newest counts."""

    __tablename__ = "draw_policies"
    __table_args__ = (
        sa.UniqueConstraint("authority_id", "version_no", "risk_class"),
        sa.CheckConstraint("ratio_bp between 0 and 10000", name="ratio_in_range"),
    )

    id: Mapped[Key]
    authority_id: Mapped[UUID] = foreign_key("authorities.id", index=False)
    version_no: Mapped[int]
    risk_class: Mapped[RiskClass] = enum_column(RiskClass)
    ratio_bp: Mapped[int]
    min_count: Mapped[int]
    max_per_year: Mapped[int]
    adopted_by: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    adopted_at: Mapped[Moment]

    def facts(self) -> Quota:
        return Quota(
            self.risk_class,
            self.ratio_bp,
            min_count=self.min_count,
            max_per_year=self.max_per_year,
        )
