"""An administrator corrects the staff number of an officer, or the number of the certificate."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.permissions import Permission
from domain.refusals import InvalidInput
from persistence.authorities import officers
from schema.accounts.types import Officer
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The right numbers of an officer; what is left out stays as it is.")
class CorrectOfficerNumbersInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field("Opaque id of the officer.")
    staff_no: str | None = optional(
        "Staff number, unique within the authority, up to 40 characters."
    )
    certificate_no: str | None = optional(
        "The number of the enforcement certificate, up to 40 characters; inspectors only."
    )


@strawberry.type(description="The officer has the numbers that were given.")
class OfficerNumbersCorrected:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched(
        "officer_id", "The officer after the correction; null where the caller sees no officers."
    )


@mutation(
    permission=Permission.ACCOUNT_CREATE,
    description="Correct the numbers of an officer in the caller's jurisdiction. Numbers that differ in "
    "case, width, blanks or characters that cannot be seen are one number; officers from before that "
    "share one are marked by `sharesStaffNo` and `sharesCertificateNo`.",
    refuses=(rules.StaffNoTaken, rules.CertificateNoTaken),
)
async def correct_officer_numbers(
    info: Info, input: CorrectOfficerNumbersInput
) -> OfficerNumbersCorrected:
    faults = InputFaults()
    staff_no = faults.optional_name("staffNo", input.staff_no, longest=40)
    certificate_no = faults.optional_name("certificateNo", input.certificate_no, longest=40)
    faults.refuse()
    key = key_of("Officer", input.officer_id, "officerId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        officer, inspector = await officers.claim(session, transaction.actor, key)
        if certificate_no is not None and inspector is None:
            zh, en = "该工作人员不是执法检查人员", "must be left out: the officer does not inspect"
            raise InvalidInput.of("certificateNo", zh, en)
        before = {}
        if staff_no not in (None, officer.staff_no):
            before["staff_no"] = officer.staff_no
            await officers.correct_staff_no(session, officer, staff_no)
        if inspector is not None and certificate_no not in (None, inspector.certificate_no):
            before["certificate_no"] = inspector.certificate_no
            await officers.correct_certificate_no(session, inspector, certificate_no)
        if before:
            transaction.audit("officer.numbers_corrected", on=officer.id, before=before)
        return transaction.succeed(OfficerNumbersCorrected(officer_id=officer.id))
