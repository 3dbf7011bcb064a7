"""Phones with a bad signal and a server that dies: over real sockets, counting every byte sent."""

import re
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.api.test_serve import ServerProcess

SECRET = b"only for tests, never for anything else"
PIECE = 16_384


class Server:
    """`serve` on the tests' database, with a store and a secret that outlive it."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        self._folder, self._count = folder, 0
        secret = folder / "secret.key"
        secret.write_text(SECRET.hex())
        secret.chmod(0o600)
        self._environment = {
            "DATABASE_URL": database_url,
            "SECRET_KEY_FILE": str(secret),
            "EVIDENCE_STORE": str(folder / "evidence"),
            "DEMO": "off",
            "LOG_FORMAT": "json",
            **environment,
        }
        self._serving = self._started()

    def _started(self) -> ServerProcess:
        self._count += 1
        log = self._folder / f"{self._count}.log"
        return ServerProcess(self._folder / "data", log, **self._environment)

    @property
    def pid(self) -> int:
        return self._serving.process.pid

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self._serving.address())
        assert parts.hostname
        assert parts.port
        return parts.hostname, parts.port

    def kill(self) -> None:
        """Without a word of warning."""
        self._serving.process.kill()
        self._serving.process.wait()

    def restart(self) -> None:
        self._serving = self._started()
        assert self.address


@dataclass
class Phone:
    """Speaks tus over a socket of its own; `sent` counts the bytes of bodies."""

    server: Server
    sent: int = 0

    def create(self, url: str, size: int) -> str:
        head = self._ask("POST", url, f"Upload-Length: {size}\r\nContent-Length: 0\r\n")
        found = re.search(rb"(?i)\r\nlocation: (\S+)", head)
        assert found, head
        return found[1].decode()

    def offset(self, location: str) -> int:
        head = self._ask("HEAD", location, "")
        found = re.search(rb"(?i)\r\nupload-offset: (\d+)", head)
        assert found, head
        return int(found[1])

    def go_on(self, location: str, data: bytes, until: int, *, rude: bool) -> socket.socket:
        """Ask how far it is, and send from there until an offset; the connection is for the caller
        to close, with no goodbye if that is rude.

        Again where the server breaks off: what was left of an earlier connection may reach it only
        now, and of two that write at one offset the first wins.
        """
        connection = None
        while connection is None:
            connection = self._sent_until(location, data, until)
        if rude:
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return connection

    def finish(self, location: str, data: bytes) -> int:
        """Send what is missing; the answer is the status, and never that somebody was faster."""
        status = 409
        while status == 409:
            connection = self._sent_until(location, data, len(data))
            if connection is not None:
                answer = _read(connection)
                connection.close()
                status = int(answer.split(b" ", 2)[1]) if answer else 409
        return status

    def _sent_until(self, location: str, data: bytes, until: int) -> socket.socket | None:
        """The connection over which everything until there has gone; None where it broke."""
        offset = self.offset(location)
        connection = self._connected()
        about = (
            f"Upload-Offset: {offset}\r\nContent-Length: {len(data) - offset}\r\n"
            "Content-Type: application/offset+octet-stream\r\n"
        )
        try:
            connection.sendall(head("PATCH", location, about))
            for start in range(offset, until, PIECE):
                piece = data[start : min(until, start + PIECE)]
                connection.sendall(piece)
                self.sent += len(piece)
        except ConnectionError:
            connection.close()
            return None
        return connection

    def _ask(self, method: str, path: str, headers: str) -> bytes:
        connection = self._connected()
        connection.sendall(head(method, path, headers))
        answer = _read(connection)
        connection.close()
        return answer

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(self.server.address, timeout=60)
        # What a phone has on its way at once is small; Linux would buffer megabytes on loopback.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        return connection


def head(method: str, path: str, headers: str) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: phone\r\nTus-Resumable: 1.0.0\r\n{headers}"
        "Connection: close\r\n\r\n"
    ).encode()


def _read(connection: socket.socket) -> bytes:
    """What is answered, as far as it comes."""
    answer = b""
    try:
        while data := connection.recv(65_536):
            answer += data
    except ConnectionError:
        pass
    return answer


def most_memory(pid: int, *, afresh: bool = False) -> int:
    """The most bytes that a process has had at once, counted from now on if asked to."""
    if afresh:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024
