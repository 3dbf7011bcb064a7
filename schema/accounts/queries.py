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
from schema.answering import After, AnsweredByShape, Before, First, Last, root, root_needing


@strawberry.type
class AccountQueries:
    @root
    def me(self) -> Account | None:
        """The account that is signed in; null for a visitor."""
        raise AnsweredByShape

    @root_needing(Permission.ACCOUNT_READ)
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
        raise AnsweredByShape

    @root_needing(Permission.OFFICER_READ)
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
        raise AnsweredByShape
