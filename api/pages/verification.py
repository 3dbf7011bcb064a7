"""`/verify`, where a browser does a draw again, and `/draws/CODE.json`, what it is done from."""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
_LATELY = {"zh": "最近公开的抽取：", "en": "Draws that were revealed last:"}
SCRIPTS = ("dr1.js", "page.js", "sha256.js", "worker.js")
_FOLDER = Path(__file__).with_name("verify")
_RUN = '<script type="module" src="/verify/page.js"></script>'
_CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_PROOF = "query DrawProof($taskCode: String!) { drawProof(taskCode: $taskCode) { proof } }"

_LATEST = "{ drawProofs(first: 5, filter: { stages: [REVEALED] }, orderBy: { field: FROZEN_AT, direction: DESC }) { nodes { taskCode } } }"

Look = Callable[[str], Awaitable[str | None]]
Codes = Callable[[], Awaitable[Sequence[str]]]


def routes(look: Look, latest: Codes) -> list[BaseRoute]:
    """Served everywhere, in production too: people who doubt a draw have no account."""

    async def proof(request: Request) -> Response:
        code = request.path_params["task_code"]
        found = await look(code) if _CODE.fullmatch(code) else None
        if found is None:
            return Response(status_code=404, headers=FRESH)
        return Response(found, media_type="application/json", headers=FRESH)

    async def page(request: Request) -> HTMLResponse:
        language = language_of(request)
        body = words(
            f"verify.{language}.html",
            latest=_links(await latest(), language),
            differences=_differences(language),
        )
        return framed(language, TITLES[language], body, _RUN, scripts=True)

    return [
        Route("/verify", page),
        *(Route(f"/verify/{name}", script) for name in SCRIPTS),
        Route("/draws/{task_code}.json", proof),
    ]


async def script(request: Request) -> Response:
    text = _script(request.url.path.rpartition("/")[2])
    # Read each time: a page must not check with the verifier of an earlier release.
    return Response(text, media_type="text/javascript", headers=FRESH)


def proof_lookup(documents: Documents, reader: Reader) -> Look:
    """Reads what a visitor may see, as every query is answered."""

    async def look(task_code: str) -> str | None:
        found = await _answer(documents, reader, _PROOF, {"taskCode": task_code})
        return None if found is None else str(found["proof"])

    return look


def latest_draws(documents: Documents, reader: Reader) -> Codes:
    """The codes of the tasks whose draws were revealed last, at most five, as a visitor sees them."""

    async def codes() -> Sequence[str]:
        found = await _answer(documents, reader, _LATEST, {})
        return [each["taskCode"] for each in found["nodes"]]

    return codes


async def _answer(
    documents: Documents, reader: Reader, document: str, variables: dict[str, str]
) -> Any:
    operation = documents.operation(document, None, is_anonymous=True)
    reads = operation.reads(variables, actors.ANONYMOUS)
    (plan,) = (each for _, each in reads.parts if isinstance(each, Plan))
    return orjson.loads(await reader.answer(plan, variables, actors.ANONYMOUS))


def _links(codes: Sequence[str], language: str) -> str:
    if not codes:
        return ""
    links = " ".join(
        f'<a href="/verify?lang={language}&amp;task={quote(code)}">{escape(code)}</a>'
        for code in codes
    )
    return f'<p class="note">{_LATELY[language]} {links}</p>'


def _differences(language: str) -> str:
    return "".join(
        f'<dt><code>{each.value}</code></dt><dd data-code="{each.value}">'
        f"{escape(getattr(each, language))}</dd>"
        for each in DifferenceKind
    )


@cache
def _script(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")
