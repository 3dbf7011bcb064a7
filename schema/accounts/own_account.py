"""An account returned to its own holder, before the next request brings a token."""

from typing import Any

import strawberry

from persistence.accounts import writes as accounts
from schema.fields import Info, read_row


def own_account(description: str) -> Any:
    """A field of a success with an `account_id`: read after the commit, with that account's
    permissions."""

    async def resolver(root: strawberry.Parent[Any], info: Info) -> Any:
        context = info.context
        async with context.database.writing() as session:
            actor = await accounts.signed_in(session, root.account_id, context.keys)
        return await read_row(info, root.account_id, actor) if actor else None

    return strawberry.field(resolver=resolver, description=description)
