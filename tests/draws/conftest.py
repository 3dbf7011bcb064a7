"""The page by itself on a port of its own, and a browser pointed at it."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Sequence

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from api.pages import verification
from tests.browser import chromium
from tests.browser.chromium import Chromium
from tests.draws.vectors import FOLDER

PUBLISHED = {
    "T-BEACON": "beacon.json",
    "T-FIGURE": "figure.json",
    "T-PARTIES": "parties.json",
    "T-V1-BEACON": "v1/beacon.json",
    "T-V1-PARTIES": "v1/parties.json",
    "T-BEFORE": "beacon.before.json",
}


def speaking(app: ASGIApp) -> ASGIApp:
    """As the server's own middleware leaves a request: with the language in its state."""

    async def spoken(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": {"language": "en"}}, receive, send)

    return spoken


async def look(task_code: str) -> str | None:
    name = PUBLISHED.get(task_code)
    return None if name is None else (FOLDER / name).read_text("utf-8")


async def latest() -> Sequence[str]:
    return list(PUBLISHED)[:1]


@pytest.fixture(scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chromium]:
    if chromium.found() is None:
        lack = "no chromium on the PATH (on Debian: apt-get install chromium)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(lack)
        pytest.skip(lack)
    async with chromium.started(tmp_path_factory.mktemp("chromium") / "profile") as started:
        yield started


@pytest.fixture(scope="module")
async def address(browser: Chromium) -> AsyncIterator[str]:
    """Where the page is served; needs the browser, so that nothing is served to nobody."""
    app = speaking(Starlette(routes=verification.routes(look, latest)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving
