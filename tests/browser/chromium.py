"""A headless Chromium, driven over the two pipes that it offers instead of a socket."""

import asyncio
import base64
import contextlib
import itertools
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    # What Chromium itself would look up must not hang where there is no network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)
# Chromium reads commands from descriptor 3 and writes to 4; both may be something else with us.
_PLUG = (
    "import fcntl, os, sys\n"
    "ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]\n"
    "os.dup2(ends[0], 3)\nos.dup2(ends[1], 4)\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)
TIMEOUT_SECONDS = 30.0


def found() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    """One tab with cookies and storage of its own; what its console says is collected."""

    def __init__(self, chromium: "Chromium", session: str) -> None:
        self._chromium, self._session = chromium, session
        self.console: list[str] = []
        self.urls: list[str] = []

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        return await self._chromium.call(method, params, self._session)

    async def go(self, url: str) -> None:
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    async def value(self, expression: str) -> Any:
        """What the expression is in the page, awaited where it is a promise."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait for the expression to become true.

        A page on its way to another has no such element for a moment, or nothing that could be
        asked at all: that is "not yet", and named only where it stays so.
        """
        fault: AssertionError | None = None
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                while True:
                    try:
                        if await self.value(f"Boolean({expression})"):
                            return
                        fault = None
                    except AssertionError as raised:
                        fault = raised
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"never became true: {expression}") from fault

    async def click(self, selector: str) -> None:
        await self.until(f"document.querySelector({selector!r})")
        await self.value(f"document.querySelector({selector!r}).click()")

    async def shape(self, width: int, height: int, *, dark: bool = False, scale: int = 1) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def speak(self, language: str) -> None:
        agent = await self.value("navigator.userAgent")
        await self.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    async def screenshot(self) -> bytes:
        """The whole page as a PNG."""
        answer = await self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(answer["data"])

    def hear(self, method: str, params: dict[str, Any]) -> None:
        if method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.console.append(" ".join(str(each.get("value")) for each in params["args"]))
        elif method == "Runtime.exceptionThrown":
            self.console.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            entry = params["entry"]
            self.console.append(f"{entry['source']}: {entry['text']} {entry.get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.urls.append(params["request"]["url"])


class Chromium:
    def __init__(self, reading: asyncio.StreamReader, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        self._listening = asyncio.create_task(self._listen())

    async def page(self) -> Page:
        """A page as of somebody who was never here before."""
        context = await self.call("Target.createBrowserContext", {})
        target = await self.call("Target.createTarget", {"url": "about:blank", **context})
        attached = await self.call("Target.attachToTarget", {**target, "flatten": True})
        page = self._pages[attached["sessionId"]] = Page(self, attached["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            await page.call(f"{domain}.enable")
        return page

    async def call(
        self, method: str, params: dict[str, Any], session: str | None = None
    ) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        os.write(self._writing, orjson.dumps(message) + b"\0")
        async with asyncio.timeout(TIMEOUT_SECONDS):
            answer = await future
        assert "error" not in answer, (method, answer["error"])
        result: dict[str, Any] = answer["result"]
        return result

    async def _listen(self) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                heard = orjson.loads((await self._reading.readuntil(b"\0"))[:-1])
                if future := self._waiting.pop(heard.get("id", 0), None):
                    future.set_result(heard)
                elif page := self._pages.get(heard.get("sessionId", "")):
                    page.hear(heard["method"], heard["params"])


@contextlib.asynccontextmanager
async def started(profile: Path) -> AsyncIterator[Chromium]:
    """Chromium with a profile of its own, ended with the block."""
    executable = found()
    assert executable is not None
    commands_in, commands_out = os.pipe()
    events_in, events_out = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _PLUG, str(commands_in), str(events_out)),
        *(executable, *SWITCHES, f"--user-data-dir={profile}", "about:blank"),
        pass_fds=(commands_in, events_out),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    os.close(commands_in)
    os.close(events_out)
    loop = asyncio.get_running_loop()
    reading = asyncio.StreamReader(limit=2**27)
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reading), os.fdopen(events_in, "rb")
    )
    chromium = Chromium(reading, commands_out)
    try:
        yield chromium
    finally:
        with contextlib.suppress(Exception):
            await chromium.call("Browser.close", {})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()
        chromium._listening.cancel()
        transport.close()
        os.close(commands_out)
