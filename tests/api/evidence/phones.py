"""Phones with a bad signal and a server that dies: over real sockets, counting every byte sent."""

import re
import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.api.test_serve import Serving

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

    def _started(self) -> Serving:
        self._count += 1
        log = self._folder / f"{self._count}.log"
        return Serving(self._folder / "data", log, **self._environment)

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
    answers: list[int] = field(default_factory=list)

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

    def finish(self, location: str, data: bytes) -> int:
        """Send what is missing; whoever is told that the offset differs asks and tries again, for
        the end of a broken connection may still be on its way to the store."""
        self.answers.append(409)
        while self.answers[-1] == 409:
            self.send(location, self.offset(location), data)
        return self.answers[-1]

    def send(
        self,
        location: str,
        offset: int,
        data: bytes,
        *,
        until: int | None = None,
        rude: bool = False,
    ) -> socket.socket | None:
        """Send from the offset on; until a given one, and then the connection is left open for the
        caller to break, or broken here if that is rude."""
        connection = self._connected()
        connection.sendall(
            head(
                "PATCH",
                location,
                f"Upload-Offset: {offset}\r\nContent-Length: {len(data) - offset}\r\n"
                "Content-Type: application/offset+octet-stream\r\n",
            )
        )
        end = len(data) if until is None else until
        for start in range(offset, end, PIECE):
            piece = data[start : min(end, start + PIECE)]
            connection.sendall(piece)
            self.sent += len(piece)
        if until is None:
            status = int(_read(connection).split(b" ", 2)[1])
            self.answers.append(status)
            connection.close()
            return None
        if rude:
            # No goodbye: the other side gets a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
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
    answer = b""
    while data := connection.recv(65_536):
        answer += data
    return answer


def most_memory(pid: int, *, afresh: bool = False) -> int:
    """The most bytes that a process has had at once, counted from now on if asked to."""
    if afresh:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024
