"""An institution, or the registrar over it, asks before a contract whether somebody may teach there."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import offices
from domain import teachers as rules
from domain.institutions import InstitutionNotExisting, refuse_unless_existing
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import TooManyAttempts
from domain.teachers.employments import CHINA
from persistence.accounts import identity_numbers
from persistence.engine import audit
from persistence.institutions import writes as institutions
from persistence.standings import writes as standings
from persistence.teachers import writes as teachers
from schema.attempts import attempt
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.teachers.mutations.register_teacher import identity_number


@strawberry.input(description="Somebody whom an institution is about to employ.")
class CheckHireInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution that is to employ.")
    nationality: str = strawberry.field(
        default=CHINA, description="Nationality as an ISO 3166-1 alpha-2 code, such as `CN`."
    )
    identity_number: str = field(
        "Resident identity number or, for a foreigner, the number of the passport or permanent"
        " resident's card. It is compared as a keyed hash and kept nowhere."
    )


@strawberry.type(description="Nothing that the register knows stands against the employment.")
class HireChecked:
    institution_id: Annotated[UUID, StoredAs("institution_id")]
    institution: types.Institution | None = refetched(
        "institution_id", "The institution for which was asked."
    )


@mutation(
    permission=Permission.TEACHER_REGISTER,
    description="Ask whether somebody may be employed to teach, before a contract is signed. A refusal names"
    " the ground: on the staff black list, on an education office's list of teachers in service, or employed"
    " there already. Each"
    " question is counted, of an account at most 30 a day, and stands in the audit without the number.",
    refuses=(
        rules.StaffBlackListed,
        rules.InServiceSchoolTeacher,
        rules.TeacherAlreadyEmployed,
        InstitutionNotExisting,
        OutsideJurisdiction,
        TooManyAttempts,
    ),
)
async def check_hire(info: Info, input: CheckHireInput) -> HireChecked:
    faults, context = InputFaults(), info.context
    number = identity_number(faults, input, context.today())
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    hashed, account_id = identity_numbers.hashed(context.keys, number), context.actor.account_id
    try:
        with attempt(
            context.rate_limits.hire_check, context.client, str(account_id), counts=_is_answer
        ):
            return await _check(info, input, key, hashed)
    except _FOUND as refusal:
        # The mutation's own transaction was rolled back.
        async with context.database.writing() as session:
            audit.record(
                session,
                "teacher.hire_checked",
                by=account_id,
                on=key,
                request_id=context.request_id,
                found=refusal.code,
            )
        raise


def _is_answer(raised: BaseException | None) -> bool:
    """Whether something was found out about a person, be it yes or no."""
    return raised is None or isinstance(raised, _FOUND)


_FOUND = (rules.StaffBlackListed, rules.InServiceSchoolTeacher, rules.TeacherAlreadyEmployed)


async def _check(info: Info, input: CheckHireInput, key: UUID, hashed: bytes) -> HireChecked:
    async with begin_transaction(info, input) as transaction:
        institution = await institutions.get(transaction.session, key)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.TEACHER_REGISTER,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        refuse_unless_existing(institution.existence)
        rules.refuse_barred(
            is_employed_there=await teachers.is_employed(transaction.session, key, hashed),
            is_black_listed=await standings.is_barred(
                transaction.session, hashed, transaction.today
            ),
            is_listed_in_service=await teachers.is_listed_in_service(transaction.session, hashed),
        )
        transaction.audit("teacher.hire_checked", on=key, found=None)
        return transaction.succeed(HireChecked(institution_id=key))
