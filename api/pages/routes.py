"""Which pages there are, and for whom."""

from collections.abc import Callable, Sequence
from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api import etags
from api.cached import Cached
from api.documents import Documents
from api.pages import account_links, answers, ledger_page, verification
from api.pages.home import Counts, Landing, visitor_counts
from api.pages.ide import Assets, DemoOffer
from api.settings import Settings
from demo.story import loader
from persistence.engine.database import Database
from persistence.reading.reader import Reader


def routes(
    settings: Settings,
    database: Database,
    documents: Documents,
    reader: Reader,
    sdl: Callable[[], str],
) -> list[BaseRoute]:
    """`/`, `/verify`, `/ledgers`, `/password`, `/setup` everywhere; the editor and the demo never in production.

    The demo's people are named, with their password, only where nobody but this machine can reach
    the server, and as long as that password still opens their accounts.
    """
    may_sign_in = settings.is_loopback and not settings.is_production

    async def can_sign_in() -> bool:
        return may_sign_in and await loader.can_sign_in(database.engine)

    async def is_loaded() -> bool:
        return await loader.is_loaded(database.engine)

    async def schema(request: Request) -> Response:
        body, etag = printed()
        headers = {**answers.REVALIDATED, "etag": etag}
        if etags.is_held(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=headers)
        return PlainTextResponse(body, headers=headers)

    # Printing takes a tenth of a second: when first asked for, not at every start.
    @cache
    def printed() -> tuple[bytes, str]:
        body = sdl().encode()
        return body, etags.of(body)

    able = Cached(can_sign_in, False)
    demo_loaded = Cached(is_loaded, False)
    counts = Cached[Counts](visitor_counts(documents, reader), {})
    landing = Landing(counts, able, has_editor=not settings.is_production)
    latest = Cached[Sequence[str]](verification.latest_draws(documents, reader), ())
    everywhere = [
        Route("/", landing.__call__),
        *verification.routes(verification.proof_lookup(documents, reader), latest.__call__),
        *account_links.routes(),
        *ledger_page.routes(),
    ]
    if settings.is_production:
        return everywhere
    return [
        *everywhere,
        Route("/schema.graphql", schema),
        Route("/ide/demo.json", DemoOffer(demo_loaded, able).__call__),
        Mount("/ide/assets", Assets()),
    ]
