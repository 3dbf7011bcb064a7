"""Accounts whose password is known to everybody, such as the demo's."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.accounts.table import Account, Session


async def hashes(connection: AsyncConnection, logins: Sequence[str]) -> list[str]:
    """The different password hashes of the accounts with these logins."""
    found = sa.select(Account.password_hash).distinct().where(Account.login.in_(logins))
    return list(await connection.scalars(found))


async def replace(connection: AsyncConnection, known: Sequence[str], instead: str) -> int:
    """Give the accounts with these hashes another and end their sessions; how many accounts."""
    accounts = sa.select(Account.id).where(Account.password_hash.in_(known))
    await connection.execute(
        sa.update(Session)
        .where(Session.account_id.in_(accounts), Session.ended_at.is_(None))
        .values(ended_at=sa.func.now())
    )
    locked = await connection.execute(
        sa.update(Account)
        .where(Account.password_hash.in_(known))
        .values(password_hash=instead, sessions_valid_from=sa.func.now())
    )
    return locked.rowcount
