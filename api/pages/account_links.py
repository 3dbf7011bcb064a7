"""`/password`, where the holder of a one-time link chooses a password, and `/setup`, for an empty register.

The token of either stands behind `#`: browsers keep it to themselves, so that no server and no log of
requests sees it; the page sends it in the body of one request.
"""

from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from api.pages.answers import FRESH, framed, words
from api.pages.home import language_of
from domain.authorities import AuthorityKind, Sector
from persistence.accounts import links, setup

TITLES = {
    links.PAGE: {"zh": "设置密码 · Spotcheck", "en": "Set a password · Spotcheck"},
    setup.PAGE: {"zh": "初始化 · Spotcheck", "en": "Set up · Spotcheck"},
}
SCRIPTS = ("ask.js", "password.js", "setup.js")
_FOLDER = Path(__file__).with_name("links")
_RUN = '<script type="module" src="/links/{name}.js"></script>'


def routes() -> list[BaseRoute]:
    """Served everywhere, in production too."""
    return [
        *(Route(path, page) for path in TITLES),
        *(Route(f"/links/{name}", script) for name in SCRIPTS),
    ]


async def page(request: Request) -> HTMLResponse:
    path, language = request.url.path, language_of(request)
    name = path.removeprefix("/")
    values = {}
    if path == setup.PAGE:
        values = {"sectors": _sectors(language), "kinds": _kinds(language)}
    body = words(f"{name}.{language}.html", **values)
    return framed(language, TITLES[path][language], body, _RUN.format(name=name), scripts=True)


async def script(request: Request) -> Response:
    text = _script(request.url.path.rpartition("/")[2])
    return Response(text, media_type="text/javascript", headers=FRESH)


def _sectors(language: str) -> str:
    return "".join(
        f'<label><input type="checkbox" name="sector" value="{sector.value}">'
        f"{escape(getattr(sector, language))}</label>"
        for sector in Sector
    )


def _kinds(language: str) -> str:
    return "".join(
        f'<option value="{kind.value}">{escape(getattr(kind, language))}</option>'
        for kind in AuthorityKind
    )


@cache
def _script(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")
