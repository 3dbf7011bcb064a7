"""The whole application: routes, what stands in front of them, and what lives beside them."""

import asyncio
import datetime as dt
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api import health, logs
from api.background import Running, running, worker
from api.compression import Compressed
from api.documents import Documents
from api.endpoint import Endpoint, MakeContext
from api.evidence import routes as evidence
from api.evidence.completion import UploadCompletion
from api.from_memory import FromMemory
from api.health import Readiness
from api.identity import SessionIdentity
from api.ledgers import routes as ledgers
from api.ledgers.downloads import ROWS
from api.ledgers.process import ChildProcesses
from api.ledgers.work import LedgerWork
from api.limits import BodyCap, Budget, RateLimiter, bound_validation
from api.pages.ide import Browsable
from api.pages.routes import routes as pages
from api.public import Public
from api.requests import RequestId
from api.settings import Settings
from domain.actors import Actor
from domain.draws import entropy
from jobs.uploads import EvidenceJobs
from persistence.accounts import lockouts
from persistence.derived_fields import derived_fields
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading.reader import Reader
from persistence.register import REGISTER
from persistence.storage import Store
from schema.assembly import build, core
from schema.context import Context, RateLimits
from schema.operations import PreparedOperation
from schema.remembered import MEGABYTE

_TEN_MINUTES, _QUARTER, _HOUR, _DAY = 10 * 60, 15 * 60, 60 * 60, 24 * 60 * 60


def application(
    settings: Settings, database: Database, keys: Keys, *, has_worker: bool = True
) -> ASGIApp:
    """Everything behind the socket, and a worker beside it. The application closes the database when
    it ends."""
    bound_validation()
    store = store_of(settings)
    schema = build()
    documents = Documents(
        core(schema),
        REGISTER,
        introspection=not settings.is_production,
        suggestions=not settings.is_production,
        remembered=settings.document_cache_mb * MEGABYTE,
    )
    reader = Reader(database.reading, derived_fields(keys, now), now)
    identity = SessionIdentity(
        database,
        keys,
        now,
        access_within=dt.timedelta(minutes=settings.access_token_minutes),
        refresh_within=dt.timedelta(days=settings.refresh_token_days),
        session_within=dt.timedelta(days=settings.session_days),
    )
    public = None
    if settings.answer_cache_mb:
        public = Public(database.changes, now, settings.answer_cache_mb * MEGABYTE)
    endpoint = Endpoint(
        schema,
        documents,
        reader,
        identify=identity.identify,
        make_context=_contexts(settings, database, reader, keys, identity, store),
        most_bytes=settings.max_answer_bytes,
        public=public,
    )
    finishing = UploadCompletion(database, store, keys, now)
    work = LedgerWork(database, store, ChildProcesses(database, keys).carry_out, now)
    graphql: ASGIApp = BodyCap(endpoint)
    if not settings.is_production:
        graphql = Browsable(graphql)
    route = Route("/graphql", graphql)
    app = Starlette(
        routes=[
            route,
            *pages(settings, database, documents, reader, schema.as_str),
            *evidence.routes(database, store, keys, identity, finishing, now),
            *ledgers.routes(database, keys, identity, work, now),
            *health.routes(Readiness(health.looks(database, store, keys, now))),
        ],
        lifespan=lambda _: _beside(
            database,
            store,
            [
                # Each process has uploads of its own to finish, on a disk of its own.
                EvidenceJobs(database, store, finishing.finish, now).keep(logs.fault),
                work.run(logs.fault),
                *(worker(settings, database, keys, now) if has_worker else ()),
            ],
        ),
    )
    app.add_exception_handler(Exception, logs.masked)
    # A path that is not ours is not found; no redirect follows the Host header of a request.
    app.router.redirect_slashes = False
    log = logs.RequestLog(_cross_origin(Compressed(Straight(route, graphql, app)), settings))
    logged = RequestId(log, settings.trusted_proxies)
    if public is None:
        return logged
    return FromMemory(logged, route.path, public, log, settings.trusted_proxies)


class Straight:
    """One path's requests go to it past the router and the layers around it, which cost a tenth of
    a read: faults are masked by the log, and there is nothing in the path to find out."""

    def __init__(self, route: Route, app: ASGIApp, others: ASGIApp) -> None:
        self._route, self._app, self._others = route, app, others

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http" or scope["path"] != self._route.path:
            return self._others(scope, receive, send)
        # As the router leaves it, for the log.
        scope["route"] = self._route
        return self._app(scope, receive, send)


