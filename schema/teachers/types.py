"""Teachers and their certificates."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.courses import Stage
from domain.permissions import Permission
from domain.teachers import CertificateKind, Employment, EndReason
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction

if TYPE_CHECKING:
    from schema.institutions.types import Institution


@strawberry.type(description="A teacher in the employment of an institution.")
class Teacher(Node):
    id: strawberry.ID = said("Opaque id, `tch_…`.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The employer.")
    )
    name: str = said("Name; public (X19).")
    nationality: str = said("ISO 3166-1 alpha-2 code.")
    employment: Employment = said("Full-time or part-time.")
    subjects: list[str] = said("What is taught.")
    stages: list[Stage] = said("Who is taught.")
    certificate_kind: CertificateKind = said("Kind of certificate; public (X19).")
    certificate_no: str = said("Certificate number; public (X19).")
    certificate_issuer: str | None = said("Who issued it.")
    background: str | None = said(
        "Study, work and teaching experience; public for foreign teachers (X19)."
    )
    is_employed: bool = said("Whether the employment lasts.")
    employed_from: dt.date = said("First day.")
    employed_to: dt.date | None = said("Last day; null while it lasts.")
    end_reason: EndReason | None = said("Why it ended.")
    masked_resident_id: str | None = said(
        "Identity number with all but the first and last digits hidden; null out of scope.",
        Permission.TEACHER_READ_PRIVATE,
    )
    work_permit_no: str | None = said(
        "Work permit of a foreign teacher; null out of scope.", Permission.TEACHER_READ_PRIVATE
    )
    version: int = said("Counts the changes.")


@strawberry.input(description="Which teachers.")
class TeacherFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    employment: Employment | None = strawberry.field(
        default=UNSET, description="Employed this way."
    )
    stages: list[Stage] | None = strawberry.field(
        default=UNSET, description="Teaching one of these."
    )
    certificate_kinds: list[CertificateKind] | None = strawberry.field(
        default=UNSET, description="Holding one of these."
    )


@strawberry.enum(description="What teachers are ordered by.")
class TeacherOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="When they were entered.")
    NAME = strawberry.enum_value("NAME", description="Name, by code point.")


@strawberry.input(description="Order of teachers.")
class TeacherOrder:
    field: TeacherOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


TeacherConnection = Connection[Teacher]
