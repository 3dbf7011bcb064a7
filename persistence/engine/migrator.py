"""Bringing a database to the present shape, once, however many processes start at once."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

OLDEST_SERVER = 16
_LOCK = 7_016_996_765_293_437_281


class ServerTooOld(Exception):
    """The database server is older than Spotcheck can use."""


class RegisterTooNew(Exception):
    """The register was brought to a shape that this program does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The register has the shape {revision}, which a later Spotcheck gave it: use that one."
        )


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return config


async def migrate(engine: AsyncEngine) -> None:
    """Apply what is missing. A second process waits for the first and finds nothing to do."""
    async with engine.connect() as connection:
        version = await connection.scalar(sa.text("show server_version_num"))
        if int(version or 0) // 10_000 < OLDEST_SERVER:
            raise ServerTooOld(
                f"PostgreSQL {OLDEST_SERVER} or later is required. This server is {version}."
            )
        await connection.rollback()
        # A session lock, on a connection of our own: alembic commits once for each migration.
        await connection.execute(sa.text(f"select pg_advisory_lock({_LOCK})"))
        await connection.commit()
        try:
            for revision in await connection.run_sync(_revisions):
                refuse_unless_known(revision)
            await connection.run_sync(_with(lambda config: command.upgrade(config, "head")))
            await connection.commit()
        except BaseException:
            # What went wrong is told, and not that the transaction can do no more. A connection that
            # is lost has let go of its lock.
            with suppress(sa.exc.DBAPIError):
                await connection.rollback()
                await _unlock(connection)
            raise
        await _unlock(connection)


async def _unlock(connection: AsyncConnection) -> None:
    await connection.execute(sa.text(f"select pg_advisory_unlock({_LOCK})"))
    await connection.commit()


def refuse_unless_known(revision: str) -> None:
    """Raise RegisterTooNew for a shape that no migration of ours makes."""
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()
    if revision not in {script.revision for script in scripts}:
        raise RegisterTooNew(revision)


async def is_at_head(engine: AsyncEngine) -> bool:
    """Whether the database has the shape this program was written for."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    async with engine.connect() as connection:
        current = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    return current == head


def _revisions(connection: sa.Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def _with(run: Callable[[Config], None]) -> Callable[[sa.Connection], Any]:
    def on(connection: sa.Connection) -> None:
        config = configuration()
        config.attributes["connection"] = connection
        run(config)

    return on
