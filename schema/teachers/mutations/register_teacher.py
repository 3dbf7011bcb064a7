"""An institution, or the registrar over it, registers a teacher whom it employs."""

import datetime as dt
import re
from typing import Annotated, Any, Protocol
from uuid import UUID

import strawberry

from domain import identity_numbers as numbers
from domain import offices
from domain import teachers as rules
from domain.courses import Stage
from domain.institutions import InstitutionNotExisting
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import IdTaken, TooManyAttempts
from domain.teachers import CertificateKind, Employment
from domain.teachers.employments import CHINA
from persistence.accounts import identity_numbers
from persistence.engine import audit
from persistence.engine.keys import Keys
from persistence.institutions import writes as institutions
from persistence.standings import writes as standings
from persistence.teachers import writes as teachers
from persistence.teachers.table import Teacher
from schema.attempts import attempt
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.teachers import types

_COUNTRY = re.compile(r"[A-Z]{2}")


@strawberry.input(description="A teacher to register with the employer.")
class RegisterTeacherInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = optional(OWN_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution that employs the teacher.")
    name: str = field("Name of the teacher, up to 50 characters; public (X19).")
    nationality: str = strawberry.field(
        default=CHINA, description="Nationality as an ISO 3166-1 alpha-2 code, such as `CN`."
    )
    identity_number: str = field(
        "Resident identity number or, for a foreigner, the number of the passport or permanent"
        " resident's card; never shown in full."
    )
    is_in_service_school_teacher: bool = field(
        "The teacher's own declaration: whether they are in service at a school."
    )
    employment: Employment = field("Whether the teacher works full-time or part-time.")
    subjects: list[str] = field("Subjects taught, from 1 to 20, of up to 50 characters each.")
    stages: list[Stage] = field("Stages of the pupils taught, at least one.")
    certificate_kind: CertificateKind = field("Kind of the teacher's certificate; public (X19).")
    certificate_no: str = field("Number of the certificate, up to 50 characters; public (X19).")
    certificate_issuer: str | None = optional(
        "Body that issued the certificate, up to 100 characters."
    )
    background: str | None = optional(
        "Study, work and teaching experience, up to 2,000 characters; required and"
        " public for a foreigner (X19)."
    )
    work_permit_no: str | None = optional(
        "Number of the work permit, up to 50 characters; required for a foreigner."
    )
    employed_from: dt.date = field("First day of the employment.")


@strawberry.type(description="The teacher is in the register.")
class TeacherRegistered:
    teacher_id: Annotated[UUID, StoredAs("teacher_id")]
    teacher: types.Teacher | None = refetched(
        "teacher_id", "The teacher after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.TEACHER_REGISTER,
    description="Register a teacher whom an institution employs.",
    refuses=(
        rules.StaffBlackListed,
        rules.InServiceSchoolTeacher,
        rules.ForeignTeacherWithoutPermit,
        rules.TeacherNotQualified,
        rules.TeacherAlreadyEmployed,
        InstitutionNotExisting,
        OutsideJurisdiction,
        IdTaken,
        TooManyAttempts,
    ),
)
async def register_teacher(info: Info, input: RegisterTeacherInput) -> TeacherRegistered:
    teacher = _teacher(input, info.context.keys, info.context.today())
    context, account_id = info.context, info.context.actor.account_id
    limit = context.rate_limits.school_teacher
    try:
        with attempt(limit, context.client, str(account_id), counts=_is_found):
            return await _register(info, input, teacher)
    except (rules.StaffBlackListed, rules.InServiceSchoolTeacher) as refusal:
        if _is_found(refusal):
            # The mutation's own transaction was rolled back.
            async with context.database.writing() as session:
                audit.record(
                    session,
                    _FOUND[type(refusal)],
                    by=account_id,
                    on=teacher.institution_id,
                    request_id=context.request_id,
                )
        raise


def _is_found(raised: BaseException | None) -> bool:
    """Found on the list: budgeted and audited, or anybody's number could be tried for whether it is a
    school teacher's, or on the staff black list."""
    return isinstance(raised, rules.StaffBlackListed) or (
        isinstance(raised, rules.InServiceSchoolTeacher) and raised.found_by is rules.FoundBy.LIST
    )


_FOUND = {
    rules.InServiceSchoolTeacher: "teacher.found_in_service",
    rules.StaffBlackListed: "teacher.found_black_listed",
}


async def _register(info: Info, input: RegisterTeacherInput, teacher: Teacher) -> TeacherRegistered:
    async with begin_transaction(info, input) as transaction:
        institution = await institutions.hold_existing(transaction.session, teacher.institution_id)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.TEACHER_REGISTER,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        rules.register(
            teacher.facts(institution.subject_kind),
            declared_in_service=input.is_in_service_school_teacher,
            black_listed=await standings.is_barred(
                transaction.session, teacher.resident_id_hash, transaction.today
            ),
            listed_in_service=await teachers.is_listed_in_service(
                transaction.session, teacher.resident_id_hash
            ),
        )
        transaction.session.add(teacher)
        await transaction.session.flush()
        transaction.audit("teacher.registered", on=teacher.id)
        return transaction.succeed(TeacherRegistered(teacher_id=teacher.id))


def _teacher(input: RegisterTeacherInput, keys: Keys, today: dt.date) -> Teacher:
    faults, key = InputFaults(), own_key("Teacher", input.id)
    number = identity_number(faults, input, today)
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


def columns(faults: InputFaults, input: RegisterTeacherInput) -> dict[str, Any]:
    """The fields of a teacher as the input gives them, checked; ledgers are checked alike."""
    if not input.stages:
        faults.add("stages", "至少选择一项", "must have at least one entry")
    faults.number("subjects.length", len(input.subjects), least=1, most=20)
    return {
        "name": faults.name("name", input.name, longest=50),
        "nationality": input.nationality,
        "employment": input.employment,
        "subjects": [
            faults.name(f"subjects[{index}]", subject, longest=50)
            for index, subject in enumerate(input.subjects)
        ],
        "stages": sorted(set(input.stages)),
        "certificate_kind": input.certificate_kind,
        "certificate_no": faults.name("certificateNo", input.certificate_no, longest=50),
        "certificate_issuer": faults.optional_name(
            "certificateIssuer", input.certificate_issuer, longest=100
        ),
        "background": faults.optional_text("background", input.background, longest=2000),
        "work_permit_no": faults.optional_text("workPermitNo", input.work_permit_no, longest=50),
        "employed_from": input.employed_from,
    }


class WithIdentityNumber(Protocol):
    """Whose the number is: a national's or a foreigner's."""

    nationality: str
    identity_number: str


def identity_number(faults: InputFaults, input: WithIdentityNumber, today: dt.date) -> str:
    """The number in its normal form; faults say what is wrong with it and never repeat it."""
    if _COUNTRY.fullmatch(input.nationality) is None:
        zh, en = "须为两位大写国家代码", "must be a country code of two capital letters"
        faults.add("nationality", zh, en)
        return ""
    read = numbers.resident if input.nationality == CHINA else numbers.foreigner
    try:
        return read(input.identity_number, today=today)
    except numbers.NotAnIdentityNumber as reason:
        faults.add("identityNumber", reason.zh, reason.en)
        return ""
