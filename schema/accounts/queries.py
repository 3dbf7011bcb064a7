"""Queries about the caller's own account, accounts and officers."""

import strawberry

from domain.permissions import Permission
from schema.accounts.types import (
    Account,
    Officer,
)
from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of


@strawberry.type
class AccountQueries:
    @query_field
    def me(self) -> Account | None:
        """The account that is signed in; null for a visitor."""
        raise CompiledFieldResolved

    accounts = query_page_of(
        Account,
        "Accounts that hold a role within the caller's jurisdiction.",
        permission=Permission.ACCOUNT_READ,
    )

    officers = query_page_of(
        Officer,
        "Officers of the authorities within the caller's jurisdiction.",
        permission=Permission.OFFICER_READ,
    )