def store_of(settings: Settings) -> Store:
    """Where the files of evidence are kept; nothing is opened before it is used."""
    return Store(settings.evidence_place, settings.data_dir / "incoming")


def now() -> dt.datetime:
    """The one clock that everything behind the socket believes."""
    return dt.datetime.now(dt.UTC)


def _contexts(
    settings: Settings,
    database: Database,
    reader: Reader,
    keys: Keys,
    identity: SessionIdentity,
    store: Store,
) -> MakeContext:
    rate_limits, chains = _rate_limits(), entropy.chains(settings.beacon_chain)
    for limiter in (rate_limits.sign_in, rate_limits.known_device):
        database.changes.subscribe(lockouts.TOPIC, limiter.forget)

    def context(scope: Scope, actor: Actor, operation: PreparedOperation) -> Context:
        state = scope["state"]
        return Context(
            actor=actor,
            database=database,
            reader=reader,
            keys=keys,
            sessions=identity,
            rate_limits=rate_limits,
            clock=now,
            operation=operation,
            language=state["language"],
            request_id=state["request_id"],
            client=state["client_address"],
            can_reach_phones=settings.can_reach_phones,
            session_id=state.get("session_id"),
            store=store,
            chains=chains,
        )

    return context


def _rate_limits() -> RateLimits:
    """Budgets of what is tried. A receipt or a link is another one at each guess: only the guesser is
    counted.

    Anonymous complaints have nobody but an address, which many may share behind one gateway.
    """
    return RateLimits(
        sign_in=RateLimiter(
            time.monotonic,
            by_address=Budget(20, _QUARTER),
            by_subnet=Budget(100, _QUARTER),
            by_subject=Budget(10, _QUARTER),
        ),
        # By nothing that somebody else could use up.
        known_device=RateLimiter(time.monotonic, by_subject=Budget(10, _QUARTER)),
        password_change=RateLimiter(time.monotonic, by_subject=Budget(10, _QUARTER)),
        link=RateLimiter(
            time.monotonic, by_address=Budget(20, _QUARTER), by_subnet=Budget(100, _QUARTER)
        ),
        receipt=RateLimiter(
            time.monotonic, by_address=Budget(10, _QUARTER), by_subnet=Budget(50, _QUARTER)
        ),
        one_time_code=RateLimiter(
            time.monotonic,
            by_address=Budget(5, _HOUR),
            by_subnet=Budget(20, _HOUR),
            by_subject=Budget(10, _HOUR),
            by_both=Budget(3, _HOUR),
        ),
        # Fewer from a subnet than a code takes: nobody there voids it for its owner.
        code_attempt=RateLimiter(
            time.monotonic,
            by_address=Budget(10, _TEN_MINUTES),
            by_subnet=Budget(50, _TEN_MINUTES),
            by_both=Budget(5, _TEN_MINUTES),
        ),
        school_teacher=RateLimiter(
            time.monotonic,
            by_address=Budget(50, _DAY),
            by_subnet=Budget(200, _DAY),
            by_subject=Budget(10, _DAY),
        ),
        hire_check=RateLimiter(
            time.monotonic,
            by_address=Budget(100, _DAY),
            by_subnet=Budget(400, _DAY),
            by_subject=Budget(30, _DAY),
        ),
        complaint=RateLimiter(
            time.monotonic, by_address=Budget(10, _HOUR), by_subnet=Budget(50, _HOUR)
        ),
    )


def _cross_origin(app: ASGIApp, settings: Settings) -> ASGIApp:
    if not settings.allowed_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST", "HEAD", "PATCH", "DELETE"],
        allow_headers=[
            "authorization",
            "content-type",
            "accept-language",
            "x-request-id",
            *evidence.REQUEST_HEADERS,
            *settings.allowed_headers,
        ],
        expose_headers=["x-request-id", ROWS, *evidence.RESPONSE_HEADERS],
        max_age=600,
    )


@asynccontextmanager
async def _beside(
    database: Database, store: Store, tasks: Sequence[Running]
) -> AsyncIterator[None]:
    """What lives as long as the application does."""
    gc.collect()
    # Schema, plans and tables stay for good: collections need not walk them any more. Nor need they
    # walk what is remembered of who asks so often: of 13,000 people it took 72 ms.
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], 100)
    try:
        async with running(tasks):
            yield
    finally:
        await asyncio.to_thread(store.close)
        await database.close()
