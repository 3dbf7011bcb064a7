"""`/ledgers`, where an office uploads ledgers, sees what each row would come to, and downloads them."""

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from api.pages.answers import FRESH, framed, words
from api.pages.home import language_of
from domain.ledgers.jobs import APPLIED_WITHIN, KEPT_WITHIN, NEEDED, NEEDED_TO_EXPORT
from domain.ledgers.terms import LedgerJobState, LedgerKind, LedgerRowOutcome
from domain.permissions import Permission
from domain.terms import Term

TITLES = {"zh": "台账导入与导出 · Spotcheck", "en": "Import and export ledgers · Spotcheck"}
SCRIPTS = ("page.js", "register.js", "upload.js")
_FOLDER = Path(__file__).with_name("ledgers")
_RUN = '<script type="module" src="/ledgers/page.js"></script>'


def routes() -> list[BaseRoute]:
    """Served everywhere: an office has nothing else where it is signed in from a browser."""
    return [
        Route("/ledgers", page),
        *(Route(f"/ledgers/{name}", script) for name in SCRIPTS),
    ]


async def page(request: Request) -> HTMLResponse:
    language = language_of(request)
    body = words(
        f"ledgers.{language}.html",
        kinds=_options(NEEDED, language),
        exports=_options(NEEDED_TO_EXPORT, language),
        states=_labels(LedgerJobState, language),
        outcomes=_labels(LedgerRowOutcome, language),
        applied_within=str(APPLIED_WITHIN.days),
        kept_within=str(KEPT_WITHIN.days),
    )
    return framed(language, TITLES[language], body, _RUN, scripts=True)


async def script(request: Request) -> Response:
    text = _script(request.url.path.rpartition("/")[2])
    # Read each time: a page must not speak to the server of a later release.
    return Response(text, media_type="text/javascript", headers=FRESH)


def _options(needed: Mapping[LedgerKind, Permission], language: str) -> str:
    """Those that somebody has no use for are hidden once it is known who it is."""
    return "".join(
        f'<option value="{each.value}" data-needs="{needed[each].value}">'
        f"{escape(getattr(each, language))}</option>"
        for each in LedgerKind
    )


def _labels(terms: type[Term], language: str) -> str:
    return "".join(
        f'<li data-code="{each.value}">{escape(getattr(each, language))}</li>' for each in terms
    )


@cache
def _script(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")
