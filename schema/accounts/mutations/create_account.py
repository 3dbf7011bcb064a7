"""An administrator creates an account for a person in their jurisdiction, with a first role."""

import datetime as dt
from typing import Annotated, Protocol
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain import credentials
from domain.accounts import GrantProposal
from domain.authorities import Sector
from domain.permissions import Permission
from domain.refusals import TooManyAttempts
from domain.roles import Role
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account as AccountRow
from persistence.authorities import officers
from persistence.authorities.table import InspectorProfile, Officer
from persistence.engine.identifiers import new_key
from schema.accounts.grant_places import AUTHORITY_ID, INSTITUTION_ID, MISPLACED, place_of
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation


@strawberry.input(description="The person's position on the authority's staff.")
class OfficerInput:
    staff_no: str = field("Staff number, unique within the authority, up to 40 characters.")
    post: str | None = optional("The post held at the authority, up to 40 characters.")
    name: str = field("The officer's full name, up to 40 characters.")


@strawberry.input(description="The details that make an officer an inspector.")
class InspectorInput:
    certificate_no: str = field("The number of the enforcement certificate, up to 40 characters.")
    valid_from: dt.date = field("The first day on which the certificate is valid.")
    valid_to: dt.date = field("The last day on which the certificate is valid, inclusive.")
    specialities: list[Sector] = field(
        "The sectors in which the officer is a specialist; at least one."
    )
    may_lead: bool = field("Whether the officer may lead a visit.")
    is_expert: bool = field(
        "Whether the officer is marked as an expert. Experts assist and are never "
        "drawn as inspectors."
    )


@strawberry.input(description="The account to be created, with its first role.")
class CreateAccountInput:
    operation_id: UUID = field(OPERATION_ID)
    login: str = field(
        "Sign-in name: 2 to 40 characters of a-z, 0-9, `.`, `_` and `-`, beginning with a letter."
    )
    display_name: str = field("The name displayed to others, up to 40 characters.")
    initial_password: str = field(
        "The first password, 10 to 128 characters; it must be changed at the first sign-in."
    )
    role: Role = field("The first role that the account holds.")
    authority_id: strawberry.ID | None = optional(AUTHORITY_ID)
    institution_id: strawberry.ID | None = optional(INSTITUTION_ID)
    officer: OfficerInput | None = optional(
        "The staff position; only for members of the authority's staff."
    )
    inspector: InspectorInput | None = optional(
        "The inspector profile; only for officers who inspect, together with `officer`."
    )


class WithStaff(Protocol):
    """An input that may enter the person on the authority's staff."""

    authority_id: strawberry.ID | None
    officer: OfficerInput | None
    inspector: InspectorInput | None


@strawberry.type(
    description="The account is created and can sign in. It holds its role when a security "
    "administrator has confirmed it with `confirmGrant`."
)
class AccountCreated:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that was created.")


@mutation(
    permission=Permission.ACCOUNT_CREATE,
    description="Create an account with its first role, within the caller's own jurisdiction. A "
    "security administrator confirms the role with `confirmGrant` before it is held.",
    refuses=(
        *MISPLACED,
        credentials.LoginTaken,
        credentials.PasswordTooWeak,
        rules.StaffNoTaken,
        rules.CertificateNoTaken,
        TooManyAttempts,
    ),
)
async def create_account(info: Info, input: CreateAccountInput) -> AccountCreated:
    faults = InputFaults()
    display_name = faults.name("displayName", input.display_name, longest=40)
    officer, inspector = staff_of(faults, input)
    faults.refuse()
    credentials.check_login(input.login)
    credentials.check_password(input.initial_password, login=input.login)
    # Before the transaction: no connection waits for argon2.
    password_hash = await info.context.sessions.passwords.hash(input.initial_password)
    async with begin_transaction(info, input) as transaction:
        first = await place_of(
            transaction.session, input.role, input.authority_id, input.institution_id
        )
        rules.may_create(transaction.actor, first)
        account = AccountRow(
            id=new_key(),
            login=input.login,
            display_name=display_name,
            password_hash=password_hash,
            must_change_password=True,
        )
        await accounts.add(
            transaction.session,
            account,
            first,
            by=transaction.actor.account_id,
            at=transaction.now,
            waits=True,
        )
        await enter_staff(transaction, account, first, officer, inspector)
        transaction.audit("account.created", on=account.id, **first.trace())
        return transaction.succeed(AccountCreated(account_id=account.id))


def staff_of(
    faults: InputFaults, input: WithStaff
) -> tuple[Officer | None, InspectorProfile | None]:
    """The rows of the person on the authority's staff, checked; not yet anybody's."""
    officer, inspector = input.officer or None, input.inspector or None
    if officer and not is_given(input.authority_id):
        faults.add("officer", "须指明主管机关", "must be given together with an authority")
    if inspector and not officer:
        faults.add(
            "inspector", "执法检查人员须先登记为工作人员", "must be given together with an officer"
        )
    return officer and _officer(faults, officer), inspector and inspector_row(faults, inspector)


def _officer(faults: InputFaults, input: OfficerInput) -> Officer:
    return Officer(
        id=new_key(),
        name=faults.name("officer.name", input.name, longest=40),
        staff_no=faults.name("officer.staffNo", input.staff_no, longest=40),
        post=faults.optional_name("officer.post", input.post, longest=40),
    )


def inspector_row(faults: InputFaults, input: InspectorInput) -> InspectorProfile:
    number = faults.name("inspector.certificateNo", input.certificate_no, longest=40)
    if input.valid_to < input.valid_from:
        faults.add(
            "inspector.validTo", "有效期截止日不得早于起始日", "must not be before validFrom"
        )
    if not input.specialities:
        faults.add("inspector.specialities", "至少填写一项", "must name at least one sector")
    return InspectorProfile(
        certificate_no=number,
        certificate_valid_from=input.valid_from,
        certificate_valid_to=input.valid_to,
        specialities=sorted({sector.value for sector in input.specialities}),
        may_lead=input.may_lead,
        is_expert=input.is_expert,
    )


async def enter_staff(
    transaction: Transaction,
    account: AccountRow,
    first: GrantProposal,
    officer: Officer | None,
    inspector: InspectorProfile | None,
) -> None:
    if officer is None or first.office is None:
        return
    officer.account_id, officer.authority_id = account.id, first.office.authority_id
    if inspector is not None:
        inspector.entered_on = transaction.today
    await officers.add(transaction.session, officer, inspector)
