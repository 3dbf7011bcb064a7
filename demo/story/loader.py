"""The story into the database, whole or not at all; and who may sign in with the demo password."""

import secrets
from collections.abc import Callable

from demo.story.build import build_demo
from demo.story.people import PASSWORD, PEOPLE
from demo.story.rows import BEGINNING
from domain.moments import day_of
from persistence import first_use
from persistence.accounts import public_passwords
from persistence.accounts.passwords import Passwords
from persistence.complaints import vault
from persistence.engine import bulk_insert
from persistence.engine.clock import now_of
from persistence.engine.database import AsyncConnection, AsyncEngine, AsyncSession
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.evidence import seals
from persistence.inspections.table import InspectionRecord
from persistence.regions import reference

Progress = Callable[[int, int], None]
LOADED, TO_INSPECT, INSPECTED = "demo.loaded", "demo.to_inspect", "demo.inspected"


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
        today = day_of(await now_of(connection))
        story = build_demo(keys, await Passwords().hash(password), calendar, today=today)
        total = story.row_count
        for tag in (LOADED, TO_INSPECT):
            story.add(AuditEvent, id=new_key(), tag=tag, detail={"rows": total})
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
        return await first_use.has_event(connection, LOADED)


async def is_to_be_inspected(engine: AsyncEngine) -> bool:
    """Whether the demo's drawn inspection was begun with this demo and is not carried out to its end."""
    async with engine.connect() as connection:
        is_meant = await first_use.has_event(connection, TO_INSPECT)
        return is_meant and not await first_use.has_event(connection, INSPECTED)


async def record_inspected(engine: AsyncEngine) -> None:
    async with AsyncSession(engine) as session, session.begin():
        session.add(AuditEvent(id=new_key(), tag=INSPECTED, detail={}))


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
        instead = await Passwords().hash(secrets.token_urlsafe())
        return await public_passwords.replace(connection, known, instead)


async def _hashes_of_password(connection: AsyncConnection) -> list[str]:
    """Hashes of the demo password among the accounts that the demo may have made."""
    if not await first_use.has_event(connection, LOADED):
        return []
    passwords = Passwords()
    hashes = await public_passwords.hashes(connection, [person.login for person in PEOPLE])
    return [each for each in hashes if await passwords.matches(each, PASSWORD)]
