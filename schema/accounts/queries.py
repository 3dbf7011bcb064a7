"""Queries about the caller's own account, accounts and officers."""

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.accounts.types import (
    Account,
    AccountConnection,
    AccountFilter,
    AccountOrder,
    OfficerConnection,
    OfficerFilter,
    OfficerOrder,
)
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field


@strawberry.type
class AccountQueries:
    @query_field
    def me(self) -> Account | None:
        """The account that is signed in; null for a visitor."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.ACCOUNT_READ)
    def accounts(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: AccountFilter | None = UNSET,
        order_by: AccountOrder | None = UNSET,
    ) -> AccountConnection:
        """Accounts that hold a role within the caller's jurisdiction."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.OFFICER_READ)
    def officers(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: OfficerFilter | None = UNSET,
        order_by: OfficerOrder | None = UNSET,
    ) -> OfficerConnection:
        """Officers of the authorities within the caller's jurisdiction."""
        raise CompiledFieldResolved
