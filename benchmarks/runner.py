"""Servers as processes of their own: started, waited for, weighed, stopped."""

import gc
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from benchmarks.place import cpu_seconds

START_WITHIN = 90.0
_PAGE = os.sysconf("SC_PAGE_SIZE")


class DidNotStart(Exception):
    """A server ended or stayed silent; the message holds what it said last."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    name: str
    port: int
    pid: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)

    def resident_bytes(self) -> int:
        """Memory in use now; 0 where there is no /proc."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE
        except OSError:
            return 0


@contextmanager
def running(
    name: str, command: Sequence[str], environment: Mapping[str, str], *, log: Path, folder: Path
) -> Iterator[RunningServer]:
    """The server of this command, which finds its port in `PORT` and as `{port}` in its words."""
    port = _free_port()
    words = [word.replace("{port}", str(port)) for word in command]
    with log.open("wb") as out:
        process = subprocess.Popen(
            words,
            env={**os.environ, **environment, "PORT": str(port)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        _await(process, port, name, log)
        yield RunningServer(name, port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", module, *words]


def serve(app: ASGIApp, port: int) -> None:
    """Serve the way `python -m api serve` does."""
    gc.collect()
    gc.freeze()
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        http="httptools",
        loop="uvloop",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _await(process: "subprocess.Popen[bytes]", port: int, name: str, log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()  # ours
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    last = log.read_text("utf-8", errors="replace")[-2_000:]
    raise DidNotStart(f"{name} did not start. It said last:\n{last}")
