"""The first page: what this is, where things are, who can sign in, and how much there is."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.documents import Documents
from api.pages.answers import framed, words
from demo.story.people import PASSWORD, PEOPLE, place_of
from domain import actors
from persistence.reading.plan import Plan
from persistence.reading.reader import Reader

Counts = Mapping[str, int]
TITLES = {
    "zh": "Spotcheck · 培训机构监管开放后端",
    "en": "Spotcheck · the open backend for supervising training institutions",
}
_COUNTED = ("institutions", "courses", "teachers", "results")
_COUNTS = """query FirstPage {
  institutions(first: 1) { totalCount }
  courses(first: 1) { totalCount }
  teachers(first: 1) { totalCount }
  results: publicInspectionResults(first: 1) { totalCount }
}"""
_QUERY = r"{ institutionStatistics(parent: \"320500\") { region { name } total } }"


@dataclass(frozen=True, slots=True)
class Landing:
    """`/`. Whether the demo's people can sign in is checked for each page."""

    counts: Callable[[], Awaitable[Counts]]
    can_sign_in: Callable[[], Awaitable[bool]]
    has_editor: bool

    async def __call__(self, request: Request) -> HTMLResponse:
        language = language_of(request)
        counted, can_sign_in = await asyncio.gather(self.counts(), self.can_sign_in())
        counts = {name: f"{counted[name]:,}" if name in counted else "–" for name in _COUNTED}
        body = words(
            f"landing.{language}.html",
            address=address_of(request),
            door=_DOOR[language] if self.has_editor else "",
            places=_PLACES[language] if self.has_editor else "",
            people=_people(language) if can_sign_in else "",
            curl=curl(request),
            **counts,
        )
        return framed(language, TITLES[language], body)


def language_of(request: Request) -> str:
    """The one of the address, else the one that the browser prefers."""
    requested = request.query_params.get("lang")
    return requested if requested in TITLES else str(request.state.language)


def curl(request: Request) -> str:
    head = "-H 'content-type: application/json'"
    body = f"""{{"query":"{_QUERY}"}}"""
    return f"curl -s {address_of(request)}/graphql {head} \\\n  -d '{escape(body, quote=False)}'"


def address_of(request: Request) -> str:
    # Escaped, because the client chose the Host header.
    return escape(f"{request.url.scheme}://{request.url.netloc}")


def visitor_counts(documents: Documents, reader: Reader) -> Callable[[], Awaitable[Counts]]:
    """Counts what a visitor may see, as every query is answered."""

    async def count() -> Counts:
        visitor = actors.ANONYMOUS
        reads = documents.operation(_COUNTS, None, is_anonymous=True).reads({}, visitor)
        plans = [plan for _, plan in reads.parts if isinstance(plan, Plan)]
        found = await asyncio.gather(*(reader.answer(plan, {}, visitor) for plan in plans))
        totals = (orjson.loads(each)["totalCount"] for each in found)
        return dict(zip(_COUNTED, totals, strict=True))

    return count


_DOOR = {
    "zh": '<a class="door" href="/graphql">打开GraphiQL</a>',
    "en": '<a class="door" href="/graphql">Open GraphiQL</a>',
}
_PLACES = {
    "zh": '<dt><a href="/graphql"><code>/graphql</code></a></dt>'
    "<dd>接口；用浏览器打开即为GraphiQL，可编写查询、查阅模式</dd>"
    '<dt><a href="/schema.graphql"><code>/schema.graphql</code></a></dt>'
    "<dd>模式：全部类型、字段、变更与权限，均有说明</dd>",
    "en": '<dt><a href="/graphql"><code>/graphql</code></a></dt>'
    "<dd>the endpoint; in a browser it opens GraphiQL, to write queries and read the schema</dd>"
    '<dt><a href="/schema.graphql"><code>/schema.graphql</code></a></dt>'
    "<dd>the schema: all types, fields, mutations and permissions, with descriptions</dd>",
}


def _people(language: str) -> str:
    rows = "\n".join(
        f"<tr><td><code>{escape(person.login)}</code></td>"
        f'<td lang="zh">{escape(person.name)}</td>'
        f"<td>{escape(getattr(person.role, language))}</td>"
        f'<td lang="zh">{escape(place_of(person))}</td></tr>'
        for person in PEOPLE
    )
    return words(f"people.{language}.html", password=escape(PASSWORD), rows=rows)
