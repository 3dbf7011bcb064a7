"""What visitors ask again and again, answered in front of everything else: half the way is saved."""

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import RequestLog
from api.media_types import answer_type, is_json
from api.public import Public
from api.requests import common_headers, id_of
from api.settings import Network


class FromMemory:
    """Answers what is remembered; every other request goes on as it came.

    What a client and the log see of a request is the same on both ways. Who shows a token or comes from
    a page, which may be of another origin, goes the long way.
    """

    def __init__(
        self, app: ASGIApp, path: str, public: Public, log: RequestLog, trusted: Collection[Network]
    ) -> None:
        self._app, self._path, self._public = app, path, public
        self._log, self._trusted = log, tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        method, sent = scope["method"], None
        if b"authorization" in headers or b"origin" in headers:
            pass
        elif method == "GET":
            sent = b"?" + scope["query_string"]
        elif method == "POST" and is_json(headers.get(b"content-type", b"")):
            message = await receive()
            sent = None if message.get("more_body") else message.get("body")
            receive = _again(message, receive)
        question = None if sent is None else self._public.question(sent)
        if question is not None:
            is_legacy, is_acceptable = answer_type(headers.get(b"accept", b""))
            lookup = question.lookup(self._public.clock())
            found = self._public.find(lookup) if is_acceptable else None
            if found is not None and lookup is not None:
                head, body = self._public.response(
                    found, lookup, headers, method, is_legacy=is_legacy
                )
                request_id = id_of(scope, self._trusted)
                head["headers"] += common_headers(request_id)
                await send(head)
                await send({"type": "http.response.body", "body": body})
                name = question.name
                self._log.from_memory(request_id, method, self._path, name, head, len(body))
                return
        await self._app(scope, receive, send)


def _again(message: Message, receive: Receive) -> Receive:
    """The first message once more, and then what follows."""
    waiting = [message]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
