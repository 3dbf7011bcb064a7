"""An administrator grants a role to an account."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.permissions import Permission
from domain.roles import Role
from persistence.accounts import writes as accounts
from schema.accounts.grant_places import (
    ACCOUNT_ID,
    AUTHORITY_ID,
    INSTITUTION_ID,
    MISPLACED,
    place_of,
)
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The role to grant, and where it is to be held.")
class GrantRoleInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)
    role: Role = field("The role that is to be granted.")
    authority_id: strawberry.ID | None = optional(AUTHORITY_ID)
    institution_id: strawberry.ID | None = optional(INSTITUTION_ID)


@strawberry.type(
    description="The role is granted. The account holds it within seconds after a security "
    "administrator has confirmed it with `confirmGrant`."
)
class RoleGranted:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that is to hold the role.")


@mutation(
    permission=Permission.ACCOUNT_GRANT,
    description="Grant a role to an account, within the caller's own jurisdiction. A security "
    "administrator confirms it with `confirmGrant` before it is held.",
    refuses=(
        *MISPLACED,
        rules.OwnGrant,
        rules.ThreeRoleSplit,
        rules.AdministratorsHoldNothingElse,
        rules.RoleAlreadyHeld,
        rules.AccountIsDisabled,
    ),
)
async def grant_role(info: Info, input: GrantRoleInput) -> RoleGranted:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        wanted = await place_of(
            transaction.session, input.role, input.authority_id, input.institution_id
        )
        held = await accounts.live_grants(transaction.session, account.id)
        rules.may_grant(
            transaction.actor, wanted, account_id=account.id, held=[grant.role for grant in held]
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        await accounts.grant(
            transaction.session,
            account.id,
            wanted,
            by=transaction.actor.account_id,
            at=transaction.now,
            waits=True,
        )
        transaction.audit("account.role_granted", on=account.id, **wanted.trace())
        granted = transaction.succeed(RoleGranted(account_id=account.id))
    info.context.sessions.forget(account_id)
    return granted
