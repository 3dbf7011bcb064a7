"""GraphiQL: its page, its files, and what the demo puts beside it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from api.pages import answers
from api.pages.home import curl, language_of
from api.pages.story import story
from demo.story.people import PASSWORD, PEOPLE, place_of

BUILT = Path(__file__).with_name("dist")
"""Made by `make web`, perhaps while we serve."""

_TITLES = {"zh": "GraphiQL还没有构建好", "en": "GraphiQL is not built yet"}
_AGAIN = '<meta http-equiv="refresh" content="5">'


class Browsable:
    """Gives a browser that was pointed at the endpoint the page; everything else is GraphQL."""

    def __init__(self, graphql: ASGIApp, built: Path = BUILT) -> None:
        self._graphql, self._built = graphql, built

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        is_visit = scope["method"] == "GET" and b"query=" not in scope["query_string"]
        is_browser = b"text/html" in headers.get(b"accept", b"")
        app = self._page(Request(scope)) if is_visit and is_browser else self._graphql
        await app(scope, receive, send)

    def _page(self, request: Request) -> HTMLResponse:
        try:
            # Read each time: half a kilobyte, and the next build names other files.
            return answers.editor((self._built / "index.html").read_text("utf-8"))
        except FileNotFoundError:
            language = language_of(request)
            body = answers.words(f"unbuilt.{language}.html", curl=curl(request))
            return answers.framed(language, _TITLES[language], body, _AGAIN)


class Assets(StaticFiles):
    """The files of the build, for good: their names change with what is in them."""

    def __init__(self, built: Path = BUILT) -> None:
        super().__init__(directory=built / "assets", check_dir=False)

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers.update(answers.ASSET)
        return response


@dataclass(frozen=True, slots=True)
class DemoOffer:
    """`/ide/demo.json`: the story where the demo is loaded, the people where they can sign in."""

    has_demo: Callable[[], Awaitable[bool]]
    can_sign_in: Callable[[], Awaitable[bool]]

    async def __call__(self, _request: Request) -> JSONResponse:
        story_steps = story() if await self.has_demo() else ()
        steps = [
            {"name": s.name, "zh": s.zh, "en": s.en, "by": s.by, "document": s.document}
            for s in story_steps
        ]
        people = _people() if await self.can_sign_in() else {"people": []}
        return JSONResponse({"story": steps, **people}, headers=answers.FRESH)


def _people() -> dict[str, Any]:
    people = [
        {
            "login": person.login,
            "name": person.name,
            "role": {"zh": person.role.zh, "en": person.role.en},
            "at": place_of(person),
        }
        for person in PEOPLE
    ]
    return {"people": people, "password": PASSWORD}
