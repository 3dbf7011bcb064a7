"""How many bytes a request may send: counted before anything reads them."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import note
from api.requests import language, refuse

ANONYMOUS_BYTES = 65_536
SIGNED_IN_BYTES = 1_048_576

MESSAGES = {
    "zh": "请求过大，最多{cap}字节。",
    "en": "The request is too large: at most {cap} bytes are allowed.",
}


class BodyCap:
    """Read the body up to the cap, then hand it on as one message; answer 413 beyond.

    A request that claims credentials gets the larger cap, before they are checked: checking them
    first would be work done for a stranger, and a megabyte held for a moment is cheaper. The
    wrapped app is never called with half a body. Not for uploads, which stream.
    """

    def __init__(
        self, app: ASGIApp, anonymous: int = ANONYMOUS_BYTES, signed_in: int = SIGNED_IN_BYTES
    ) -> None:
        self._app, self._anonymous, self._signed_in = app, anonymous, signed_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        cap = self._signed_in if headers.get(b"authorization", b"").strip() else self._anonymous
        declared = headers.get(b"content-length", b"")
        # A length that is no number is not believed, and the bytes are counted.
        if declared.isdigit() and (len(declared) > 18 or int(declared) > cap):
            await _refuse(scope, send, cap)
            return

        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > cap:
                await _refuse(scope, send, cap)
                return
            more = message.get("more_body", False)

        whole: list[Message] = [
            {"type": "http.request", "body": b"".join(chunks), "more_body": False}
        ]

        async def replayed() -> Message:
            """The body once; afterwards the caller waits for the disconnect as before."""
            return whole.pop() if whole else await receive()

        await self._app(scope, replayed, send)


async def _refuse(scope: Scope, send: Send, cap: int) -> None:
    note(scope, code="REQUEST_TOO_LARGE")
    message = MESSAGES[language(scope["headers"])].format(cap=cap)
    # Closed, because the rest of the body would otherwise be taken for the next request.
    close = [(b"connection", b"close")]
    await refuse(send, 413, "REQUEST_TOO_LARGE", message, headers=close, maximumBytes=cap)
