"""Lifting what wrong passwords bring: who was locked out tries again at once, in every process.

Attempts are counted in the memory of each process; what is notified names nobody to who listens.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import identifiers
from persistence.accounts import phones, sessions
from persistence.accounts.table import Account, Session
from persistence.engine.changes import CHANNEL
from persistence.engine.keys import Keys

TOPIC = "unlocked"
MOST_DEVICES = 100


def subject(keys: Keys, name: str) -> str:
    """What attempts at a name, a device of an account or a device token are counted by."""
    folded = identifiers.folded(name).encode("utf-8", "surrogatepass")
    return keys.hash("sign-in attempts", folded).hex()


def of_device(account_id: UUID, device_id: str) -> str:
    """A device that was signed in before, by its name alone."""
    return f"{account_id} {device_id}"


async def lift(session: AsyncSession, account: Account, *, keys: Keys) -> list[str]:
    """Have every process forget the attempts at the account, also from its own devices; what they are
    notified of, once this is committed."""
    devices = await session.scalars(
        sa.select(Session.device_id)
        .where(Session.account_id == account.id)
        .distinct()
        .limit(MOST_DEVICES)
    )
    names = [name for name in (account.login, phones.of(account, keys)) if name]
    for device_id in devices:
        names.append(of_device(account.id, device_id))
        names.append(sessions.device_token(account.id, device_id, keys=keys))
    payloads = [f"{TOPIC} {subject(keys, name)}" for name in names]
    for payload in payloads:
        await session.execute(sa.select(sa.func.pg_notify(CHANNEL, payload)))
    return payloads
