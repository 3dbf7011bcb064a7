"""An administrator makes an account for someone below, with a first role."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import accounts as rules
from domain import credentials
from domain.accounts import Proposal
from domain.authorities import Sector
from domain.roles import Role
from persistence import accounts, officers
from persistence.identifiers import new_key
from persistence.tables.accounts import Account as AccountRow
from persistence.tables.authorities import InspectorProfile, Officer
from schema.accounts.mutations.place import AUTHORITY_ID, INSTITUTION_ID, place_of
from schema.accounts.types import Account
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, given


@strawberry.input(description="The person's place on the authority's staff.")
class OfficerInput:
    staff_no: str = strawberry.field(
        description="Staff number within the authority, up to 40 characters."
    )
    post: str | None = strawberry.field(default=UNSET, description="Post, up to 40 characters.")
    name: str = strawberry.field(description="Name, up to 40 characters.")


@strawberry.input(description="What makes an officer an inspector.")
class InspectorInput:
    certificate_no: str = strawberry.field(
        description="Enforcement certificate number, up to 40 characters."
    )
    valid_from: dt.date = strawberry.field(description="First day of its validity.")
    valid_to: dt.date = strawberry.field(description="Last day of its validity.")
    specialities: list[Sector] = strawberry.field(description="Sectors the officer knows.")
    may_lead: bool = strawberry.field(description="Whether the officer may lead a visit.")
    is_expert: bool = strawberry.field(description="Whether marked as expert.")


@strawberry.input(description="An account to be made.")
class CreateAccountInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    login: str = strawberry.field(
        description="2 to 40 of a-z, 0-9, `.`, `_` and `-`, a letter first."
    )
    display_name: str = strawberry.field(description="Name shown, up to 40 characters.")
    initial_password: str = strawberry.field(
        description="10 to 128 characters; it has to be changed at the first sign-in."
    )
    role: Role = strawberry.field(description="The first role.")
    authority_id: strawberry.ID | None = strawberry.field(default=UNSET, description=AUTHORITY_ID)
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description=INSTITUTION_ID
    )
    officer: OfficerInput | None = strawberry.field(
        default=UNSET, description="For members of the authority's staff."
    )
    inspector: InspectorInput | None = strawberry.field(
        default=UNSET, description="For officers who inspect."
    )


@strawberry.type(description="The account is made.")
class AccountCreated:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = shown("account_id", "The account.")


async def create_account(info: Asked, input: CreateAccountInput) -> AccountCreated:
    faults = Faults()
    display_name = faults.text("displayName", input.display_name, longest=40)
    officer, inspector = _staff(faults, input)
    faults.refuse()
    credentials.check_login(input.login)
    credentials.check_password(input.initial_password, login=input.login)
    # Before the deed's transaction: no connection waits for argon2.
    password_hash = await info.context.sessions.passwords.hash(input.initial_password)
    async with writing(info, input) as deed:
        first = await place_of(deed.session, input.role, input.authority_id, input.institution_id)
        rules.may_create(deed.actor, first)
        account = AccountRow(
            id=new_key(),
            login=input.login,
            display_name=display_name,
            password_hash=password_hash,
            must_change_password=True,
        )
        await accounts.add(deed.session, account, first, by=deed.actor.account_id, at=deed.now)
        await _enter(deed, account, first, officer, inspector)
        deed.audit("account.created", on=account.id, **first.trace())
        return deed.done(AccountCreated(account_id=account.id))


def _staff(
    faults: Faults, input: CreateAccountInput
) -> tuple[Officer | None, InspectorProfile | None]:
    officer, inspector = input.officer or None, input.inspector or None
    if officer and not given(input.authority_id):
        faults.add("officer", "须指明机关", "needs the authority")
    if inspector and not officer:
        faults.add("inspector", "执法检查人员须先登记为工作人员", "needs the officer")
    return officer and _officer(faults, officer), inspector and _inspector(faults, inspector)


def _officer(faults: Faults, input: OfficerInput) -> Officer:
    return Officer(
        id=new_key(),
        name=faults.text("officer.name", input.name, longest=40),
        staff_no=faults.text("officer.staffNo", input.staff_no, longest=40),
        post=faults.optional_text("officer.post", input.post, longest=40),
    )


def _inspector(faults: Faults, input: InspectorInput) -> InspectorProfile:
    number = faults.text("inspector.certificateNo", input.certificate_no, longest=40)
    if input.valid_to < input.valid_from:
        faults.add("inspector.validTo", "早于起始日期", "lies before validFrom")
    if not input.specialities:
        faults.add("inspector.specialities", "至少一项", "name at least one")
    return InspectorProfile(
        certificate_no=number,
        certificate_valid_from=input.valid_from,
        certificate_valid_to=input.valid_to,
        specialities=sorted({sector.value for sector in input.specialities}),
        may_lead=input.may_lead,
        is_expert=input.is_expert,
    )


async def _enter(
    deed: Deed,
    account: AccountRow,
    first: Proposal,
    officer: Officer | None,
    inspector: InspectorProfile | None,
) -> None:
    if officer is None or first.office is None:
        return
    officer.account_id, officer.authority_id = account.id, first.office.authority_id
    if inspector is not None:
        inspector.entered_on = deed.today
    await officers.add(deed.session, officer, inspector)
