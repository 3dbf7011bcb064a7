"""A server in a process of its own: any commit's, on any data folder, killed without warning."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx2

UP_WITHIN = 180.0
"""Seconds. A start from nothing takes five where nothing else runs."""


class NotServing(Exception):
    """A server did not come up, or its PostgreSQL did not stop; the message holds its log's end."""


class ServerProcess:
    """`python -m api serve` of a tree. Only its URL, its readiness and its exit are relied on."""

    def __init__(
        self, tree: Path, data_dir: Path, log: Path, further: Mapping[str, str] | None = None
    ) -> None:
        self.tree, self._data_dir, self._log = tree, data_dir, log
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        settings = {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": str(data_dir)}
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api", "serve"],
                cwd=tree,
                env={**environment(tree), **settings, **(further or {})},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        # One client for all tries: making one loads certificates, which costs more than the try.
        with httpx2.Client(base_url=self.url, timeout=5) as client:
            self._wait(lambda: self._is_ready(client), "is not ready")

    def kill(self) -> None:
        """End the process at once, and wait until its PostgreSQL has stopped by itself."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._wait(self._is_postgres_gone, "left its PostgreSQL running")

    def _is_ready(self, client: httpx2.Client) -> bool:
        if self._process.poll() is not None:
            raise self._failure("ended")
        try:
            return client.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def _is_postgres_gone(self) -> bool:
        """PostgreSQL takes this file away as the last thing that it does."""
        return not any(self._data_dir.rglob("postmaster.pid"))

    def _wait(self, holds: Callable[[], bool], fallback: str) -> None:
        deadline = time.monotonic() + UP_WITHIN
        while not holds():
            if time.monotonic() > deadline:
                raise self._failure(fallback)
            time.sleep(0.1)

    def _failure(self, what: str) -> NotServing:
        lines = self._log.read_text("utf-8", errors="replace").splitlines()[-15:]
        return NotServing("\n".join([f"The server of {self.tree} {what}:", *lines]))


def environment(tree: Path) -> dict[str, str]:
    """Nothing of ours reaches the other commit: no setting, no other tree's modules."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(tree)}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
