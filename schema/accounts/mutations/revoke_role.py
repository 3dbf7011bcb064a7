"""An administrator revokes a role of an account."""

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


@strawberry.input(description="The role to revoke, and where it is held.")
class RevokeRoleInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    account_id: strawberry.ID = strawberry.field(description=ACCOUNT_ID)
    role: Role = strawberry.field(description="The role that is to be revoked.")
    authority_id: strawberry.ID | None = strawberry.field(default=UNSET, description=AUTHORITY_ID)
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description=INSTITUTION_ID
    )


@strawberry.type(
    description="The account no longer holds the role; this takes effect within seconds."
)
class RoleRevoked:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = shown("account_id", "The account that held the role.")


async def revoke_role(info: Asked, input: RevokeRoleInput) -> RoleRevoked:
    async with writing(info, input) as deed:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(deed.session, deed.actor, account_id)
        held = await place_of(deed.session, input.role, input.authority_id, input.institution_id)
        rules.may_revoke(deed.actor, held, account_id=account.id)
        grant = await accounts.live_grant(deed.session, account.id, held)
        grant.record_revocation(by=deed.actor.account_id, at=deed.now)
        deed.audit("account.role_revoked", on=account.id, **held.trace())
        revoked = deed.done(RoleRevoked(account_id=account.id))
    info.context.sessions.forget(account_id)
    return revoked
