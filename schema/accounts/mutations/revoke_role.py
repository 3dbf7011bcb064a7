"""An administrator revokes a role of an account."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.roles import Role
from persistence.accounts import writes as accounts
from schema.accounts.grant_places import ACCOUNT_ID, AUTHORITY_ID, INSTITUTION_ID, place_of
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The role to revoke, and where it is held.")
class RevokeRoleInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)
    role: Role = field("The role that is to be revoked.")
    authority_id: strawberry.ID | None = optional(AUTHORITY_ID)
    institution_id: strawberry.ID | None = optional(INSTITUTION_ID)


@strawberry.type(
    description="The account no longer holds the role; this takes effect within seconds."
)
class RoleRevoked:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that held the role.")


@mutation(
    permission=Permission.ACCOUNT_GRANT,
    description="Revoke a role of an account, confirmed or not, within the caller's own "
    "jurisdiction.",
    refuses=(rules.OwnGrant, rules.RoleNotHeld, rules.LastAdministrator, OutsideJurisdiction),
)
async def revoke_role(info: Info, input: RevokeRoleInput) -> RoleRevoked:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        held = await place_of(
            transaction.session, input.role, input.authority_id, input.institution_id
        )
        rules.may_revoke(transaction.actor, held, account_id=account.id)
        grant = await accounts.live_grant(transaction.session, account.id, held)
        await accounts.refuse_last_administrator(transaction.session, [grant])
        grant.record_revocation(by=transaction.actor.account_id, at=transaction.now)
        transaction.audit("account.role_revoked", on=account.id, **held.trace())
        revoked = transaction.succeed(RoleRevoked(account_id=account.id))
    info.context.sessions.forget(account_id)
    return revoked
