"""The whole application on a port of its own, and a browser pointed at it."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import uvicorn

from api.app import application
from api.pages.ide import BUILT
from api.settings import Settings
from demo.story import loader
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.browser import chromium
from tests.browser.chromium import Chromium


def lacking() -> str | None:
    """What the tests of this folder need and do not find."""
    if chromium.found() is None:
        return "no chromium on the PATH (on Debian: apt-get install chromium)"
    if not (BUILT / "index.html").exists():
        return "GraphiQL is not built: make web"
    return None


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Chromium]:
    if lack := lacking():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(lack)
        pytest.skip(lack)
    async with chromium.started(tmp_path / "profile") as started:
        yield started


@pytest.fixture
async def address(
    browser: Chromium, database: Database, database_url: str, keys: Keys
) -> AsyncIterator[str]:
    """Where the demo is served; needs the browser, so that nothing is served to nobody."""
    await loader.load(database.engine, keys, lambda done, total: None, is_open=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # The application closes its database when it ends; the tests go on with theirs.
        own = Database(database_url, read_size=4, write_size=4)
        app = application(Settings.from_environment({}), own, keys)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture
def keep() -> Callable[[str, bytes], None]:
    """Puts a screenshot into the folder of SCREENSHOTS, for people to look at."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(name: str, png: bytes) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(png)

    return keep
