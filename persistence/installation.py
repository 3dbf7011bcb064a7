"""Which secret this register's values are sealed with."""

import hmac

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence import readiness
from persistence.engine import violations
from persistence.engine.database import Database
from persistence.engine.keys import Keys, SecretUnusable
from persistence.engine.records import Installation

violations.UNREACHABLE["ck_installation_one_row"] = "there is one value of its key"


class OtherKey(SecretUnusable):
    """The secret is not the one that this register's values are sealed with."""

    def __init__(self) -> None:
        super().__init__(
            "SECRET_KEY_FILE holds another secret than the one this register is sealed with: nothing"
            " sealed could be opened, and new values would be lost with this secret. Put the secret"
            " of this register there; it lies in the DATA_DIR in which the register was first used."
        )


async def refuse_other_key(database: Database, keys: Keys) -> None:
    """Raise OtherKey unless these are the keys of this register, which is remembered at the first
    start; a register of before is asked whether they open what it holds."""
    fingerprint = keys.hash("installation", b"")
    async with database.writing() as session:
        known = await session.scalar(sa.select(Installation.key_fingerprint))
    if known is None:
        if not await readiness.is_sealed_with(database, keys):
            raise OtherKey
        async with database.writing() as session:
            # Another process may start at the same moment.
            await session.execute(
                insert(Installation).values(key_fingerprint=fingerprint).on_conflict_do_nothing()
            )
            known = await session.scalar(sa.select(Installation.key_fingerprint))
    if known is None or not hmac.compare_digest(known, fingerprint):
        raise OtherKey
