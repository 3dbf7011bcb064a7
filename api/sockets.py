"""The socket, taken before anything is started for it."""

import errno
import socket
from contextlib import ExitStack

_BACKLOG = 2048
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # compared, not bound


class CannotListen(Exception):
    """The address cannot be had; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that already listens, so that no other process can take the port while we prepare.

    Clients that connect in the meantime wait. Raises CannotListen.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise CannotListen(f"HOST={host} is not an address of this machine: {error}.") from None
    # IPv4 first: `localhost` is both, and more programs try that one first.
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket(family, kind, protocol))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError as error:
            raise CannotListen(_explained(host, port, error)) from None
        listener.setblocking(False)
        stack.pop_all()
    return listener


def address_of(listener: socket.socket, host: str) -> str:
    """The URL to show: of a socket on every address, the one on this machine."""
    reachable = _WILDCARDS.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{reachable}:{listener.getsockname()[1]}"


def _explained(host: str, port: int, error: OSError) -> str:
    where = f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"{where} is in use, perhaps by another Spotcheck: stop it, or choose another port, "
            "for example: PORT=8001 make serve"
        )
    if error.errno == errno.EACCES:
        return f"{where} is not for ordinary users: choose a port above 1023 with PORT."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host} is not an address of this machine."
    return f"{where} cannot be listened on: {error.strerror}."
