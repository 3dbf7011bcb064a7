"""Answers packed for clients that accept gzip, but for those that hold a secret (decision 0068)."""

from collections.abc import Awaitable

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.media_types import quality

SMALLEST = 1_024
LEVEL = 6
NEVER = "no-transform"
"""In `cache-control` it asks us, and every proxy behind us, to leave the answer as it is."""
_IN_PARTS = "/evidence/"


class Compressed:
    """gzip by Starlette, which packs long answers in a thread and every part of a stream by itself,
    and leaves alone what is packed already and streams of events.

    Evidence is left as it is: it is sent in ranges, and most of it is packed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        app = self._app
        if scope["type"] == "http" and not scope["path"].startswith(_IN_PARTS):
            given = [value for name, value in scope["headers"] if name == b"accept-encoding"]
            if given and quality(b",".join(given), "gzip", by_name=True) > 0:
                app = _Responder(app)
        return app(scope, receive, send)


class _Responder(GZipResponder):
    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, SMALLEST, LEVEL)
        self._is_left = False

    async def send_with_compression(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            self._is_left = NEVER in headers.get("cache-control", "")
            # The bytes are no longer those that the strong tag names.
            if headers.get("etag", "").startswith('"'):
                headers["etag"] = f"W/{headers['etag']}"
        if self._is_left:
            await self.send(message)
        else:
            await super().send_with_compression(message)
