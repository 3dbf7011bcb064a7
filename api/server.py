"""`serve`: everything started in order, served, and stopped."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from api import in_story, logs, sockets, startup
from api.app import application, now, store_of
from api.background import channels_of
from api.banner import banner
from api.commands.in_process_client import CommandRefused
from api.connections import Bounds, bounded
from api.embedded_server import EmbeddedServer
from api.settings import Settings
from api.startup import DatabaseUnreachable
from api.steps import Bar, report
from demo.story import loader
from persistence.accounts import setup
from persistence.embedded import EmbeddedUnavailable
from persistence.engine import keys
from persistence.engine.database import Database
from persistence.engine.keys import Keys, SecretUnusable
from persistence.engine.migrator import RegisterTooNew, ServerTooOld
from persistence.storage import StoreUnusable

GRACE_SECONDS = 5
REASONS = (
    sockets.CannotListen,
    DatabaseUnreachable,
    EmbeddedUnavailable,
    SecretUnusable,
    ServerTooOld,
    RegisterTooNew,
    StoreUnusable,
)
"""What an operator can put right; the message says how."""


def serve(settings: Settings, *, has_worker: bool = True) -> int:
    """Serve until told to stop. 0: stopped as asked; 1: cannot serve, or not any longer."""
    logs.configure(settings.log_level, settings.log_format, is_production=settings.is_production)
    quieten(settings)
    try:
        # First of all: a port that is taken must not cost a database its start.
        with sockets.listen(settings.host, settings.port) as listener:
            secret = keys.load(settings.secret_key_file)
            # What is wrong with a channel is found before a database is started.
            channels_of(settings, now)
            store_of(settings).prepare()
            with startup.start_or_connect(settings) as embedded_server, event_loop() as run:
                serving = _serve(settings, embedded_server, secret, listener, has_worker)
                return run(serving)
    except REASONS as reason:
        print(reason, file=sys.stderr)
    return 1


async def _serve(
    settings: Settings,
    embedded_server: EmbeddedServer | None,
    secret: Keys,
    listener: socket.socket,
    has_worker: bool,
) -> int:
    preparing = startup.open_database(settings, embedded_server)
    try:
        await startup.prepare(preparing, secret)
        can_sign_in = await _demo(settings, preparing, secret)
        words = banner(
            sockets.address_of(listener, settings.host),
            has_demo=await loader.is_loaded(preparing.engine),
            can_sign_in=can_sign_in,
            setup_token=await setup.open_setup(preparing, keys=secret, now=now()),
        )
    finally:
        await preparing.close()
    database = startup.open_database(settings, embedded_server, is_serving=True)
    server = AnnouncingServer(
        application(settings, database, secret, has_worker=has_worker),
        settings,
        announce=lambda: report(words, sys.stdout),
    )
    # A Ctrl-C while the application was built, which takes a second, is met here and not half way
    # through uvicorn's own start.
    await asyncio.sleep(0)
    keeping = asyncio.create_task(_keep(embedded_server, database, server))
    try:
        await server.serve([listener])
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])
    return 1 if server.reason else 0


async def _demo(settings: Settings, database: Database, secret: Keys) -> bool:
    """Load the demo where it belongs; say whether its people can sign in with its password."""
    is_private = settings.is_loopback and not settings.is_production
    if settings.loads_demo:
        bar = Bar("telling the demo story")
        count = await loader.load(database.engine, secret, bar, is_open=is_private)
        if count:
            bar.finished(count)
        try:
            await in_story.inspect(database, secret, store_of(settings))
        except CommandRefused as refusal:
            # All else of the demo is there.
            print(f"The demo's inspection could not be carried out. {refusal}", file=sys.stderr)
    if is_private:
        return await loader.can_sign_in(database.engine)
    await loader.lock_out(database.engine)
    return False


async def _keep(
    embedded_server: EmbeddedServer | None, database: Database, server: "AnnouncingServer"
) -> None:
    if embedded_server is None:
        return
    try:
        await embedded_server.restart_when_lost(database)
    except EmbeddedUnavailable as reason:
        # Nothing can be answered any more: the supervisor of this process can restart it.
        server.stop(f"The embedded PostgreSQL died and does not start again. {reason}")


class AnnouncingServer(uvicorn.Server):
    """uvicorn in this process: it announces itself, and does not die of the signal it stops at."""

    def __init__(self, app: ASGIApp, settings: Settings, *, announce: Callable[[], None]) -> None:
        bounds = Bounds(
            head=settings.head_seconds,
            body=settings.body_seconds,
            head_bytes=settings.max_head_bytes,
            connections=settings.max_connections,
        )
        super().__init__(
            uvicorn.Config(
                app,
                http=bounded(bounds),
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=settings.keep_alive_seconds,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._announce = announce
        self.reason = ""

    def stop(self, reason: str) -> None:
        """Stop of our own accord."""
        print(reason, file=sys.stderr)
        self.reason, self.should_exit = reason, True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would raise the signal again once it has stopped, before we have cleaned up."""
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        for each in signals:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)


@contextmanager
def event_loop() -> Iterator[Callable[..., int]]:
    factory = uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        yield runner.run


def quieten(settings: Settings) -> None:
    """What the libraries tell of every start is noise beside our own steps."""
    if settings.log_level == "info":
        for name in ("uvicorn.error", "alembic"):
            logging.getLogger(name).setLevel(logging.WARNING)
