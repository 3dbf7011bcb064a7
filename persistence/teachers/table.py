"""Teachers of institutions, and the education offices' list of in-service school teachers."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from domain import teachers as rules
from domain.courses import Stage
from domain.institutions import SubjectKind
from domain.teachers import CertificateKind, Employment, EmploymentEnd, EndReason
from persistence.engine import grams
from persistence.engine.columns import (
    CONFIDENTIAL,
    KeptHistory,
    Key,
    RegionCode,
    Stamp,
    Table,
    enum_array,
    enum_array_check,
    enum_column,
    foreign_key,
)
from persistence.engine.public_versions import PartlyPublic


class Teacher(PartlyPublic, Table):
    """One employment of a teacher; the identity number is a keyed hash for matching and sealed."""

    __tablename__ = "teachers"
    __table_args__ = (
        enum_array_check("stages", Stage),
        sa.Index("ix_teachers_institution_id_id", "institution_id", "id"),
        grams.index_of("teachers", "name"),
        # Who is employed is public, and counted in the index.
        sa.Index("ix_teachers_employed_to", "employed_to"),
        sa.Index(
            "uq_teachers_employed_once",
            "institution_id",
            "resident_id_hash",
            unique=True,
            postgresql_where=sa.text("employed_to is null"),
        ),
        sa.CheckConstraint("(employed_to is null) = (end_reason is null)", name="end_with_reason"),
        sa.CheckConstraint("employed_from <= employed_to", name="days_in_order"),
        sa.CheckConstraint(
            "nationality = 'CN' or num_nonnulls(work_permit_no, background) = 2",
            name="foreigner_with_permit",
        ),
    )

    history = KeptHistory("name", institution="institution_id")

    id: Mapped[Key]
    institution_id: Mapped[UUID] = foreign_key("institutions.id", index=False)
    name: Mapped[str]
    nationality: Mapped[str]
    employment: Mapped[Employment] = enum_column(Employment)
    subjects: Mapped[list[str]]
    stages: Mapped[list[str]] = enum_array()
    certificate_kind: Mapped[CertificateKind] = enum_column(CertificateKind)
    certificate_no: Mapped[str]
    certificate_issuer: Mapped[str | None]
    background: Mapped[str | None]
    work_permit_no: Mapped[str | None] = mapped_column(info=dict(CONFIDENTIAL))
    resident_id_hash: Mapped[bytes] = mapped_column(index=True, info=dict(CONFIDENTIAL))
    resident_id_sealed: Mapped[bytes] = mapped_column(info=dict(CONFIDENTIAL))
    employed_from: Mapped[dt.date]
    employed_to: Mapped[dt.date | None]
    end_reason: Mapped[EndReason | None] = enum_column(EndReason)
    created_at: Mapped[Stamp]

    def facts(self, subject_kind: SubjectKind) -> rules.Teacher:
        """The facts about someone who is to teach this at the institution."""
        return rules.Teacher(
            subject_kind=subject_kind,
            nationality=self.nationality,
            certificate_kind=self.certificate_kind,
            employed_from=self.employed_from,
            work_permit_no=self.work_permit_no,
            background=self.background,
        )

    def record_correction(self, changes: Mapping[str, Any]) -> None:
        for column, value in changes.items():
            setattr(self, column, value)
        self.version += 1

    def record_end(self, end: EmploymentEnd) -> None:
        self.employed_to = end.on
        self.end_reason = end.reason
        self.version += 1


class InServiceTeacher(Table):
    """One identity on an office's list of in-service school teachers: its keyed hash only."""

    __tablename__ = "in_service_teachers"

    resident_id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    region_code: Mapped[RegionCode]
    listed_on: Mapped[dt.date]
