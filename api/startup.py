"""The database of a command: found or started, brought to the present shape, and let go of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from api.embedded_server import EmbeddedServer
from api.settings import Settings
from api.steps import step
from jobs import scheduled
from persistence import embedded, installation
from persistence.complaints import receipts
from persistence.engine import migrator
from persistence.engine.database import UNUSABLE, Database, Patience, WrongRole
from persistence.engine.keys import Keys
from persistence.engine.outages import Outage
from persistence.regions import reference


class DatabaseUnreachable(Exception):
    """The operator's own database does not answer; the message says what it said."""


@contextmanager
def start_or_connect(settings: Settings) -> Iterator[EmbeddedServer | None]:
    """The embedded server, held while the block lasts; None where the operator has one."""
    if settings.database_url is not None:
        yield None
        return
    with step("starting PostgreSQL"):
        server = embedded.start(settings.data_dir)
    embedded_server = EmbeddedServer(
        settings.data_dir, server, with_timeout=lambda url: _with_statement_timeout(url, settings)
    )
    try:
        yield embedded_server
    finally:
        embedded_server.close()


def open_database(
    settings: Settings, embedded_server: EmbeddedServer | None, *, is_serving: bool = False
) -> Database:
    """While serving, an answer that does not come is waited for a little longer than the database
    takes to give a statement up; a command or a migration may lift that limit, and has no end."""
    url = (
        embedded_server.url
        if embedded_server
        else _with_statement_timeout(settings.database_url or "", settings)
    )
    return Database(
        url,
        read_size=settings.read_pool_size,
        write_size=settings.write_pool_size,
        patience=Patience(
            connection=settings.connection_wait_seconds,
            answer=answer_within(url) if is_serving else None,
        ),
    )


async def prepare(database: Database, secret: Keys | None = None) -> None:
    """Bring the database to the present shape, with regions, calendar and the rows of the jobs, and see
    that the secret is this register's. Safe to repeat.

    Raises DatabaseUnreachable, ServerTooOld, RegisterTooNew and OtherKey.
    """
    try:
        with step("preparing the database"):
            await migrator.migrate(database.engine)
            async with database.engine.begin() as connection:
                await reference.load(connection)
            await database.value("select 1")
            if secret is not None:
                await installation.refuse_other_key(database, secret)
                await receipts.keep_as_now(database, secret)
            await scheduled.add_missing(database)
    except WrongRole as error:
        raise DatabaseUnreachable(str(error)) from error
    except UNUSABLE as error:
        # An outage is told in the driver's words: these are for the operator.
        cause = error.__cause__ if isinstance(error, Outage) else getattr(error, "orig", None)
        reason = str(cause or error).splitlines()[0]
        raise DatabaseUnreachable(f"The database cannot be used: {reason}") from error


def answer_within(url: str) -> float | None:
    """Seconds after which no answer comes any more: those of the URL's `statement_timeout`, and two
    for the way. None where the URL sets no limit, or one in a form that only PostgreSQL reads."""
    match = re.search(r"[?&]statement_timeout=([1-9][0-9]*)(ms|s|min)?(?:&|$)", url)
    if match is None:
        return None
    return int(match[1]) * _SECONDS[match[2] or "ms"] + 2.0


_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}


def _with_statement_timeout(url: str, settings: Settings) -> str:
    """With the statement timeout that was set, as a parameter that connections start with."""
    if "statement_timeout=" in url:
        return url
    sign = "&" if "?" in url else "?"
    return f"{url}{sign}statement_timeout={settings.statement_timeout_ms}"
