"""An institution, or the registrar over it, enters a teacher whom it employs."""

import datetime as dt
import re
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import offices
from domain import teachers as rules
from domain.courses import Stage
from domain.permissions import Permission
from domain.teachers import CertificateKind, Employment
from domain.teachers.employing import CHINA
from persistence import identity_numbers, institutions, teachers
from persistence.identity_numbers import NotAnIdentityNumber
from persistence.keys import Keys
from persistence.tables.teachers import Teacher
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, OWN_ID, Faults, key_of, own_key
from schema.teachers import types

_COUNTRY = re.compile(r"[A-Z]{2}")


@strawberry.input(description="A teacher to be entered.")
class RegisterTeacherInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=UNSET, description=OWN_ID)
    institution_id: strawberry.ID = strawberry.field(description="The employer.")
    name: str = strawberry.field(description="Name, up to 50 characters; public (X19).")
    nationality: str = strawberry.field(default=CHINA, description="ISO 3166-1 alpha-2 code.")
    identity_number: str = strawberry.field(
        description="Resident identity number; of a foreigner, that of the passport. Never shown."
    )
    is_in_service_school_teacher: bool = strawberry.field(
        description="What the teacher declares: in the service of a school."
    )
    employment: Employment = strawberry.field(description="Full-time or part-time.")
    subjects: list[str] = strawberry.field(
        description="What is taught: 1 to 20, up to 50 characters each."
    )
    stages: list[Stage] = strawberry.field(description="Who is taught; at least one.")
    certificate_kind: CertificateKind = strawberry.field(description="Kind of certificate.")
    certificate_no: str = strawberry.field(
        description="Certificate number, up to 50 characters; public (X19)."
    )
    certificate_issuer: str | None = strawberry.field(
        default=UNSET, description="Who issued it, up to 100 characters."
    )
    background: str | None = strawberry.field(
        default=UNSET,
        description="Study, work and teaching experience, up to 2,000 characters; a foreigner's is"
        " required and public (X19).",
    )
    work_permit_no: str | None = strawberry.field(
        default=UNSET, description="Work permit, up to 50 characters; a foreigner's is required."
    )
    employed_from: dt.date = strawberry.field(description="First day.")


@strawberry.type(description="The teacher is in the register.")
class TeacherRegistered:
    teacher_id: Annotated[UUID, StoredAs("teacher_id")]
    teacher: types.Teacher | None = shown("teacher_id", "The teacher.")


async def register_teacher(info: Asked, input: RegisterTeacherInput) -> TeacherRegistered:
    teacher = _teacher(input, info.context.keys)
    async with writing(info, input) as deed:
        institution = await institutions.get(deed.session, teacher.institution_id)
        offices.refuse_unless_own_or_reached(
            deed.actor,
            Permission.TEACHER_REGISTER,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        rules.register(
            teacher.facts(institution.subject_kind),
            declared_in_service=input.is_in_service_school_teacher,
            listed_in_service=await teachers.is_listed_in_service(
                deed.session, teacher.resident_id_hash
            ),
        )
        deed.session.add(teacher)
        await deed.session.flush()
        deed.audit("teacher.registered", on=teacher.id)
        return deed.done(TeacherRegistered(teacher_id=teacher.id))


def _teacher(input: RegisterTeacherInput, keys: Keys) -> Teacher:
    faults, key = Faults(), own_key("Teacher", input.id)
    number = identity_number(faults, input)
    teacher = Teacher(
        id=key,
        institution_id=key_of("Institution", input.institution_id, "institutionId"),
        **columns(faults, input),
        resident_id_hash=identity_numbers.hashed(keys, number),
        resident_id_sealed=identity_numbers.sealed(keys, number, key),
        version=1,
    )
    faults.refuse()
    return teacher


def columns(faults: Faults, input: RegisterTeacherInput) -> dict[str, Any]:
    """What an input says of a teacher, checked; ledgers are held to the same."""
    if not input.stages:
        faults.add("stages", "至少一项", "at least one")
    faults.number("subjects.length", len(input.subjects), least=1, most=20)
    return {
        "name": faults.text("name", input.name, longest=50),
        "nationality": input.nationality,
        "employment": input.employment,
        "subjects": [
            faults.text(f"subjects[{index}]", subject, longest=50)
            for index, subject in enumerate(input.subjects)
        ],
        "stages": sorted(set(input.stages)),
        "certificate_kind": input.certificate_kind,
        "certificate_no": faults.text("certificateNo", input.certificate_no, longest=50),
        "certificate_issuer": faults.optional_text(
            "certificateIssuer", input.certificate_issuer, longest=100
        ),
        "background": faults.optional_text("background", input.background, longest=2000),
        "work_permit_no": faults.optional_text("workPermitNo", input.work_permit_no, longest=50),
        "employed_from": input.employed_from,
    }


def identity_number(faults: Faults, input: RegisterTeacherInput) -> str:
    """The number in its one spelling; faults say what is wrong with it and never repeat it."""
    if _COUNTRY.fullmatch(input.nationality) is None:
        zh, en = "须为两位大写国家代码", "must be a country code of two capitals"
        faults.add("nationality", zh, en)
        return ""
    read = identity_numbers.resident if input.nationality == CHINA else identity_numbers.passport
    try:
        return read(input.identity_number)
    except NotAnIdentityNumber as reason:
        faults.add("identityNumber", reason.zh, reason.en)
        return ""
