"""Teachers and their certificates."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.courses import Stage
from domain.permissions import Permission
from domain.teachers import CertificateKind, Employment, EndReason
from schema.connections import Node
from schema.fields import field, optional
from schema.history.types import history_of
from schema.pages import order_of

if TYPE_CHECKING:
    from schema.institutions.types import Institution


@strawberry.type(description="A teacher in one employment at one institution.")
class Teacher(Node):
    id: strawberry.ID = field("Opaque id of the teacher, `tch_…`.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that employs the teacher.")
    )
    name: str = field("Name of the teacher; public (X19).")
    nationality: str = field("Nationality as an ISO 3166-1 alpha-2 code, such as `CN`.")
    employment: Employment = field("Whether the teacher works full-time or part-time.")
    subjects: list[str] = field("Subjects that the teacher teaches.")
    stages: list[Stage] = field("Stages of the pupils taught.")
    certificate_kind: CertificateKind = field("Kind of the teacher's certificate; public (X19).")
    certificate_no: str = field("Number of the certificate; public (X19).")
    certificate_issuer: str | None = field("Body that issued the certificate; null if not stated.")
    background: str | None = field(
        "Study, work and teaching experience, public for foreign teachers (X19); null if not"
        " stated."
    )
    is_employed: bool = field("Whether the teacher is employed there now.")
    employed_from: dt.date = field("First day of the employment.")
    employed_to: dt.date | None = field(
        "Last day of the employment, inclusive; null while it lasts."
    )
    end_reason: EndReason | None = field(
        "Reason for which the employment ended; null while it lasts."
    )
    masked_resident_id: str | None = field(
        "Identity number with all but its first and last characters hidden; null outside the"
        " caller's scope.",
        Permission.TEACHER_READ_PRIVATE,
    )
    work_permit_no: str | None = field(
        "Number of a foreign teacher's work permit; null for others and outside the caller's"
        " scope.",
        Permission.TEACHER_READ_PRIVATE,
    )
    version: int = field(
        "Version of the entry, raised by every change; outside the caller's scope, only by changes of what"
        " everybody sees."
    )
    history = history_of("the teacher's entry")


@strawberry.input(description="Conditions on teachers; all that are given must hold.")
class TeacherFilter:
    institution_id: strawberry.ID | None = optional("Only teachers of this institution.")
    employment: Employment | None = optional("Only teachers employed full-time, or only part-time.")
    stages: list[Stage] | None = optional("Only teachers of one of these stages.")
    certificate_kinds: list[CertificateKind] | None = optional(
        "Only teachers with one of these kinds of certificate."
    )
    text: str | None = optional(
        "Only teachers whose name contains this text. From 1 to 100 characters."
    )


TeacherOrder = order_of(
    "Teacher",
    "teachers",
    {
        "REGISTERED_AT": "By the time of registration on this platform.",
        "NAME": "By name, in order of code points.",
    },
)
