"""The floor: hand-written SQL that gives the same JSON, behind bare Starlette and the same pool.

`python -m benchmarks.floor PORT DATABASE_URL`
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.runner import serve
from persistence.engine.database import READER_ROLE, ReadPool

_SQL = Path(__file__).parent / "sql"
Parameters = Callable[[Mapping[str, Any]], list[Any]]


def application(url: str) -> Starlette:
    custom = ReadPool(url, size=8, role=READER_ROLE, plans="force_custom_plan")
    auto = ReadPool(url, size=8, role=READER_ROLE)
    pages = {"nested_page": _nested, "flat_page": _flat}
    return Starlette(
        routes=[
            Route(f"/{mode}/{name}", _page(pool, name, parameters), methods=["POST"])
            for mode, pool in (("custom", custom), ("auto", auto))
            for name, parameters in pages.items()
        ]
    )


def _page(pool: ReadPool, name: str, parameters: Parameters) -> Callable[[Request], Any]:
    sql = (_SQL / f"{name}.sql").read_text("utf-8")

    async def page(request: Request) -> Response:
        variables = orjson.loads(await request.body())["variables"]
        found = await pool.fetch_value(sql, parameters(variables))
        body = b'{"data":{"institutions":' + found.encode() + b"}}"
        return Response(body, media_type="application/json")

    return page


def _nested(variables: Mapping[str, Any]) -> list[Any]:
    # A person who writes it by hand knows that cities are asked for.
    return [variables["filter"]["regionCode"][:4], variables["first"]]


def _flat(variables: Mapping[str, Any]) -> list[Any]:
    return [variables["first"]]


if __name__ == "__main__":
    serve(application(sys.argv[2]), int(sys.argv[1]))
