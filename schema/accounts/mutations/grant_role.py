"""An administrator grants a role to an account."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import accounts as rules
from domain.roles import Role
from persistence import accounts
from schema.accounts.mutations.place import ACCOUNT_ID, AUTHORITY_ID, INSTITUTION_ID, place_of
from schema.accounts.types import Account
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of


@strawberry.input(description="The role to grant, and where it is to be held.")
class GrantRoleInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    account_id: strawberry.ID = strawberry.field(description=ACCOUNT_ID)
    role: Role = strawberry.field(description="The role that is to be granted.")
    authority_id: strawberry.ID | None = strawberry.field(default=UNSET, description=AUTHORITY_ID)
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description=INSTITUTION_ID
    )


@strawberry.type(description="The account holds the role, which takes effect within seconds.")
class RoleGranted:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = shown("account_id", "The account that holds the role.")


async def grant_role(info: Asked, input: GrantRoleInput) -> RoleGranted:
    async with writing(info, input) as deed:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(deed.session, deed.actor, account_id)
        wanted = await place_of(deed.session, input.role, input.authority_id, input.institution_id)
        held = await accounts.live_grants(deed.session, account.id)
        rules.may_grant(
            deed.actor, wanted, account_id=account.id, held=[grant.role for grant in held]
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        await accounts.grant(
            deed.session, account.id, wanted, by=deed.actor.account_id, at=deed.now
        )
        deed.audit("account.role_granted", on=account.id, **wanted.trace())
        granted = deed.done(RoleGranted(account_id=account.id))
    info.context.sessions.forget(account_id)
    return granted
