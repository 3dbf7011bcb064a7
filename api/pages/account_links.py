"""`/password`, where the holder of a one-time link chooses a password.

The token of a link stands behind `#`: browsers keep it to themselves, so that no server and no log of
requests sees it; the page sends it in the body of one request.
"""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from api.pages.answers import FRESH, framed, words
from api.pages.home import language_of
from persistence.accounts import links

TITLES = {"zh": "设置密码 · Spotcheck", "en": "Set a password · Spotcheck"}
SCRIPTS = ("ask.js", "password.js")
_FOLDER = Path(__file__).with_name("links")
_RUN = '<script type="module" src="/links/password.js"></script>'


def routes() -> list[BaseRoute]:
    """Served everywhere, in production too."""
    return [
        Route(links.PAGE, page),
        *(Route(f"/links/{name}", script) for name in SCRIPTS),
    ]


async def page(request: Request) -> HTMLResponse:
    language = language_of(request)
    body = words(f"password.{language}.html")
    return framed(language, TITLES[language], body, _RUN, scripts=True)


async def script(request: Request) -> Response:
    text = _script(request.url.path.rpartition("/")[2])
    return Response(text, media_type="text/javascript", headers=FRESH)


@cache
def _script(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")
