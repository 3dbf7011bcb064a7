"""An institution, or the registrar over it, corrects the entry of a teacher whom it employs."""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import offices
from domain import teachers as rules
from domain.courses import Stage
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.teachers import CertificateKind, Employment
from persistence.institutions import writes as institutions
from persistence.teachers import writes as teachers
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.teachers import types
from schema.versions import refuse_changed


@strawberry.input(
    description="What of a teacher's entry is to be corrected: a field left out stays as it is, and null"
    " clears a field that may be empty."
)
class CorrectTeacherInput:
    operation_id: UUID = field(OPERATION_ID)
    teacher_id: strawberry.ID = field("Opaque id of the teacher.")
    expected_version: int = field("The `version` of the entry that the correction is based on.")
    reason: str = field("Reason for the correction, up to 200 characters; it is kept.")
    name: str | None = optional("Name of the teacher, up to 50 characters; public (X19).")
    employment: Employment | None = optional("Whether the teacher works full-time or part-time.")
    subjects: list[str] | None = optional(
        "Subjects taught, from 1 to 20, of up to 50 characters each."
    )
    stages: list[Stage] | None = optional("Stages of the pupils taught, at least one.")
    certificate_kind: CertificateKind | None = optional(
        "Kind of the teacher's certificate; public (X19)."
    )
    certificate_no: str | None = optional(
        "Number of the certificate, up to 50 characters; public (X19)."
    )
    certificate_issuer: str | None = optional(
        "Body that issued the certificate, up to 100 characters; null clears it."
    )
    background: str | None = optional(
        "Study, work and teaching experience, up to 2,000 characters; null clears it."
    )
    work_permit_no: str | None = optional(
        "Number of the work permit, up to 50 characters; null clears it."
    )
    employed_from: dt.date | None = optional("First day of the employment.")


@strawberry.type(description="The teacher's entry is now as requested.")
class TeacherCorrected:
    teacher_id: Annotated[UUID, StoredAs("teacher_id")]
    teacher: types.Teacher | None = refetched(
        "teacher_id", "The teacher after the correction, as the caller sees it."
    )


@mutation(
    permission=Permission.TEACHER_REGISTER,
    description="Correct the entry of a teacher in employment. Identity number, nationality and employer are not"
    " corrected: end the employment and register the teacher again. A correction that changes nothing keeps"
    " the version.",
    refuses=(
        ChangedMeanwhile,
        rules.EmploymentAlreadyEnded,
        rules.ForeignTeacherWithoutPermit,
        rules.TeacherNotQualified,
        OutsideJurisdiction,
    ),
)
async def correct_teacher(info: Info, input: CorrectTeacherInput) -> TeacherCorrected:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=200)
    given = _columns(faults, input)
    faults.refuse()
    key = key_of("Teacher", input.teacher_id, "teacherId")
    async with begin_transaction(info, input) as transaction:
        teacher = await teachers.claim(transaction.session, transaction.actor, key)
        institution = await institutions.get(transaction.session, teacher.institution_id)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.TEACHER_REGISTER,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        await refuse_changed(transaction, teacher, input.expected_version)
        transaction.because(reason)
        changes = {name: value for name, value in given.items() if getattr(teacher, name) != value}
        facts = teacher.facts(institution.subject_kind)
        ruled = {name: value for name, value in changes.items() if hasattr(facts, name)}
        rules.correct(replace(facts, **ruled), employed_to=teacher.employed_to)
        if changes:
            teacher.record_correction(changes)
            transaction.audit("teacher.corrected", on=teacher.id, changed=sorted(changes))
        return transaction.succeed(TeacherCorrected(teacher_id=teacher.id))


def _columns(faults: InputFaults, input: CorrectTeacherInput) -> dict[str, Any]:
    """The columns that are given, checked as those of a new teacher."""
    given: dict[str, Any] = {
        name: getattr(input, name)
        for name in ("employment", "certificate_kind", "employed_from")
        if is_given(getattr(input, name))
    }
    if is_given(input.name) and input.name is not None:
        given["name"] = faults.name("name", input.name, longest=50)
    if is_given(input.certificate_no) and input.certificate_no is not None:
        given["certificate_no"] = faults.name("certificateNo", input.certificate_no, longest=50)
    if is_given(input.stages) and input.stages is not None:
        if not input.stages:
            faults.add("stages", "至少选择一项", "must have at least one entry")
        given["stages"] = sorted(set(input.stages))
    if is_given(input.subjects) and input.subjects is not None:
        faults.number("subjects.length", len(input.subjects), least=1, most=20)
        given["subjects"] = [
            faults.name(f"subjects[{index}]", subject, longest=50)
            for index, subject in enumerate(input.subjects)
        ]
    for name, field_name, longest in _MAY_BE_EMPTY:
        if (text := getattr(input, name)) is not UNSET:
            given[name] = faults.optional_text(field_name, text, longest=longest)
    return given


_MAY_BE_EMPTY = (
    ("certificate_issuer", "certificateIssuer", 100),
    ("background", "background", 2000),
    ("work_permit_no", "workPermitNo", 50),
)
