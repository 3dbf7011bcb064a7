"""An administrator creates an account whose holder sets the first password with a one-time link."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain import credentials, identifiers
from domain.links import LinkPurpose
from domain.permissions import Permission
from domain.roles import Role
from persistence.accounts import links
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account as AccountRow
from persistence.engine.identifiers import new_key
from schema.accounts import one_time_links
from schema.accounts.grant_places import AUTHORITY_ID, INSTITUTION_ID, MISPLACED, place_of
from schema.accounts.mutations.create_account import (
    InspectorInput,
    OfficerInput,
    enter_staff,
    staff_of,
)
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation

LINK = (
    "The path of the page at which the password is set, with the link's secret behind `#`: append it to "
    "this installation's address and give it to the holder alone. The same operation sent again gets "
    "the same link. Null where it was sent to a telephone"
)


@strawberry.input(description="The account to be created, with its first role.")
class InviteAccountInput:
    operation_id: UUID = field(OPERATION_ID)
    login: str = field(
        "Sign-in name: 2 to 40 characters of a-z, 0-9, `.`, `_` and `-`, beginning with a letter."
    )
    display_name: str = field("The name displayed to others, up to 40 characters.")
    phone: str | None = optional(
        "The mobile number to which the link is sent, where this system can send messages. It is not "
        "kept: the holder registers a number with `setOwnPhone`."
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


@strawberry.type(
    description="The account is created. Its holder can sign in after setting a password with the "
    "link, and holds the role when a security administrator has confirmed it with `confirmGrant`."
)
class AccountInvited:
    account_id: Annotated[UUID, StoredAs("account_id")]
    link_id: Annotated[UUID | None, StoredAs("link_id")]
    link: str | None = one_time_links.answered_link(f"{LINK}.")
    account: Account | None = refetched("account_id", "The account that was created.")


@mutation(
    permission=Permission.ACCOUNT_CREATE,
    description="Create an account with its first role, within the caller's own jurisdiction, and a "
    "one-time link with which its holder sets the password within seven days. A security "
    "administrator confirms the role with `confirmGrant` before it is held.",
    refuses=(
        *MISPLACED,
        credentials.LoginTaken,
        rules.StaffNoTaken,
        rules.CertificateNoTaken,
    ),
)
async def invite_account(info: Info, input: InviteAccountInput) -> AccountInvited:
    faults = InputFaults()
    display_name = faults.name("displayName", input.display_name, longest=40)
    officer, inspector = staff_of(faults, input)
    faults.refuse()
    credentials.check_login(input.login)
    phone = identifiers.mobile(input.phone) if input.phone else None
    if phone is not None:
        credentials.check_phone(phone)
    async with begin_transaction(info, input) as transaction:
        first = await place_of(
            transaction.session, input.role, input.authority_id, input.institution_id
        )
        rules.may_create(transaction.actor, first)
        by = transaction.actor.account_id
        account = AccountRow(
            id=new_key(),
            login=input.login,
            display_name=display_name,
            password_hash=accounts.NO_PASSWORD,
        )
        await accounts.add(
            transaction.session, account, first, by=by, at=transaction.now, waits=True
        )
        await enter_staff(transaction, account, first, officer, inspector)
        link = await links.issue(
            transaction.session,
            account.id,
            LinkPurpose.INVITATION,
            by=by,
            keys=transaction.keys,
            now=transaction.now,
        )
        is_sent = phone is not None and info.context.can_reach_phones
        if phone is not None and is_sent:
            one_time_links.send(transaction, link, phone)
        transaction.audit("account.invited", on=account.id, **first.trace(), link=str(link.id))
        return transaction.succeed(
            AccountInvited(account_id=account.id, link_id=None if is_sent else link.id)
        )
