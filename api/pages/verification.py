"""`/verify`, where a browser does a draw again, and `/draws/CODE.json`, what it is done from."""

import re
from collections.abc import Awaitable, Callable
from functools import cache
from html import escape
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from api.documents import Documents
from api.pages.answers import FRESH, framed, words
from api.pages.home import language_of
from domain import actors
from domain.draws.differences import DifferenceKind
from persistence.reading.plan import Plan
from persistence.reading.reader import Reader

TITLES = {"zh": "核验一次抽取 · Spotcheck", "en": "Check a draw · Spotcheck"}
SCRIPTS = ("dr1.js", "page.js", "sha256.js", "worker.js")
_FOLDER = Path(__file__).with_name("verify")
_RUN = '<script type="module" src="/verify/page.js"></script>'
_CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_PROOF = "query DrawProof($taskCode: String!) { drawProof(taskCode: $taskCode) { proof } }"

Look = Callable[[str], Awaitable[str | None]]


def routes(look: Look) -> list[BaseRoute]:
    """Served everywhere, in production too: people who doubt a draw have no account."""

    async def proof(request: Request) -> Response:
        code = request.path_params["task_code"]
        found = await look(code) if _CODE.fullmatch(code) else None
        if found is None:
            return Response(status_code=404, headers=FRESH)
        return Response(found, media_type="application/json", headers=FRESH)

    return [
        Route("/verify", page),
        *(Route(f"/verify/{name}", script) for name in SCRIPTS),
        Route("/draws/{task_code}.json", proof),
    ]


async def page(request: Request) -> HTMLResponse:
    language = language_of(request)
    body = words(f"verify.{language}.html", differences=_differences(language))
    return framed(language, TITLES[language], body, _RUN, scripts=True)


async def script(request: Request) -> Response:
    text = _script(request.url.path.rpartition("/")[2])
    # Read each time: a page must not check with the verifier of an earlier release.
    return Response(text, media_type="text/javascript", headers=FRESH)


def proof_lookup(documents: Documents, reader: Reader) -> Look:
    """Reads what a visitor may see, as every query is answered."""

    async def look(task_code: str) -> str | None:
        variables = {"taskCode": task_code}
        operation = documents.operation(_PROOF, None, is_anonymous=True)
        reads = operation.reads(variables, actors.ANONYMOUS)
        (plan,) = (each for _, each in reads.parts if isinstance(each, Plan))
        found = orjson.loads(await reader.answer(plan, variables, actors.ANONYMOUS))
        return None if found is None else str(found["proof"])

    return look


def _differences(language: str) -> str:
    return "".join(
        f'<dt><code>{each.value}</code></dt><dd data-code="{each.value}">'
        f"{escape(getattr(each, language))}</dd>"
        for each in DifferenceKind
    )


@cache
def _script(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")
