"""The story into the database, whole or not at all; and who may sign in with the demo password."""

import secrets
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from api.demo.build import build_demo
from api.demo.people import PASSWORD, PEOPLE
from api.demo.rows import BEGINNING
from persistence import bulk_insert, first_use, reference, vault
from persistence.evidence import seals
from persistence.identifiers import new_key
from persistence.keys import Keys
from persistence.passwords import Passwords
from persistence.tables.accounts import Account
from persistence.tables.accounts import Session as SignedIn
from persistence.tables.inspections import InspectionRecord
from persistence.tables.records import AuditEvent

Progress = Callable[[int, int], None]
LOADED = "demo.loaded"
_LOADED = sa.exists(sa.select(AuditEvent.id).where(AuditEvent.tag == LOADED))


async def load(engine: AsyncEngine, keys: Keys, progress: Progress, *, is_open: bool) -> int:
    """Load the demo into an empty database; return the number of rows, 0 where it was not empty.

    One transaction: a load that is interrupted leaves the database as empty as it was. Unless
    `is_open`, no account gets a password that is public.
    """
    async with engine.begin() as connection:
        if not await first_use.claim_empty(connection):
            return 0
        async with AsyncSession(bind=connection) as session:
            calendar = await reference.calendar(session, since=BEGINNING)
        password = PASSWORD if is_open else secrets.token_urlsafe()
        story = build_demo(keys, await Passwords().hash(password), calendar)
        total = story.row_count
        story.add(AuditEvent, id=new_key(), tag=LOADED, detail={"rows": total})
        await bulk_insert.insert_batches(
            connection, story.batches(), lambda done: progress(done, total)
        )
        async with AsyncSession(bind=connection) as session:
            for complaint_id, identity in story.identities.items():
                await vault.store(session, keys, complaint_id, identity)
            for record in story.of(InspectionRecord):
                await seals.seal_record(session, keys, record["id"])
    return total


async def is_loaded(engine: AsyncEngine) -> bool:
    """Whether the demo is in this database, loaded in this run or before."""
    async with engine.connect() as connection:
        return bool(await connection.scalar(sa.select(_LOADED)))


async def can_sign_in(engine: AsyncEngine) -> bool:
    """Whether this is a demo whose people still have the password in the banner."""
    async with engine.connect() as connection:
        return bool(await _hashes_of_password(connection))


async def lock_out(engine: AsyncEngine) -> int:
    """Remove the demo password from all accounts that still have it; return how many had it.

    For hosts that others can reach. There is no way back: a password that lay open on a network
    once would else lie open again at the next careless start.
    """
    async with engine.begin() as connection:
        known = await _hashes_of_password(connection)
        if not known:
            return 0
        accounts = sa.select(Account.id).where(Account.password_hash.in_(known))
        await connection.execute(
            sa.update(SignedIn)
            .where(SignedIn.account_id.in_(accounts), SignedIn.ended_at.is_(None))
            .values(ended_at=sa.func.now())
        )
        locked = await connection.execute(
            sa.update(Account)
            .where(Account.password_hash.in_(known))
            .values(
                password_hash=await Passwords().hash(secrets.token_urlsafe()),
                sessions_valid_from=sa.func.now(),
            )
        )
        return locked.rowcount


async def _hashes_of_password(connection: AsyncConnection) -> list[str]:
    """Hashes of the demo password among the accounts that the demo may have made."""
    logins = [person.login for person in PEOPLE]
    found = sa.select(Account.password_hash).distinct().where(Account.login.in_(logins), _LOADED)
    passwords = Passwords()
    hashes = list(await connection.scalars(found))
    return [each for each in hashes if await passwords.matches(each, PASSWORD)]
