"""What every request carries before anyone knows who asks: an id, an address, a language."""

import os
import re
import time
from collections.abc import Awaitable, Collection, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Network
from domain.refusals import Language

Address = IPv4Address | IPv6Address
Headers = Iterable[tuple[bytes, bytes]]

# More hops than any chain of proxies has; the rest of a longer header is never parsed.
HOPS_READ = 32
LANGUAGES_READ = 1_000
_NO_GUESSING = (b"x-content-type-options", b"nosniff")
"""A browser takes no answer for another type than the one that it names."""
REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Put `request_id`, `client_address` and `language` into the state, and send the id back.

    `client_address` is an address or None (a Unix socket has none). The outermost layer: all others
    read the state, and what every answer carries is put there here. Believes `X-Request-Id` and
    `X-Forwarded-For` of trusted proxies only.
    """

    def __init__(self, app: ASGIApp, trusted: Collection[Network] = ()) -> None:
        self._app, self._trusted = app, tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = id_of(scope, self._trusted)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["client_address"] = client_address(scope, self._trusted)
        state["language"] = language(scope["headers"])

        def send_with_id(message: Message) -> Awaitable[None]:
            if message["type"] in ("http.response.start", "websocket.accept"):
                headers = [*message.get("headers", ()), *common_headers(request_id)]
                message = {**message, "headers": headers}
            return send(message)

        await self._app(scope, receive, send_with_id)


def common_headers(request_id: str) -> tuple[tuple[bytes, bytes], ...]:
    """What every answer carries."""
    return (b"x-request-id", request_id.encode()), _NO_GUESSING


class RequestIds:
    """UUIDs of version 7, as keys are: a moment, a count and this process's share of chance.

    A key of the register has chance of its own, for which the system is asked each time.
    """

    def __init__(self) -> None:
        self._process = os.urandom(6).hex()
        self.count = int.from_bytes(os.urandom(3))

    def next(self) -> str:
        self.count = count = self.count + 1 & 0x3FF_FFFF
        moment = f"{time.time_ns() // 1_000_000:012x}"
        return (
            f"{moment[:8]}-{moment[8:]}-7{count >> 14:03x}-{0x8000 | count & 0x3FFF:x}"
            f"-{self._process}"
        )


_ids = RequestIds()


def client_address(scope: Scope, trusted: Sequence[Network]) -> Address | None:
    """Who really asks: the rightmost hop that is not a trusted proxy.

    Left of the first untrusted hop anybody may have written anything. A hop that is no address ends
    the walk too; the proxy that passed it on is then the best that is known.
    """
    address = _peer(scope)
    if address is None or not (trusted and _is_among(address, trusted)):
        return address
    forwarded = b",".join(_all(scope["headers"], b"x-forwarded-for"))
    for hop in reversed(forwarded.rsplit(b",", HOPS_READ)[-HOPS_READ:]):
        before = _address(hop.decode("latin-1"))
        if before is None:
            return address
        address = before
        if not _is_among(address, trusted):
            return address
    return address


def address_key(address: Address | None) -> str:
    """What to count one visitor by: an IPv6 customer is given at least a /64, so that is one."""
    return _within(address, 32, 64)


def subnet_key(address: Address | None) -> str:
    """What to count a neighbourhood by: /24, or /48, which is one site in IPv6."""
    return _within(address, 24, 48)


def language(headers: Headers) -> Language:
    """The language wanted by Accept-Language: Chinese, unless English is preferred."""
    wanted = [value for name, value in headers if name.lower() == b"accept-language"]
    return _preferred(b",".join(wanted)[:LANGUAGES_READ]) if wanted else "zh"


async def refuse(
    send: Send, status: int, code: str, message: str, *, headers: Headers = (), **extensions: object
) -> None:
    """Answer a whole request with one GraphQL error, from outside GraphQL."""
    error = {"message": message, "extensions": {"code": code, **extensions}}
    body = orjson.dumps({"errors": [error]})
    about = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*about, *headers]})
    await send({"type": "http.response.body", "body": body})


# Browsers send a handful of these: remembered, reading costs a hundredth.
@lru_cache(maxsize=256)
def _preferred(header: bytes) -> Language:
    weights: dict[str, float] = {}
    for range_ in header.decode("latin-1").lower().split(","):
        tag, _, parameters = range_.partition(";")
        primary = tag.strip().partition("-")[0]
        weights[primary] = max(_weight(parameters), weights.get(primary, 0.0))
    other = weights.get("*", 0.0)
    return "en" if weights.get("en", other) > weights.get("zh", other) else "zh"


def _weight(parameters: str) -> float:
    match = re.fullmatch(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", parameters)
    if match:
        return float(match[1])
    # A weight that cannot be read is no wish; none at all is the strongest.
    return 0.0 if parameters.strip() else 1.0


def id_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """A request's id: of its own, where a trusted proxy gave it one."""
    if trusted and (peer := _peer(scope)) is not None and _is_among(peer, trusted):
        for value in _all(scope["headers"], b"x-request-id"):
            if REQUEST_ID.fullmatch(value):
                return value.decode()
    return _ids.next()


def _all(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key.lower() == name]


def _peer(scope: Scope) -> Address | None:
    client = scope.get("client")
    return _known_address(client[0]) if client else None


# The peer is not the client's to choose, and behind a proxy always the same few.
@lru_cache(maxsize=1024)
def _known_address(text: str) -> Address | None:
    return _address(text)


def _address(text: str) -> Address | None:
    """Read an address as proxies write it: bare, `host:port`, or `[v6]` with or without a port."""
    text = text.strip()
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::[0-9]+)?", text)
    with_port = re.fullmatch(r"([0-9.]+):[0-9]+", text)
    if found := bracketed or with_port:
        text = found[1]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _is_among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _within(address: Address | None, v4: int, v6: int) -> str:
    if address is None:
        return "local"
    prefix = v4 if isinstance(address, IPv4Address) else v6
    return str(ip_network((address.packed, prefix), strict=False))
