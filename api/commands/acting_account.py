"""The account in whose name a command acts (`--as`)."""

from domain import actors
from domain.actors import Actor
from persistence.accounts import writes as accounts
from persistence.engine.database import Database
from persistence.engine.keys import Keys


class NotAnAccount(Exception):
    """No active account has that login."""


async def actor_of(database: Database, keys: Keys, login: str | None) -> Actor:
    """The actor; without a login the anonymous visitor. Raises NotAnAccount."""
    if login is None:
        return actors.ANONYMOUS
    async with database.writing() as session:
        account = await accounts.by_login(session, login)
        found = await accounts.actor(session, account.id, keys) if account else None
    if found is None:
        raise NotAnAccount(f"There is no active account {login}.")
    return found
